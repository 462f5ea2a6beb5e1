//! Templates of the owner: what counts their steps changes nothing that they print and
//! no place that an error names; circles are found with their place.

use crate::support::{Project, demo, tree};

const NOW: &str = "2026-11-18T15:00:00+01:00";

/// Prints a text by a template of one's own, at the foot of every page.
fn printed(template: &str) -> String {
    let project = Project::new().with(
        "templates/partials/footer.html",
        format!("<i>BEGIN{template}END</i>"),
    );
    project.run(&["build", "--quiet", "--now", NOW]).ok();
    let page = project.site("index.html");
    let (_, rest) = page.split_once("BEGIN").expect("the beginning");
    rest.split_once("END").expect("the end").0.to_string()
}

#[test]
fn what_counts_steps_prints_nothing() {
    let project = demo();
    let built = || {
        project.run(&["build", "--quiet", "--now", NOW]).ok();
        tree(&project.path().join("site"))
    };
    let plain = built();
    // Any template of one's own: all of them are counted.
    project.write("templates/own.txt", "{# nothing #}");
    assert!(built() == plain, "counted templates print something else");
    // One that keeps what it prints: what is printed is counted as well.
    project.write("templates/own.txt", "{% set x %}{% endset %}");
    assert!(built() == plain, "counted values print something else");
}

#[test]
fn blanks_are_eaten_as_before() {
    for (template, expected) in [
        ("{% for a in [1, 2] %} {{ a }} {% endfor %}", " 1  2 "),
        ("{% for a in [1, 2] -%} {{ a }} {%- endfor %}", "12"),
        (
            " x {%- for a in [1, 2] -%} {{- a -}} {%- endfor -%} y ",
            " x12y ",
        ),
        (
            "{% set b %} {{- 1 -}} {% endset %}{{ b }}{{ 2 -}} {{ 3 }}",
            "123",
        ),
        ("{% set b = 'x' -%} {{ b ~ b -}} {{ b }}", "xxx"),
        (
            " {% set b | upper %}x{% endset %}{{ b -}} {%- if b %}y{% endif %}",
            " Xy",
        ),
        (
            "{{ [a for a in [3, 4, 5] if a != 4] | join(sep='-') }}",
            "3-5",
        ),
        (
            "{{ [a for a in [3, 4]] | length }}{{ [k for k, v in {'z': 1}] | join }}",
            "2z",
        ),
        (
            "{{ 'aXb' | replace(from='X', to='Y') }}{{ 'q' | indent(first=true, width=1) }}",
            "aYb q",
        ),
        (
            "{% filter replace(from='a', to='b') | upper %}aa{% endfilter %}",
            "BB",
        ),
        (
            "{% raw %}{{ x }}{% for %}{% endraw %}{# {% for #}z",
            "{{ x }}{% for %}z",
        ),
        (
            "{{ '%}' ~ \"{% for x in y %}\" | safe }}",
            "%}{% for x in y %}",
        ),
        ("{% for a in ['}}', '%}'] %}{{ a }}{% endfor %}", "}}%}"),
        (
            "{% component f(a) -%} <{{ a }}> {%- endcomponent f %}{{ <f a={1} /> }}",
            "<1>",
        ),
        (
            "{% component f() %}<{{ body }}>{% endcomponent f %}{% <f> %}x{% </f> %}",
            "<x>",
        ),
        ("{% for a in [] %}x{% else %}none{% endfor %}", "none"),
        (
            "{% for a in [1, 2, 3] %}{% if a == 2 %}{% break %}{% endif %}{{ a }}{% endfor %}",
            "1",
        ),
    ] {
        assert_eq!(printed(template), expected, "{template}");
    }
}

/// The line and column of the first error in the footer.
fn placed(template: &str) -> String {
    let project = Project::new().with("templates/partials/footer.html", template);
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1, "{template}: {}", run.stderr);
    let (_, rest) = run
        .stderr
        .split_once("--> templates/partials/footer.html:")
        .unwrap_or_else(|| panic!("{template}: no place: {}", run.stderr));
    rest.lines().next().unwrap_or_default().to_string()
}

