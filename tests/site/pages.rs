//! The site that readers, subscribers and owners get.

use crate::support::{self, Project, demo, tree};
use quick_xml::Reader;
use quick_xml::events::Event;

const TEXT: &str = "---\ntitle: Music\nbegan: 2024-11-20 14:02\naffected: {ios: major outage}\n---\n\n## 14:20 Investigating\n\nWords.\n";

/// Values of an element, in order.
fn values(feed: &str, element: &str) -> Vec<String> {
    let mut reader = Reader::from_str(feed);
    let (mut values, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => return values,
            Event::Start(e) if e.name().as_ref() == element => {
                inside = true;
                values.push(String::new());
            }
            Event::End(_) => inside = false,
            Event::Text(text) if inside => values.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(name) if inside => {
                values
                    .last_mut()
                    .unwrap()
                    .push_str(&format!("&{};", &*name));
            }
            _ => {}
        }
    }
}

#[test]
fn a_subscriber_gets_every_update_once() {
    // The demo told again, one update after the other: a reader who remembers ids.
    let project = demo();
    let mut seen: Vec<String> = Vec::new();
    let mut archive: Option<Vec<String>> = None;
    for clock in ["14:21", "14:49", "15:06", "15:16", "15:41", "16:11"] {
        project
            .run(&[
                "build",
                "--quiet",
                "--as-of",
                &format!("2026-11-18T{clock}:00+01:00"),
            ])
            .ok();
        let ids = values(&project.site("feed/updates.rss"), "guid");
        let new: Vec<String> = ids
            .iter()
            .filter(|id| !seen.contains(id))
            .cloned()
            .collect();
        if !seen.is_empty() {
            assert_eq!(new.len(), 1, "at {clock}: {new:?}");
            assert!(
                seen.iter().all(|id| ids.contains(id)),
                "an id is gone at {clock}"
            );
        }
        seen.extend(new);
        let incidents = values(&project.site("feed/incidents.rss"), "guid");
        assert_eq!(
            archive.get_or_insert(incidents.clone()),
            &incidents,
            "one entry per incident, always"
        );
    }
    let titles = values(&project.site("feed/updates.rss"), "title");
    assert!(
        titles[1].starts_with("[Resolved]"),
        "the resolution is new: {titles:?}"
    );
}

#[test]
fn feeds_are_well_formed_for_any_text() {
    let nasty = "]]> <b>&amp; \u{202e}\u{feff} \u{10FFFF} </description> {{ x }} {% raw %}";
    let project = Project::new().with(
        "incidents/a.md",
        format!("---\ntitle: \"{}\"\nbegan: 2024-11-20 14:02\n---\n\n## 14:20 Investigating\n\n{nasty}\n", nasty.replace('"', "'")),
    );
    project.run(&["build"]).ok();
    let feed = project.site("feed/updates.rss");
    assert_eq!(values(&feed, "guid").len(), 1);
    assert!(!feed.contains("CDATA"));
}

#[test]
fn every_page_advertises_its_feeds() {
    let project = demo();
    project.run(&["build", "--quiet"]).ok();
    for (path, entry) in tree(&project.path().join("site")) {
        if path.ends_with(".html") {
            let page = String::from_utf8(entry.bytes).unwrap();
            for feed in ["feed/updates.rss", "feed/incidents.rss"] {
                let found = page.lines().any(|l| {
                    l.contains("rel=\"alternate\" type=\"application/rss+xml\"") && l.contains(feed)
                });
                assert!(found, "{path} does not name {feed}");
            }
        }
    }
}

