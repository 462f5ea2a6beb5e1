//! Markdown: where the updates of a timeline stand, and safe HTML.
//!
//! The only user of pulldown-cmark. Takes text; gives ranges of it, or markup
//! that holds two walls: events are filtered here (no raw HTML, links by an
//! allow-list of schemes, after decoding), and `wall` cleans what comes out.
//! Must not know what a heading means.

mod autolink;
mod cjk;
mod comments;
mod html;
mod lost;
mod outline;
mod prose;
mod wall;

use pulldown_cmark::Options;

pub use comments::{Clean, without_comments};
pub use html::{Frame, to_html, to_text};
pub use lost::Why;
pub use outline::{Fence, Outline, Section, outline};
pub use prose::{Block, Prose, prose};

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Frame<'static> = Frame {
        base: "",
        origin: "",
        top: 3,
    };

    #[test]
    fn sections_and_fences() {
        let text = "Sum.\n\n## 14:20 Investigating\n\n```update\na: 1\n```\n\nWords.\n\n### Inside\n\n## 15:00 Resolved\n\nDone.\n";
        let outline = outline(text, 0..text.len());
        assert_eq!(text[outline.summary.clone()].trim(), "Sum.");
        assert_eq!(outline.sections.len(), 2);
        assert_eq!(outline.sections[0].heading, "14:20 Investigating");
        assert_eq!(&text[outline.fences[0].inside.clone()], "a: 1\n");
        assert!(outline.fences[0].closed);
        assert!(text[outline.sections[0].body.clone()].contains("### Inside"));
    }

    #[test]
    fn an_open_fence_is_seen() {
        let text = "## 14:20 Investigating\n\n```update\na: 1\n\n## 15:00 Resolved\n";
        assert!(!outline(text, 0..text.len()).fences[0].closed);
        // It ends with as many signs as it began with.
        let text = "````update\na: 1\n```\n";
        assert!(!outline(text, 0..text.len()).fences[0].closed);
        let text = "````update\na: 1\n````\n";
        assert!(outline(text, 0..text.len()).fences[0].closed);
    }

    #[test]
    fn a_heading_may_have_two_lines() {
        let text = "14:20\nInvestigating\n---\n";
        let outline = outline(text, 0..text.len());
        assert_eq!(outline.sections[0].heading, "14:20 Investigating");
    }

    #[test]
    fn what_stands_too_deep_stays_at_the_last_depth() {
        let deep = "> ".repeat(30) + "x\n" + &"> ".repeat(24) + "\n" + &"> ".repeat(24) + "y\n\nz";
        let expected = "<blockquote>\n".repeat(24)
            + "<p>x</p>\n<p>y</p>\n"
            + &"</blockquote>\n".repeat(24)
            + "<p>z</p>";
        assert_eq!(to_html(&deep, &HERE).trim(), expected);
        let list = to_html(&("- ".repeat(30) + "x"), &HERE);
        for tag in ["<ul>", "<li>", "</li>", "</ul>"] {
            assert_eq!(list.matches(tag).count(), 24, "{tag}");
        }
        // One after the other is not deep.
        let many = to_html(&"> a\n\nb\n\n".repeat(30), &HERE);
        assert_eq!(many.matches("<blockquote>").count(), 30);
    }

    #[test]
    fn tables_and_strikes_are_read() {
        assert_eq!(to_html("~~a~~", &HERE).trim(), "<p><del>a</del></p>");
        assert!(to_html("|a|\n|-|\n|b|\n", &HERE).contains("<td>b</td>"));
    }

    #[test]
    fn html_is_shown_and_never_obeyed() {
        let shown = to_html(
            "a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n\n<!-- c -->",
            &HERE,
        );
        assert!(
            !shown.contains("<b") && !shown.contains("<script"),
            "{shown}"
        );
        assert!(shown.contains("&lt;script&gt;alert(1)"), "{shown}");
        assert!(!shown.contains("c --"), "{shown}");
    }

    #[test]
    fn only_known_schemes_stay() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java&#x73;cript:alert(1)",
            "&#x6A;avascript:1",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example/x",
            "<java\tscript:alert(1)>",
        ] {
            let shown = to_html(&format!("[x]({bad})"), &HERE);
            assert!(
                !shown.contains("script:") && !shown.contains("data:") && !shown.contains("evil"),
                "{bad}: {shown}"
            );
        }
        for good in [
            "https://a.example/",
            "mailto:a@b.example",
            "tel:+331",
            "other.html",
            "#x",
        ] {
            assert!(
                to_html(&format!("[x]({good})"), &HERE).contains(&format!("href=\"{good}\"")),
                "{good}"
            );
        }
    }

    #[test]
    fn no_link_is_empty_or_leads_nowhere() {
        for (written, shown) in [
            ("[x](https://[bad)", "<p>x</p>"),
            (
                "[x](http://a b)",
                "<p>[x](<a href=\"http://a\">http://a</a> b)</p>",
            ),
            ("[x](<http://a:b>)", "<p>x</p>"),
            ("[x](data:text/html,x)", "<p>x</p>"),
            (
                "[](https://a.example/)",
                "<p><a href=\"https://a.example/\">https://a.example/</a></p>",
            ),
            (
                "[ **` `** ](https://a.example/)",
                "<p><a href=\"https://a.example/\"> <strong><code> </code></strong> https://a.example/</a></p>",
            ),
            (
                "![](https://a.example/p.png)",
                "<p><a href=\"https://a.example/p.png\">https://a.example/p.png</a></p>",
            ),
            (
                "[![p](https://a.example/p.png)](https://b.example/)",
                "<p><a href=\"https://b.example/\">p</a></p>",
            ),
            (
                "[![](https://a.example/p.png)](https://b.example/)",
                "<p><a href=\"https://b.example/\">https://b.example/</a></p>",
            ),
            (
                "[![p](https://a.example/p.png)](javascript:x)",
                "<p><a href=\"https://a.example/p.png\">p</a></p>",
            ),
            (
                "[![p](p.png)](https://b.example/)",
                "<p><a href=\"https://b.example/\"><img src=\"p.png\" alt=\"p\"></a></p>",
            ),
            (
                "[https://a.example/](javascript:x)",
                "<p><a href=\"https://a.example/\">https://a.example/</a></p>",
            ),
        ] {
            let html = to_html(written, &HERE).replace(" rel=\"noopener noreferrer\"", "");
            assert_eq!(html.trim(), shown, "{written}");
        }
    }

    #[test]
    fn headings_skip_no_level() {
        let levels = |written: &str, top: u8| -> Vec<String> {
            let html = to_html(written, &Frame { top, ..HERE });
            let tags = html.split("<h").skip(1);
            tags.map(|tag| tag[..1].to_string()).collect()
        };
        for (written, top, expected) in [
            ("#### a", 3, "3"),
            ("#### a", 2, "2"),
            ("###### a", 4, "4"),
            (
                "### a\n\n##### b\n\n###### c\n\n#### d\n\n### e",
                3,
                "34543",
            ),
            ("##### a\n\n### b\n\n#### c", 4, "445"),
            ("### a\n\n#### b\n\n##### c\n\n###### d", 4, "4566"),
            ("> # a\n>\n> ## b\n>\n> ### c", 3, "333"),
            ("- #### a\n- ##### b\n\n### c", 3, "343"),
        ] {
            assert_eq!(levels(written, top).concat(), expected, "{written}");
        }
    }

    #[test]
    fn pictures_from_elsewhere_become_links() {
        let shown = to_html("![a](https://x.example/p.png) ![b](../pic.png)", &HERE);
        assert!(
            shown.contains("<a href=\"https://x.example/p.png\""),
            "{shown}"
        );
        assert!(
            shown.contains("<img src=\"../pic.png\" alt=\"b\">"),
            "{shown}"
        );
    }

    #[test]
    fn links_follow_the_frame() {
        let feed = Frame {
            base: "https://s.example/incidents/",
            origin: "https://s.example",
            top: 3,
        };
        let shown = to_html("[x](y.html) [z](/w)", &feed);
        assert!(
            shown.contains("https://s.example/incidents/y.html"),
            "{shown}"
        );
        assert!(shown.contains("https://s.example/w"), "{shown}");
        assert!(to_html("# a\n\n### b", &Frame { top: 4, ..HERE }).contains("<h4>b</h4>"));
    }

    #[test]
    fn emphasis_beside_cjk() {
        for (written, shown) in [
            ("**40%**の利用者", "<p><strong>40%</strong>の利用者</p>"),
            (
                "復旧は**「完了」**です",
                "<p>復旧は<strong>「完了」</strong>です</p>",
            ),
            (
                "これは*重要！*な知らせ",
                "<p>これは<em>重要！</em>な知らせ</p>",
            ),
            (
                "서비스의 **\"장애\"**입니다",
                "<p>서비스의 <strong>\"장애\"</strong>입니다</p>",
            ),
            (
                "**100%(全員)**影響",
                "<p><strong>100%(全員)</strong>影響</p>",
            ),
            ("`**40%**の`", "<p><code>**40%**の</code></p>"),
            ("2 * 3 の * 4", "<p>2 * 3 の * 4</p>"),
            // What CommonMark does with other words stays.
            ("a*の*b", "<p>a<em>の</em>b</p>"),
            ("a*\"b\"*c", "<p>a*\"b\"*c</p>"),
            (
                "**plain** and *this*.",
                "<p><strong>plain</strong> and <em>this</em>.</p>",
            ),
        ] {
            assert_eq!(to_html(written, &HERE).trim(), shown);
        }
        assert_eq!(to_text("**40%**の利用者"), "40%の利用者");
        assert!(to_html("[**40%**の](a%E3.html)", &HERE).contains("href=\"a%E3.html\""));
    }

    #[test]
    fn plain_words() {
        assert_eq!(
            to_text("**All** [well](x) again.\n\n- one\n- two"),
            "All well again. one two"
        );
    }
}
