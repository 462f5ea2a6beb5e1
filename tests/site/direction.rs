//! Words that run the other way, or change the direction, keep to themselves where no
//! `<bdi>` can stand: in titles of pages and feeds, and in the text twins. JSON of the
//! API says them as they were written.

use crate::support::Project;
use serde_json::Value;

const NOW: &str = "2026-11-18T15:00:00+01:00";

/// Opens an override and an isolate, ends neither, and ends one that it did not open.
const TITLE: &str = "Songs\u{2069} \u{202e}stop\u{2066} now";
const KEPT: &str = "\u{2068}Songs \u{202e}stop\u{2066} now\u{2069}\u{202c}\u{2069}";
const NAME: &str = "تطبيق iOS";
const NAME_KEPT: &str = "\u{2068}تطبيق iOS\u{2069}";

fn project() -> Project {
    let status = format!(
        "title: Sonora\nurl: https://status.sonora.example/\nlanguages: [en, ar]\ntimezone: Europe/Paris\nplatforms:\n  - {{id: ios, name: \"{NAME}\"}}\n  - {{id: web, name: Web player}}\n"
    );
    let incident = format!(
        "---\ntitle: {}\nbegan: 2026-11-18 14:02\naffected: {{ios: major outage, web: partial outage}}\nunaffected: [\"{NAME} 2\", Songs]\nworkaround: \"{NAME}\"\n---\n\n## 14:20 Investigating\n\nSongs do not start.\n",
        Value::from(TITLE)
    );
    Project::empty()
        .with("status.yml", status)
        .with("incidents/one.md", incident)
}

/// What an explicit override or isolate opens in a line, and what is still open at its
/// end (Unicode Standard Annex 9, section 3.3.2).
fn left_open(line: &str) -> Vec<char> {
    let mut open = Vec::new();
    for c in line.chars() {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}' => {
                open.push(c)
            }
            '\u{202c}' if open.last().is_some_and(|c| *c < '\u{2066}') => drop(open.pop()),
            '\u{2069}' => {
                if let Some(at) = open.iter().rposition(|c| *c >= '\u{2066}') {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    open
}

#[test]
fn titles_and_twins_keep_words_to_themselves() {
    let project = project();
    project.run(&["build", "--quiet", "--now", NOW]).ok();
    let title = |page: &str| {
        let page = project.site(page);
        let (_, rest) = page.split_once("<title>").unwrap();
        rest.split_once("</title>").unwrap().0.to_string()
    };
    assert_eq!(title("incidents/one.html"), format!("{KEPT} – Sonora"));
    assert_eq!(title("platforms/ios.html"), format!("{NAME_KEPT} – Sonora"));
    assert_eq!(title("platforms/web.html"), "Web player – Sonora");
    // On a page that runs from right to left it is the other way round.
    assert_eq!(
        title("ar/platforms/web.html"),
        "\u{2068}Web player\u{2069} – \u{2068}Sonora\u{2069} (العربية)"
    );
    let rss = project.site("feed/updates.rss");
    assert!(
        rss.contains(&format!("<title>[Investigating] {KEPT}</title>")),
        "{rss}"
    );
    let atom = project.site("feed/updates.atom");
    assert!(
        atom.contains(&format!("[Investigating] {KEPT}</title>")),
        "{atom}"
    );
    let status = project.site("status.txt");
    assert!(
        status.contains(&format!("{KEPT} [Investigating]")),
        "{status}"
    );
    assert!(
        status.contains(&format!("Major outage: {NAME_KEPT}\n")),
        "{status}"
    );
    assert!(status.contains("Partial outage: Web player\n"), "{status}");
    let twin = project.site("incidents/one.md");
    assert!(twin.starts_with(&format!("# {KEPT}\n")), "{twin}");
    assert!(
        twin.contains(&format!("\u{2068}{NAME} 2\u{2069}, Songs\n")),
        "{twin}"
    );
    assert!(
        twin.contains(&format!(
            "{NAME_KEPT} (Major outage), Web player (Partial outage)"
        )),
        "{twin}"
    );
    let home = project.site("index.html");
    let (_, description) = home
        .split_once("<meta name=\"description\" content=\"")
        .unwrap();
    let description = description.split('"').next().unwrap();
    assert!(description.contains(KEPT), "{description}");
    // No line of a twin leaves anything open for what stands beside the words.
    for path in [
        "status.txt",
        "index.md",
        "incidents/one.md",
        "ar/status.txt",
        "ar/index.md",
        "ar/incidents/one.md",
    ] {
        for line in project
            .site(path)
            .lines()
            .filter(|line| line.trim() != format!("## {TITLE}"))
        {
            assert!(left_open(line).is_empty(), "{path}: {line:?}");
        }
    }
}

#[test]
fn the_api_says_words_as_they_were_written() {
    let project = project();
    project.run(&["build", "--quiet", "--now", NOW]).ok();
    let json = |path: &str| -> Value { serde_json::from_str(&project.site(path)).unwrap() };
    let v2 = json("api/v2/summary.json");
    assert_eq!(v2["incidents"][0]["name"], TITLE);
    assert_eq!(v2["components"][0]["name"], NAME);
    let own = project.site("api/incidents.json");
    let own: Value = serde_json::from_str(&own).unwrap();
    assert!(
        own.to_string().contains(&Value::from(TITLE).to_string()),
        "{own}"
    );
    assert!(!own.to_string().contains('\u{2068}'), "{own}");
}