#[test]
fn an_owner_replaces_one_template() {
    let project = Project::new()
        .with("incidents/a.md", TEXT)
        .with(
            "templates/partials/footer.html",
            "<footer class=\"site\">Ours, {{ page.site.title }}</footer>\n",
        )
        .with(
            "templates/locales/en.ftl",
            "status-investigating = Looking into it\n",
        )
        .with(
            "static/logo.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        );
    project.run(&["build"]).ok();
    let page = project.site("incidents/a.html");
    assert!(
        page.contains("Ours, Test Status") && page.contains("Looking into it"),
        "{page}"
    );
    assert!(page.contains("Timeline"), "the other words stay");
    assert!(project.site("logo.svg").starts_with("<svg"));
}

#[test]
fn an_owner_sets_colours() {
    let project = Project::new().with(
        "status.yml",
        format!(
            "{}theme: {{accent: \"#0B6E4F\", accent_dark: \"#7fd1b9\", logo: logo.svg}}\n",
            support::STATUS
        ),
    );
    let project = project.with(
        "static/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    project.run(&["build"]).ok();
    assert!(
        project
            .site("404.html")
            .contains("src=\"data:image/svg+xml;base64,PHN2Zy")
    );
    assert!(project.site("style.css").contains("--accent:#0b6e4f"));
    assert!(project.site("index.html").contains("--accent:#0b6e4f"));
}

/// One line changes the colour of a state everywhere.
#[test]
fn an_owner_sets_the_colour_of_a_state() {
    let project = Project::new()
        .with("templates/tokens.yml", "major: {light: \"#a00c1e\"}\n")
        .with(
            "incidents/down.md",
            "---\ntitle: Down\nbegan: 2026-11-18 14:02\naffected: {ios: major outage}\n---\n\n## 14:20 Investigating\n\nIt is down.\n",
        );
    let card = |project: &Project| {
        project
            .run(&["build", "--now", "2026-11-18T15:00:00+01:00"])
            .ok();
        std::fs::read(project.path().join("site/card/critical.png")).unwrap()
    };
    let red = card(&project);
    for file in ["style.css", "index.html"] {
        let page = project.site(file);
        assert!(page.contains("--major:#a00c1e}"), "{file}");
        assert!(page.contains("--major:#ff8a8a}"), "{file}");
    }
    assert!(project.site("badge/ios.svg").contains("fill=\"#a00c1e\""));
    assert!(project.site("embed.js").contains("major_outage: '#a00c1e'"));
    std::fs::remove_file(project.path().join("templates/tokens.yml")).unwrap();
    assert_ne!(card(&project), red);
    assert!(project.site("badge/ios.svg").contains("fill=\"#b3202b\""));
}

/// The one icon that a page links to.
fn icon(project: &Project, page: &str) -> String {
    let page = project.site(page);
    let links: Vec<&str> = page.split("<link rel=\"icon\" href=\"").collect();
    assert_eq!(links.len(), 2, "one icon on every page");
    links[1].split('"').next().unwrap().to_string()
}

#[test]
fn the_icon_is_the_owners_or_ours() {
    const OWN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let project = Project::new().with("incidents/a.md", TEXT);
    let build = |project: &Project| {
        project.run(&["build"]).ok();
    };
    build(&project);
    assert_eq!(icon(&project, "incidents/a.html"), "../favicon.svg");
    assert_eq!(icon(&project, "index.html"), "favicon.svg");
    assert!(project.site("404.html").contains("href=\"/favicon.svg\""));
    assert!(project.site("favicon.svg").starts_with("<svg"));

    let project = project.with("static/my logo.svg", OWN).with(
        "status.yml",
        format!("{}theme: {{logo: my logo.svg}}\n", support::STATUS),
    );
    build(&project);
    assert_eq!(icon(&project, "incidents/a.html"), "../my%20logo.svg");
    assert!(!project.path().join("site/favicon.svg").exists());

    let project = project.with("static/favicon.ico", "an icon");
    build(&project);
    assert_eq!(icon(&project, "incidents/a.html"), "../favicon.ico");

    let project = project.with("static/favicon.svg", OWN);
    build(&project);
    assert_eq!(icon(&project, "incidents/a.html"), "../favicon.svg");
    assert_eq!(project.site("favicon.svg"), OWN);
}

#[test]
fn a_broken_template_is_named_and_nothing_is_published() {
    let project = Project::new().with("incidents/a.md", TEXT);
    project.run(&["build"]).ok();
    let before = tree(&project.path().join("site"));
    for (name, path, text) in [
        (
            "template_syntax",
            "templates/partials/footer.html",
            "<footer>\n{% if page.site.title %}\nno end\n</footer>\n",
        ),
        (
            "template_unknown_field",
            "templates/partials/footer.html",
            "<footer>\n<p>{{ page.site.titel }}</p>\n</footer>\n",
        ),
        (
            "template_unknown_word",
            "templates/partials/footer.html",
            "<footer>\n{{ t(key=\"folow\") }}\n</footer>\n",
        ),
        (
            "template_include",
            "templates/404.html",
            "{% include \"partials/nothing.html\" %}\n",
        ),
        (
            "template_parent",
            "templates/404.html",
            "{% extends \"bas.html\" %}\n",
        ),
        (
            "locale_syntax",
            "templates/locales/fr.ftl",
            "status-investigating Recherche\n",
        ),
    ] {
        project.write(path, text);
        let run = project.run(&["build"]);
        assert_eq!(run.code, 1, "{name}: {}{}", run.stdout, run.stderr);
        insta::assert_snapshot!(
            name,
            format!("$ cat {path}\n{text}{}", run.transcript("upfront build"))
        );
        assert_eq!(tree(&project.path().join("site")), before, "{name}");
        project
            .run(&["build", "--ignore-templates", "--out", "plain"])
            .ok();
        std::fs::remove_file(project.path().join(path)).unwrap();
    }
}

#[test]
fn a_failed_build_leaves_the_site() {
    let project = Project::new().with("incidents/a.md", TEXT);
    project.run(&["build"]).ok();
    let before = tree(&project.path().join("site"));
    project.write("incidents/b.md", "---\ntitle: x\n");
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("the site is as it was"),
        "{}",
        run.stderr
    );
    assert_eq!(tree(&project.path().join("site")), before);
}

#[test]
fn static_files_do_not_replace_pages() {
    let project = Project::new().with("static/index.html", "mine");
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("output-collision") && run.stderr.contains("static/index.html"),
        "{}",
        run.stderr
    );
}