#[test]
fn places_are_those_of_the_text_as_it_was_written() {
    // `§` stands where the error is, and nowhere in the template.
    let mut wrong = Vec::new();
    for marked in [
        "{% for a in page.nav %}{{ a.§nothing }}{% endfor %}",
        "{% for a in page.nav %}é{% set b = a.label %}{{ b.§nothing }}{% endfor %}",
        "{% for a in page.nav %}\n{% for b in page.nav %}{{ §nothing }}\n{% endfor %}{% endfor %}",
        "{% for a in page.nav %}{% for b in §nothing %}x{% endfor %}{% endfor %}",
        "{% set a = page.§nothing.more %}",
        "{% set a = §1 + 'x' %}",
        "{% for a in page.nav %}{% for b in page.nav %}\n  {{ §t(key='nothing') }}{% endfor %}{% endfor %}",
        "{% for a in page.nav %}{{ a.label | §nothing }}{% endfor %}",
        "{% for a in page.nav %}{% if a %}{% §endfor %}",
        "{% set x %}{{ page.site.§titel }}{% endset %}",
        "{% set x %}{{ §1 + page.site.title }}{% endset %}",
        "{% for a in page.nav %}{% include §'nothing.html' %}{% endfor %}",
        // What is spent is told at the tag that spent it, not at the mark.
        "{% set l = range(end=1000) %}{% for a in l %}{% for b in l %}§{% for c in l %}x{% endfor %}{% endfor %}{% endfor %}",
        "é§{% component f() %}{{ <f /> }}{% endcomponent f %}\n{{ <f /> }}",
    ] {
        let at = marked.find('§').unwrap();
        let line = marked[..at].matches('\n').count() + 1;
        let column = marked[..at].rsplit('\n').next().unwrap().chars().count() + 1;
        let (said, expected) = (placed(&marked.replace('§', "")), format!("{line}:{column}"));
        if said != expected {
            wrong.push(format!("{marked}: {said}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn circles_are_named_with_the_tag_that_closes_them() {
    let project = Project::new();
    project.run(&["build", "--quiet"]).ok();
    let before = tree(&project.path().join("site"));
    for (what, files, place, line) in [
        (
            "itself",
            &[(
                "partials/footer.html",
                "<p>\n  {% include \"partials/footer.html\" %}\n",
            )][..],
            "--> templates/partials/footer.html:2:3",
            "{% include \"partials/footer.html\" %}",
        ),
        (
            "three",
            &[
                ("a.txt", "{% include 'b.txt' %}"),
                ("b.txt", "x\ny {% include 'c.txt' %}"),
                (
                    "c.txt",
                    "é {# {% include 'b.txt' %} #}{%- include \"a.txt\" -%}",
                ),
            ],
            "--> templates/c.txt:1:30",
            "`a.txt`, `b.txt`, `c.txt`, `a.txt`",
        ),
        (
            "parents",
            &[
                ("a.html", "{% extends \"b.html\" %}"),
                ("b.html", "{% extends 'a.html' %}"),
            ],
            "--> templates/b.html:1:1",
            "`a.html`, `b.html`, `a.html`",
        ),
        (
            "over a template of ours",
            &[("partials/head.html", "<!-- -->{% include \"base.html\" %}")],
            "partials/head.html",
            "`base.html`, `partials/head.html`, `base.html`",
        ),
    ] {
        for (path, text) in files {
            project.write(&format!("templates/{path}"), text);
        }
        let run = project.run(&["build"]);
        assert_eq!(run.code, 1, "{what}: {}", run.stderr);
        assert!(
            run.stderr.contains("error[template-circle]"),
            "{what}: {}",
            run.stderr
        );
        assert_eq!(
            run.stderr.matches("error[").count(),
            1,
            "{what}: {}",
            run.stderr
        );
        assert!(run.stderr.contains(place), "{what}: {}", run.stderr);
        assert!(run.stderr.contains(line), "{what}: {}", run.stderr);
        assert!(tree(&project.path().join("site")) == before, "{what}");
        for (path, _) in files {
            std::fs::remove_file(project.path().join("templates").join(path)).unwrap();
        }
    }
    // Twice is no circle, nor is what stands in a comment or in raw text.
    project.write(
        "templates/a.txt",
        "{% include 'b.txt' %}{% include 'b.txt' %}",
    );
    project.write(
        "templates/b.txt",
        "{# {% include 'b.txt' %} #}{% raw %}{% include 'a.txt' %}{% endraw %}",
    );
    project.run(&["build", "--quiet"]).ok();
}