/// What publishing would refuse is an error of the file that is to blame, for `check` too.
#[test]
fn what_cannot_be_published_is_found_before() {
    let long = "n".repeat(201);
    for (file, code) in [
        ("files.json", "output-collision"),
        ("feed", "output-collision"),
        ("INDEX.html/x", "output-collision"),
        ("a\tb", "output-path"),
        ("a\\b", "output-path"),
        (&long, "output-path"),
    ] {
        let project = Project::new().with(&format!("static/{file}"), "x");
        for verb in ["check", "build"] {
            let run = project.run(&[verb]);
            assert_eq!(run.code, 1, "{verb} {file}: {}", run.stderr);
            assert!(run.stderr.contains(code), "{verb} {file}: {}", run.stderr);
            let named = file.starts_with("INDEX") || run.stderr.contains("--> static/");
            assert!(named, "{verb} {file}: {}", run.stderr);
        }
        assert!(!project.path().join("site").exists(), "{file}");
    }
}

#[test]
fn a_new_project_builds() {
    let project = Project::empty();
    let run = project.run(&["init", "status"]).ok();
    assert!(
        run.stdout.contains("upfront --root status build"),
        "{}",
        run.stdout
    );
    project.run(&["--root", "status", "check"]).ok();
    project.run(&["--root", "status", "build"]).ok();
    assert!(
        project
            .path()
            .join("status/site/incidents/payments-fail.html")
            .exists()
    );
    let again = project.run(&["init", "status"]);
    assert_eq!(again.code, 2, "a folder in use is never written into");
}

#[test]
fn a_site_without_incidents_builds() {
    let project = Project::new();
    project.run(&["build"]).ok();
    assert!(
        project
            .site("index.html")
            .contains("All platforms are working")
    );
    assert!(project.site("history.html").contains("Nothing reported"));
}

#[test]
fn wrong_usage_ends_with_2() {
    let project = Project::new();
    for arguments in [
        &["bild"][..],
        &["build", "--now", "yesterday"],
        &["--root", "nowhere", "build"],
        &[
            "build",
            "--now",
            "2026-01-01T00:00Z",
            "--as-of",
            "2026-01-01T00:00Z",
        ],
    ] {
        assert_eq!(project.run(arguments).code, 2, "{arguments:?}");
    }
    let mut command = project.command(&["build"]);
    command.env("SOURCE_DATE_EPOCH", "soon");
    assert_eq!(support::Run::of(command).code, 2);
    assert_eq!(project.run(&["--help"]).code, 0);
}

/// A built site with these words in every field that takes words.
fn with_words_everywhere(attack: &str) -> Project {
    let yaml = attack.replace('"', "\\\"");
    let project = Project::new()
        .with("incidents/a.md", format!(
            "---\ntitle: \"{yaml}\"\nbegan: 2024-11-20 14:02\nsymptoms: [\"{yaml}\"]\nerror_text: \"{yaml}\"\nworkaround: \"{yaml}\"\nunaffected: [\"{yaml}\"]\nshort: \"{yaml}\"\n---\n\n{attack}\n\n## 14:20 Investigating\n\n```update\ncorrected: \"{yaml}\"\nnext_update: \"none, {yaml}\"\n```\n\n{attack}\n\n[x](javascript:alert(1)) ![x](javascript:alert(1)) <a href=\"javascript:alert(1)\">x</a>\n"
        ))
        .with("status.yml", support::STATUS.replace("name: iOS app", &format!("name: \"{yaml}\"")));
    project
        .run(&["build", "--now", "2024-11-20T15:00:00+01:00"])
        .ok();
    project
}

#[test]
fn pages_never_hold_what_an_author_could_inject() {
    let attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let (harmless, project) = (
        with_words_everywhere("words"),
        with_words_everywhere(attack),
    );
    let scripts = |text: &str| text.matches("<script").count();
    for page in [
        "index.html",
        "incidents/a.html",
        "history.html",
        "history/2024-11.html",
        "fr/index.html",
    ] {
        let text = project.site(page);
        assert!(
            scripts(&text) == scripts(&harmless.site(page))
                && !text.contains("<img src=x")
                && !text.contains("<a href=\"javascript"),
            "{page}: {text}"
        );
        assert!(text.contains("&lt;script&gt;"), "{page} lost the words");
    }
}

#[test]
fn a_language_without_words_is_reported_and_built() {
    let project = Project::new()
        .with(
            "status.yml",
            support::STATUS.replace("[en, fr]", "[en, fr, he]"),
        )
        .with("incidents/a.md", TEXT);
    let run = project.run(&["build"]).ok();
    assert!(
        run.stderr.contains("warning[locale-missing]") && run.stderr.contains("`he`"),
        "{}",
        run.stderr
    );
    let page = project.site("he/incidents/a.html");
    assert!(
        page.contains("<html lang=\"he\" dir=\"rtl\">") && page.contains("Timeline"),
        "{page}"
    );
    let fr = project.site("fr/incidents/a.html");
    assert!(fr.contains("Chronologie"), "the French words are whole");
}

#[test]
fn the_sitemap_names_every_page() {
    let project = demo();
    project.run(&["build", "--quiet"]).ok();
    let sitemap = project.site("sitemap.xml");
    let named = values(&sitemap, "loc");
    for (path, _) in tree(&project.path().join("site")) {
        if path.ends_with(".html") && !path.ends_with("404.html") {
            let address = format!(
                "https://status.sonora.example/{}",
                path.strip_suffix("index.html").unwrap_or(&path)
            );
            // Rehearsals are not for those who search.
            let drill = path.ends_with("/drill-september.html");
            assert!(named.contains(&address) != drill, "{address}");
        }
    }
    assert!(
        project
            .site("robots.txt")
            .contains("Sitemap: https://status.sonora.example/sitemap.xml")
    );
}

#[test]
fn badges_say_the_state_in_words_shape_and_title() {
    let project = Project::new()
        .with(
            "status.yml",
            support::STATUS.replace("name: iOS app", "name: \"<iOS> & \\\"co\\\"\""),
        )
        .with("incidents/a.md", TEXT);
    project
        .run(&["build", "--now", "2024-11-20T15:00:00+01:00"])
        .ok();
    let badge = project.site("badge/ios.svg");
    assert_eq!(values(&badge, "title").len(), 1);
    assert!(
        badge.contains("&lt;iOS&gt; &amp; ") && badge.contains("Major outage"),
        "{badge}"
    );
    assert!(project.site("fr/badge.svg").contains("Panne majeure"));
    let calm = project.site("badge/web.svg");
    let shape = |svg: &str| {
        svg.match_indices(" d=\"")
            .nth(1)
            .map(|(at, _)| svg[at..at + 16].to_string())
    };
    assert_ne!(shape(&badge), shape(&calm), "states differ by shape too");
}

#[test]
fn the_policy_allows_our_style_and_nothing_else() {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    let project = demo();
    project.run(&["build", "--quiet"]).ok();
    let home = project.site("index.html");
    let style = home
        .split_once("<style>")
        .unwrap()
        .1
        .split_once("</style>")
        .unwrap()
        .0;
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = format!("style-src &#39;sha256-{hash}&#39;").replace("&#39;", "'");
    let meta = home
        .lines()
        .find(|line| line.contains("Content-Security-Policy"))
        .unwrap();
    let meta = meta
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/")
        .replace("&#x2B;", "+")
        .replace("&#x3D;", "=");
    assert!(meta.contains(&policy), "{meta}");
    assert!(project.site("_headers").contains(&hash));
    for page in ["index.html", "fr/index.html"] {
        let home = project.site(page);
        let script = home.rsplit_once("<script>").unwrap().1;
        let script = script.split_once("</script>").unwrap().0;
        let hash = Sha256::digest(script.as_bytes());
        let hash = base64::engine::general_purpose::STANDARD.encode(hash);
        assert!(project.site("_headers").contains(&hash), "{page}");
    }
    assert!(!meta.contains("unsafe"));
}

#[test]
fn text_twins_say_the_same() {
    let project = demo();
    project
        .run(&["build", "--quiet", "--as-of", "2026-11-18T15:20:00+01:00"])
        .ok();
    let (page, twin, status) = (
        project.site("index.html"),
        project.site("index.md"),
        project.site("status.txt"),
    );
    assert_eq!(status.lines().next(), Some("major_outage"));
    for fact in [
        "Major outage",
        "7 of 8 platforms, all regions, Free and Premium",
        "Music does not play and log-in fails on every app",
        "Songs do not start",
        "Vérifiez votre connexion Internet et réessayez",
        "Music that you have downloaded still plays in offline mode.",
        "The former setting is back on half of our log-in servers.",
    ] {
        assert!(
            page.contains(fact) && twin.contains(fact),
            "only one of both says: {fact}"
        );
    }
    assert!(twin.len() <= 5 * 1024 && status.len() <= 5 * 1024);
    let incident = project.site("fr/incidents/music-does-not-play.md");
    assert!(
        incident.contains("*La traduction suit.*") && incident.contains("## Cause identifiée"),
        "{incident}"
    );
    assert!(
        !incident.contains("&#") && !incident.contains("<p>"),
        "{incident}"
    );
}

#[test]
fn the_shipped_languages_are_complete() {
    let project = demo();
    let status = std::fs::read_to_string(project.path().join("status.yml")).unwrap();
    project.write(
        "status.yml",
        status.replace("[en, fr]", "[en, fr, de, es, ja, ar]"),
    );
    let run = project
        .run(&["build", "--as-of", "2026-11-18T15:20:00+01:00"])
        .ok();
    assert_eq!(run.stderr, "", "words are missing");
    for (lang, headline, breadth) in [
        ("fr", "Panne majeure", "7 plateformes sur 8"),
        ("de", "Großer Ausfall", "7 von 8 Plattformen"),
        ("es", "Interrupción grave", "7 de 8 plataformas"),
        ("ja", "大規模な停止が起きています", "8 プラットフォーム中 7"),
        ("ar", "انقطاع كبير", "7 من 8"),
    ] {
        let page = project.site(&format!("{lang}/index.html"));
        assert!(
            page.contains(headline) && page.contains(breadth),
            "{lang}: {page}"
        );
        assert!(page.contains(&format!("lang=\"{lang}\"")));
        for other in ["en", "fr", "de", "es", "ja", "ar", "x-default"] {
            assert!(
                page.contains(&format!("hreflang=\"{other}\" href=\"https://")),
                "{lang} does not name {other}"
            );
        }
        // The French words are the only translated ones: the others say so.
        assert_eq!(page.contains("<bdi lang=\"en\">"), lang != "fr", "{lang}");
    }
    assert!(project.site("ar/index.html").contains("dir=\"rtl\""));
    assert!(
        project.site("de/platforms/web.html").contains("99,95"),
        "numbers by CLDR"
    );
}

#[test]
fn every_incident_has_a_card_image() {
    let project = demo();
    project
        .run(&["build", "--quiet", "--now", "2026-11-24T11:00:00+01:00"])
        .ok();
    let site = project.path().join("site");
    let mut seen = std::collections::BTreeSet::new();
    for (path, entry) in tree(&site) {
        let page = String::from_utf8_lossy(&entry.bytes).into_owned();
        if !path.contains("incidents/") || !path.ends_with(".html") {
            continue;
        }
        let (_, image) = page
            .split_once("property=\"og:image\" content=\"")
            .unwrap_or_else(|| panic!("{path} has no card"));
        let address = image.split('"').next().unwrap().replace("&#x2F;", "/");
        let file = address
            .strip_prefix("https://status.sonora.example/")
            .expect("an absolute address");
        let bytes = std::fs::File::open(site.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        let mut reader = png::Decoder::new(std::io::BufReader::new(bytes))
            .read_info()
            .unwrap();
        assert_eq!((reader.info().width, reader.info().height), (1200, 630));
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert!(pixels.contains(&0xff), "{file} is empty");
        seen.insert(file.to_string());
    }
    assert!(seen.contains("cards/music-does-not-play.png"), "{seen:?}");
    assert!(seen.contains("fr/cards/music-does-not-play.png"));
    assert!(seen.contains("card/maintenance.png"));
    let own = std::fs::read(site.join("cards/music-does-not-play.png")).unwrap();
    let french = std::fs::read(site.join("fr/cards/music-does-not-play.png")).unwrap();
    assert_ne!(own, french, "the title is drawn in the page's language");
}

#[test]
fn a_moment_is_no_minute() {
    for (lang, moment, seconds, minute) in [
        (
            "en",
            "lasted a moment",
            "lasted less than a minute",
            "lasted 1 minute",
        ),
        (
            "fr",
            "durée : un instant",
            "durée : moins d’une minute",
            "durée : 1 minute",
        ),
        (
            "de",
            "Dauer: ein Moment",
            "Dauer: unter einer Minute",
            "Dauer: 1 Minute",
        ),
        (
            "es",
            "duración: un instante",
            "duración: menos de un minuto",
            "duración: 1 minuto",
        ),
        (
            "ja",
            "継続時間：一瞬",
            "継続時間：1 分未満",
            "継続時間：1 分",
        ),
        ("ar", "المدة: لحظة", "المدة: أقل من دقيقة", "المدة: دقيقة"),
    ] {
        let status =
            format!("title: x\nurl: https://x.example/\nlanguages: [{lang}]\nplatforms: [web]\n");
        let mut project = Project::empty().with("status.yml", status);
        for (name, ended) in [("a", "10:05:00"), ("b", "10:05:59"), ("c", "10:06:00")] {
            let text = format!(
                "---\ntitle: {name}\nbegan: 2026-11-26 10:05\naffected: {{web: major outage}}\nlang: {lang}\n---\n\n## {ended} Resolved\n\nx\n"
            );
            project = project.with(&format!("incidents/{name}.md"), text);
        }
        project
            .run(&["build", "--quiet", "--now", "2026-11-27T10:00:00Z"])
            .ok();
        for (name, words) in [("a", moment), ("b", seconds), ("c", minute)] {
            let page = project.site(&format!("incidents/{name}.html"));
            let plain: String = page
                .replace(['\u{2068}', '\u{2069}'], "")
                .replace(['\u{a0}', '\u{202f}'], " ");
            assert!(plain.contains(words), "{lang} {name}: {words}");
            assert_eq!(
                plain.contains(minute),
                name == "c" || words.contains(minute),
                "{lang} {name}"
            );
        }
    }
}

/// Two platforms of one name in two groups, and two whose names are one in French alone.
fn with_repeated_names() -> Project {
    let status = "title: Test Status
url: https://status.test.example/
languages: [en, fr, ja, ar]
platforms:
  - group: {en: Europe, fr: Europe du Nord}
    platforms:
      - {id: one, name: Zugriff}
      - {id: three, name: {en: Gateway, fr: Passerelle}}
  - group: America
    platforms:
      - {id: two, name: {en: \"zugriff \", ja: Zugriff, ar: Zugriff, fr: Zugriff}}
      - {id: four, name: {en: Bridge, fr: PASSERELLE}}
  - {id: five, name: Other}
";
    let incident = "---\ntitle: Calls fail\nbegan: 2026-11-26 10:02\naffected: {one: major outage, three: partial outage}\nunaffected: [two, four]\n---\n\n\
        ## 10:05 Investigating\n\nCalls fail.\n\n## 10:25 Identified\n\n```update\naffected: {one: partial outage, two: degraded performance}\n```\n\nWe know why.\n";
    let maintenance = "---\nkind: maintenance\ntitle: Servers move\nfrom: 2026-12-10 22:00\nuntil: 2026-12-10 23:30\naffected: {two: under maintenance}\n---\n\n\
        ## 2026-11-26 10:00 Scheduled\n\nYou need not do anything.\n";
    Project::empty()
        .with("status.yml", status)
        .with("incidents/a.md", incident)
        .with("incidents/m.md", maintenance)
}

#[test]
fn a_name_that_two_platforms_have_is_said_with_its_group() {
    let project = with_repeated_names();
    project
        .run(&["build", "--quiet", "--now", "2026-11-26T12:00:00Z"])
        .ok();
    let mut seen = 0;
    for (path, entry) in tree(&project.path().join("site")) {
        // The complete API names platforms by id, each with its group.
        if path.starts_with("api/incidents") || path.starts_with("api/years") {
            continue;
        }
        let Ok(text) = String::from_utf8(entry.bytes) else {
            continue;
        };
        let text: String = text
            .chars()
            .filter(|c| !matches!(c, '\u{2068}' | '\u{2069}'))
            .collect::<String>()
            // Lines of calendars are folded.
            .replace("\r\n ", "");
        let lower = text.to_lowercase();
        let names: &[&str] = match path.starts_with("fr/") {
            true => &["zugriff", "passerelle"],
            false => &["zugriff"],
        };
        for name in names {
            for (at, _) in lower.match_indices(name) {
                let behind = lower[at + name.len()..].trim_start();
                // On the home page a row stands in its group; whoever hears it hears the group.
                let before = &lower[..at];
                let row = behind.starts_with("</a>")
                    && (before.ends_with(")\">") || before.ends_with("）\">"));
                let told = ["(", "（", "\\("].iter().any(|sign| {
                    let group = behind.strip_prefix(sign).unwrap_or_default();
                    group.starts_with("europe") || group.starts_with("america")
                });
                let around: String = lower[at..].chars().take(80).collect();
                assert!(told || row, "{path}: {around}");
                seen += usize::from(told);
            }
        }
        for name in ["Gateway", "Bridge", "Other"] {
            for group in ["Europe", "America"] {
                assert!(
                    !text.contains(&format!("{name} ({group}")),
                    "{path}: {name} is the only one"
                );
            }
        }
    }
    assert!(seen > 100, "{seen}");
    for (path, expected) in [
        ("status.txt", "Partial outage: Zugriff (Europe)"),
        ("fr/status.txt", "PASSERELLE (America)"),
        ("ja/status.txt", "Zugriff（Europe）"),
        ("feeds.opml", "zugriff (America)"),
        (
            "platforms/two.html",
            "<title>zugriff (America) – Test Status</title>",
        ),
        ("badge/one.svg", "Zugriff (Europe)"),
        ("maintenance.ics", "zugriff (America)"),
        (
            "history.html",
            "<option value=\"two\">zugriff (America)</option>",
        ),
        ("api/v2/summary.json", "\"name\":\"Zugriff (Europe)\""),
        ("feed/platform/one.atom", "Zugriff (Europe)"),
    ] {
        let text = project.site(path);
        assert!(text.contains(expected), "{path}: {expected}");
    }
    // In the group's own rows the name stands alone.
    assert!(
        project
            .site("index.html")
            .contains("aria-label=\"Zugriff (Europe)\">Zugriff</a>")
    );
}

/// Levels of the headings of a page, in order.
fn levels(html: &str) -> Vec<u8> {
    let tags = html.split("<h").skip(1);
    tags.filter_map(|tag| {
        let level = tag.bytes().next()?.checked_sub(b'0')?;
        let ends = matches!(tag.as_bytes().get(1), Some(b' ' | b'>'));
        ((1..=6).contains(&level) && ends).then_some(level)
    })
    .collect()
}

#[test]
fn no_heading_of_an_author_skips_a_level() {
    let post = "#### Deep\n\nWords.\n\n###### Deeper\n\nWords.\n\n### Up\n\nWords.\n\n##### Deep again\n\nWords.\n";
    let updates = format!(
        "{post}\n## 14:20 Investigating\n\n{post}\n## 14:40 Identified\n\n##### First\n\n{post}\n"
    );
    let open = format!(
        "---\ntitle: Music\nbegan: 2026-11-18 14:02\naffected: {{ios: major outage}}\n---\n\n{updates}"
    );
    let over = format!("{open}## 15:00 Resolved\n\n###### Alone\n\n## 15:05 Review\n\n{post}");
    let notice =
        format!("---\nkind: notice\ntitle: Note\n---\n\n## 2026-11-17 10:00 Notice\n\n{post}");
    let ahead = format!(
        "---\nkind: maintenance\ntitle: Move\nfrom: 2026-11-25 22:00\nuntil: 2026-11-25 23:00\naffected: {{ios: under maintenance}}\n---\n\n{post}\n## 2026-11-17 10:00 Scheduled\n\n{post}"
    );
    let project = Project::new()
        .with("incidents/open.md", open)
        .with("incidents/over.md", over)
        .with("incidents/notice.md", notice)
        .with("incidents/ahead.md", ahead);
    project
        .run(&["build", "--quiet", "--now", "2026-11-18T15:30:00+01:00"])
        .ok();
    for (path, entry) in tree(&project.path().join("site")) {
        if path.ends_with(".html") {
            let page = String::from_utf8(entry.bytes).unwrap();
            let levels = levels(&page);
            assert_eq!(levels[0], 1, "{path}");
            for pair in levels.windows(2) {
                assert!(pair[1] <= pair[0] + 1, "{path}: {levels:?}");
            }
        }
        if path.ends_with("updates.json")
            || path.ends_with("incidents.json") && path.contains("feed/")
        {
            let feed: serde_json::Value = serde_json::from_str(&project.site(&path)).expect("JSON");
            for item in feed["items"].as_array().unwrap() {
                let levels = levels(item["content_html"].as_str().unwrap());
                assert_eq!(levels[0], 3, "{path}: {levels:?}");
                for pair in levels.windows(2) {
                    assert!(pair[1] <= pair[0] + 1, "{path}: {levels:?}");
                }
            }
        }
    }
    // What stands higher is deeper in the timeline than in the summary.
    let page = project.site("incidents/over.html");
    for expected in [
        "<h2>Deep</h2>",
        "<h3>Deeper</h3>",
        "<h4>Alone</h4>",
        "<h3>Up</h3>",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn pages_of_one_title_carry_their_day() {
    let incident = |title: &str, began: &str, more: &str| {
        format!(
            "---\ntitle: {title}\nbegan: {began}\naffected: {{ios: major outage}}\n{more}---\n\n## +5m Investigating\n\nWords.\n\n## +50m Resolved\n\nDone.\n"
        )
    };
    let project = Project::new()
        .with(
            "incidents/a.md",
            incident("Caf\u{e9} fails", "2024-01-05 10:00", ""),
        )
        .with(
            "incidents/b.md",
            incident("Only one", "2024-01-05 10:00", ""),
        )
        .with(
            "incidents/d.md",
            incident("Caf\u{e9} fails", "2024-03-07 09:00", "drill: true\n"),
        );
    let build = |project: &Project| {
        project
            .run(&["build", "--quiet", "--now", "2026-11-18T15:30:00+01:00"])
            .ok();
    };
    let title = |page: &str| {
        let text = project.site(page);
        let behind = text.split("<title>").nth(1).unwrap();
        let title = behind.split("</title>").next().unwrap().to_string();
        assert!(
            text.contains(&format!("<meta property=\"og:title\" content=\"{title}\">")),
            "{page}"
        );
        title
    };
    build(&project);
    assert_eq!(title("incidents/a.html"), "Caf\u{e9} fails – Test Status");
    // One more takes the title away, whatever its Unicode form: also of a page made before.
    project.write(
        "incidents/c.md",
        incident("Cafe\u{301} fails", "2024-02-06 23:30", ""),
    );
    project.write("incidents/c.fr.md", "---\ntitle: Panne du café\n---\n");
    build(&project);
    for (page, expected) in [
        (
            "incidents/a.html",
            "Caf\u{e9} fails (January 5, 2024) – Test Status",
        ),
        (
            "incidents/c.html",
            "Cafe\u{301} fails (February 6, 2024) – Test Status",
        ),
        ("incidents/b.html", "Only one – Test Status"),
        ("incidents/d.html", "[Drill] Caf\u{e9} fails – Test Status"),
        // In French they have titles of their own.
        ("fr/incidents/a.html", "Caf\u{e9} fails | Test Status"),
        ("fr/incidents/c.html", "Panne du café | Test Status"),
    ] {
        assert_eq!(title(page), expected, "{page}");
    }
    // Two on one day carry the time.
    project.write(
        "incidents/e.md",
        incident("Caf\u{e9} fails", "2024-01-05 20:15", ""),
    );
    build(&project);
    for (page, expected) in [
        (
            "incidents/a.html",
            "Caf\u{e9} fails (Jan 5, 2024, 10:00 GMT+1) – Test Status",
        ),
        (
            "incidents/e.html",
            "Caf\u{e9} fails (Jan 5, 2024, 20:15 GMT+1) – Test Status",
        ),
        (
            "incidents/c.html",
            "Cafe\u{301} fails (February 6, 2024) – Test Status",
        ),
    ] {
        assert_eq!(title(page), expected, "{page}");
    }
    // And back.
    std::fs::remove_file(project.path().join("incidents/c.md")).unwrap();
    std::fs::remove_file(project.path().join("incidents/c.fr.md")).unwrap();
    std::fs::remove_file(project.path().join("incidents/e.md")).unwrap();
    build(&project);
    assert_eq!(title("incidents/a.html"), "Caf\u{e9} fails – Test Status");
}
