//! What readers meet in a real browser, by a clock that the test sets.
//!
//! Needs Debian's `chromium` and `chromium-driver`; `tests/run` installs both.

use crate::chromium::{Browser, Server};
use crate::support::{self, Project, demo};

const DURING: &str = "2026-11-18T15:20:00+01:00";

/// The demo as it stood at a time, and its server.
fn served(as_of: &str) -> (Project, Server) {
    let project = demo();
    project.run(&["build", "--quiet", "--as-of", as_of]).ok();
    let server = Server::new(&project.path().join("site"));
    (project, server)
}

fn built(project: Project, now: &str) -> (Project, Server) {
    project.run(&["build", "--quiet", "--now", now]).ok();
    let server = Server::new(&project.path().join("site"));
    (project, server)
}

#[tokio::test]
async fn am_i_affected() {
    let (_project, server) = served(DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    assert_eq!(browser.text("#answer").await, "", "nothing is picked yet");

    browser.pick("platform", "web").await;
    browser.pick("region", "fr").await;
    browser.pick("audience", "free").await;
    let answer = browser.text("#answer").await;
    assert!(answer.contains("Yes, you may be affected."), "{answer}");
    assert!(answer.contains("Web player: Partial outage"), "{answer}");
    assert!(answer.contains("Music does not play"), "{answer}");

    browser.pick("platform", "offline").await;
    let answer = browser.text("#answer").await;
    assert!(
        answer.contains("No, nothing that is open affects this."),
        "{answer}"
    );
    assert!(answer.contains("Offline mode is not affected."), "{answer}");

    // It is remembered: on this page, and on the page of the incident.
    browser.pick("platform", "web").await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    assert!(
        browser
            .text("#answer")
            .await
            .contains("Web player: Partial outage")
    );
    let incident = format!("{}/incidents/music-does-not-play.html", server.address);
    browser.open(&incident).await;
    assert!(
        browser
            .text("#answer")
            .await
            .contains("Web player: Partial outage")
    );
    assert_eq!(
        browser.run("return document.cookie").await,
        serde_json::json!(""),
        "kept on the device, never sent"
    );
    browser.end().await;
}

#[tokio::test]
async fn options_of_one_name_are_told_apart() {
    let status = support::STATUS.replace(
        "  - {id: ios, name: iOS app}\n",
        "  - group: Apps\n    platforms: [{id: ios, name: Web player}]\n  - group: Others\n    platforms: [{id: tv, name: Web player}]\n",
    )
    .replace("{en: Web player, fr: Lecteur web}", "Web site");
    let project = Project::empty().with("status.yml", status).with(
        "incidents/a.md",
        trouble("").replace("web: major", "tv: major"),
    );
    let (_project, server) = built(project, DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    for page in ["index.html", "incidents/a.html"] {
        browser.open(&format!("{}/{page}", server.address)).await;
        browser.pick("platform", "tv").await;
        let options = browser.texts("#pick [name=platform] option").await;
        assert_eq!(
            options,
            [
                "–",
                "Web player (Apps)",
                "Web player (Others)",
                "Web site",
                "Offline mode"
            ],
            "{page}"
        );
        let answer = browser.text("#answer").await;
        assert!(
            answer.contains("Web player (Others): Major outage"),
            "{page}: {answer}"
        );
    }
    browser.end().await;
}

#[tokio::test]
async fn a_screen_reader_knows_where_news_will_stand() {
    let (_project, server) = served(DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    for page in ["index.html", "incidents/music-does-not-play.html"] {
        browser.open(&format!("{}/{page}", server.address)).await;
        for place in ["#notice", "#answer"] {
            assert_eq!(browser.text(place).await, "", "{page}");
            let seen = format!(
                "const e = document.querySelector('{place}'); return getComputedStyle(e).position === 'absolute' ? 0 : e.offsetHeight"
            );
            assert_eq!(browser.run(&seen).await, 0, "{page}: {place} takes space");
        }
        assert_eq!(browser.told().await, 2, "{page}");
    }
    browser.end().await;
}

#[tokio::test]
async fn what_is_open_without_trouble_affects_nobody() {
    let back = "\n## 15:00 Monitoring\n\n```update\naffected: {web: operational}\n```\n\nSongs start again.\n";
    let project = Project::new().with("incidents/a.md", trouble(back));
    let (_project, server) = built(project, DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    for page in ["index.html", "incidents/a.html"] {
        browser.open(&format!("{}/{page}", server.address)).await;
        browser.pick("region", "fr").await;
        let answer = browser.text("#answer").await;
        assert!(answer.starts_with("No, nothing"), "{page}: {answer}");
    }
    browser.end().await;
}

#[tokio::test]
async fn a_window_opens_and_closes_by_the_clock() {
    let (_project, server) = built(demo(), "2026-12-08T21:30:00+01:00");
    let browser = Browser::new().await;
    browser.clock("2026-12-08T21:31:00+01:00").await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    let windows = "[data-window]";
    assert!(
        browser
            .texts(windows)
            .await
            .contains(&"Scheduled".to_string())
    );
    assert_eq!(browser.text("h1").await, "All platforms are working");
    browser.later(60).await;
    assert!(
        browser
            .texts(windows)
            .await
            .contains(&"In progress".to_string()),
        "{:?}",
        browser.texts(windows).await
    );
    assert_ne!(browser.text("h1").await, "All platforms are working");
    assert_ne!(browser.text("#notice").await, "", "said politely");
    browser.later(5 * 60).await;
    assert!(
        browser
            .texts(windows)
            .await
            .contains(&"Completed".to_string())
    );
    assert_eq!(browser.text("h1").await, "All platforms are working");
    browser.end().await;
}

#[tokio::test]
async fn groups_and_the_answer_follow_the_clock() {
    let status = support::STATUS.replace(
        "  - {id: ios, name: iOS app}\n",
        "  - group: Apps\n    platforms:\n      - {id: ios, name: iOS app}\n      - {id: mac, name: Mac app}\n",
    );
    let project = Project::empty().with("status.yml", status).with(
        "incidents/m.md",
        "---\nkind: maintenance\ntitle: Servers move\nfrom: 2026-12-08 22:00\nuntil: 2026-12-08 23:00\naffected: {ios: under maintenance}\n---\n",
    );
    let (project, server) = built(project, "2026-12-08T21:50:00+01:00");
    let browser = Browser::new().await;
    let home = format!("{}/index.html", server.address);
    browser.clock("2026-12-08T21:50:00+01:00").await;
    browser.open(&home).await;
    assert_eq!(browser.text("summary .state").await, "Operational");
    browser.later(20).await;
    assert_eq!(browser.text("summary .state").await, "Under maintenance");

    project
        .run(&["build", "--quiet", "--now", "2026-12-08T22:50:00+01:00"])
        .ok();
    browser.clock("2026-12-08T22:50:00+01:00").await;
    browser.open(&home).await;
    browser.pick("platform", "ios").await;
    let answer = browser.text("#answer").await;
    assert!(answer.contains("iOS app: Under maintenance"), "{answer}");
    browser.later(20).await;
    assert_eq!(browser.text("summary .state").await, "Operational");
    let answer = browser.text("#answer").await;
    assert!(answer.starts_with("No, nothing"), "{answer}");
    browser.end().await;
}

#[tokio::test]
async fn a_window_that_ends_by_hand_is_not_called_over() {
    let project = Project::new().with(
        "incidents/m.md",
        "---\nkind: maintenance\ntitle: Servers move\nfrom: 2026-12-08 22:00\nuntil: 2026-12-08 23:00\nends: by hand\naffected: {ios: under maintenance}\n---\n",
    );
    let (_project, server) = built(project, "2026-12-08T21:50:00+01:00");
    let browser = Browser::new().await;
    browser.clock("2026-12-08T21:50:00+01:00").await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    assert_eq!(browser.text("[data-window]").await, "Scheduled");
    browser.later(30).await;
    assert_eq!(browser.text("[data-window]").await, "In progress");
    assert_eq!(
        browser.text("[data-platform=ios] .state").await,
        "Under maintenance"
    );
    browser.later(60).await;
    assert_eq!(
        browser.text("[data-window]").await,
        "Should be over, not yet confirmed"
    );
    browser.end().await;
}

#[tokio::test]
async fn a_promise_runs_out() {
    let (_project, server) = served(DURING);
    let browser = Browser::new().await;
    browser.clock("2026-11-18T15:40:00+01:00").await;
    for page in ["index.html", "incidents/music-does-not-play.html"] {
        browser.open(&format!("{}/{page}", server.address)).await;
        let promise = "main .promise";
        assert!(!browser.text(promise).await.contains("overdue"), "{page}");
        browser.later(10).await;
        assert!(
            browser.text(promise).await.contains("overdue by 5 minutes"),
            "{page}: {}",
            browser.text(promise).await
        );
        browser.later(3).await;
        assert!(browser.text(promise).await.contains("overdue by 8 minutes"));
    }
    browser.end().await;
}

#[tokio::test]
async fn an_old_page_turns_neutral() {
    for (as_of, green) in [
        (DURING, "Offline mode"),
        ("2026-11-24T11:00:00+01:00", "iOS app"),
    ] {
        let (_project, server) = served(as_of);
        let browser = Browser::new().await;
        browser.clock(as_of).await;
        browser
            .open(&format!("{}/index.html", server.address))
            .await;
        browser
            .run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            .await;
        let rows = browser.texts(".rows li").await.join("\n");
        assert!(
            rows.contains(green) && rows.contains("Operational"),
            "{rows}"
        );
        browser.later(3 * 24 * 60).await;
        assert_eq!(browser.text("h1").await, "We cannot confirm the state now");
        assert!(browser.text("#notice").await.contains("This page is old"));
        assert_eq!(
            browser.run("return document.querySelectorAll('main .is-operational:not(use), main .state.is-operational').length").await,
            serde_json::json!(0),
            "green is left"
        );
        assert!(browser.text(".headline .ago").await.contains("3 days ago"));
        browser
            .open(&format!("{}/platforms/offline.html", server.address))
            .await;
        browser.later(3 * 24 * 60).await;
        assert_eq!(browser.text(".now .state").await, "Not confirmed");
        browser.end().await;
    }
}

#[tokio::test]
async fn the_language_is_one_step_away() {
    let (_project, server) = served(DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    for page in [
        "index.html",
        "incidents/music-does-not-play.html",
        "history.html",
        "platforms/web.html",
    ] {
        browser.open(&format!("{}/{page}", server.address)).await;
        let link = thirtyfour::By::Css("header [hreflang=fr]");
        browser
            .driver
            .find(link)
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        assert_eq!(
            browser.run("return document.documentElement.lang").await,
            serde_json::json!("fr")
        );
        let address = browser.driver.current_url().await.unwrap();
        assert!(
            address.path().ends_with(&format!("/fr/{page}")),
            "{address}"
        );
    }
    browser
        .open(&format!("{}/fr/index.html", server.address))
        .await;
    assert_eq!(browser.text("h1").await, "Panne majeure");
    browser.pick("platform", "offline").await;
    assert!(browser.text("#answer").await.contains("Non, rien"));
    browser.end().await;
}

/// The test site in Arabic alone.
fn arabic() -> Project {
    let status = support::STATUS
        .replace("[en, fr]", "[ar, en]")
        .replace(", fr: Lecteur web", "");
    Project::empty().with("status.yml", status).with(
        "incidents/a.md",
        "---\ntitle: الموسيقى لا تعمل\nbegan: 2026-11-18 14:02\naffected: {web: major outage}\n---\n\n## 14:20 Investigating\n\nنحن نبحث عن السبب.\n",
    )
}

#[tokio::test]
async fn arabic_is_mirrored() {
    let (_project, server) = built(arabic(), DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    assert_eq!(
        browser.run("return document.documentElement.dir").await,
        serde_json::json!("rtl")
    );
    let mirrored = browser
        .run(
            "const style = getComputedStyle(document.querySelector('.headline'));
             const name = document.querySelector('header .name').getBoundingClientRect();
             return [parseFloat(style.borderRightWidth) > parseFloat(style.borderLeftWidth), name.left > innerWidth / 2];",
        )
        .await;
    assert_eq!(mirrored, serde_json::json!([true, true]));
    browser.end().await;
}

#[tokio::test]
async fn without_scripts_the_page_is_whole() {
    let (_project, server) = served(DURING);
    let browser = Browser::without_scripts().await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    let page = browser.text("body").await;
    for fact in [
        "Major outage",
        "7 of 8 platforms, all regions",
        "Songs do not start",
        "Vérifiez votre connexion Internet et réessayez",
        "still plays in offline mode",
        "15:45 GMT+1",
        "Free and Premium",
    ] {
        assert!(page.contains(fact), "no `{fact}` in {page}");
    }
    let table = browser.texts("dl.scope tbody tr").await;
    assert!(
        table
            .iter()
            .any(|row| row.contains("Web player") && row.contains("Partial outage")),
        "{table:?}"
    );
    assert!(
        !page.contains("Am I affected?"),
        "a question that nothing answers"
    );
    browser
        .open(&format!("{}/history.html", server.address))
        .await;
    assert!(browser.text("main").await.contains("Music does not play"));
    assert!(
        !browser
            .text("main")
            .await
            .contains("the exact text of an error"),
        "a search that finds nothing"
    );
    browser.end().await;
}

#[tokio::test]
async fn nothing_is_cut_off_at_320_pixels() {
    let (_project, server) = served(DURING);
    let (_arabic, mirrored) = built(arabic(), DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    browser.zone("America/New_York").await;
    browser.screen(320, 640).await;
    let pages = [
        "index.html",
        "history.html",
        "subscribe.html",
        "platforms/web.html",
        "404.html",
    ];
    let mut addresses: Vec<String> = Vec::new();
    for page in pages {
        addresses.push(format!("{}/{page}", server.address));
        addresses.push(format!("{}/fr/{page}", server.address));
        addresses.push(format!("{}/{page}", mirrored.address));
    }
    addresses.push(format!(
        "{}/incidents/music-does-not-play.html",
        server.address
    ));
    addresses.push(format!("{}/incidents/a.html", mirrored.address));
    for address in addresses {
        browser.open(&address).await;
        let wide = browser
            .run(
                "document.querySelectorAll('details').forEach((d) => { d.open = true; });
                 const page = document.documentElement;
                 return page.scrollWidth - page.clientWidth;",
            )
            .await;
        assert_eq!(
            wide,
            serde_json::json!(0),
            "{address} is wider than the screen"
        );
    }
    browser.end().await;
}

/// A project in which no name, title or word has a blank to break at.
fn without_blanks() -> Project {
    let word = |letters: &str| letters.repeat(90 / letters.len() + 1);
    let (name, german) = (
        word("Xyz"),
        "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle",
    );
    let (thai, han) = (
        "ระบบชำระเงินขัดข้องชั่วคราวกรุณารอสักครู่แล้วลองใหม่อีกครั้งในภายหลัง",
        "登录服务器出现故障导致所有用户无法播放音乐我们正在调查原因请耐心等待".repeat(3),
    );
    let code = "ERR_SSL_VERSION_OR_CIPHER_MISMATCH";
    let address = format!("https://help.example/{}?id={code}", word("path"));
    let names = |text: &str| {
        let own: String = text.chars().take(3).collect();
        format!("{{en: {text}, ar: {text}, ja: {han}{own}, de: {german}{own}, fr: {text}}}")
    };
    let status = format!(
        "title: {}\nurl: https://{}.example/\nlanguages: [en, fr, de, ja, ar]\ntimezone: Europe/Paris\nsupport: https://help.example/\n\
         platforms:\n  - group: {}\n    platforms:\n      - {{id: a, name: {}}}\n      - {{id: b, name: {}}}\n  - {{id: {}, name: {}}}\n\
         regions: {{x: {}, y: {}}}\naudiences: {{x: {}, y: {}}}\n",
        names(&name),
        "x".repeat(60),
        names(&word("Group")),
        names(&word("AbC")),
        names(&format!("{code}{code}")),
        "k".repeat(60),
        names(thai),
        names(&word("Region")),
        names(&word("Land")),
        names(&word("Plan")),
        names(&word("Kunde")),
    );
    let wide = (0..14).map(|n| format!("|{german}{n}")).collect::<String>();
    let table = format!("{wide}|\n{}|\n{wide}|\n", "|-".repeat(14));
    let deep = format!(
        "{}{german}\n\n{}{german}\n",
        "> ".repeat(24),
        "- ".repeat(24)
    );
    let post = format!(
        "{address} www.{}.example/{} {}@{}.example\n\n`{code}{code}`\n\n```\n{}\n```\n\n#### {german}{german}\n\n{han}\n\n{thai}{thai}\n\n\
         - **{name}**\n- [{name}]({address})\n\n| {code} | {address} |\n|-|-|\n| 1 | {german} |\n\n{table}\n{deep}\n![{name}](../wide.svg)\n",
        word("w"),
        word("v"),
        word("m"),
        word("d"),
        word("code="),
    );
    let incident = format!(
        "---\ntitle: {german}{name}\nbegan: 2026-11-18 14:02\naffected: {{a: major outage, b: partial outage, {id}: degraded performance}}\nunaffected: [{name}, 和{han}]\nregions: [x, y]\naudiences: [x, y]\n\
         symptoms: [{code}{code}, {han}, {thai}]\nerror_text: {code}{code}\nworkaround: {address}\naliases: [old]\n---\n\n{post}\n\
         ## 14:20 Investigating\n\n```update\nnext_update: none, {name}\n```\n\n{post}\n\
         ## 14:40 Identified\n\n```update\naffected: {{a: partial outage}}\nregions: [x]\ncorrected: {name}\nnext_update: 15:40\n```\n\n{post}",
        id = "k".repeat(60),
    );
    let over = incident.replace(german, han.as_str())
        + "\n## 15:00 Resolved\n\nDone.\n\n## 15:05 Review\n\n"
        + post.as_str();
    let maintenance = format!(
        "---\nkind: maintenance\ntitle: {han}\nfrom: 2026-12-10 22:00\nuntil: 2026-12-11 23:30\naffected: {{a: under maintenance}}\n---\n\n{post}\n\
         ## 2026-11-17 10:00 Scheduled\n\n{post}\n\n## 2026-11-17 11:00 Update\n\n```update\nuntil: 2026-12-12 23:30\n```\n\n{name}\n"
    );
    let notice =
        format!("---\nkind: notice\ntitle: {name}\n---\n\n## 2026-11-17 10:00 Notice\n\n{post}");
    Project::empty()
        .with("status.yml", status)
        .with(
            "static/wide.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3000\" height=\"30\"/>",
        )
        .with("incidents/open.md", incident.clone())
        .with(
            "incidents/drill.md",
            incident.replace("aliases: [old]", "drill: true"),
        )
        .with("incidents/over.md", over.replace("aliases: [old]\n", ""))
        .with("incidents/ahead.md", maintenance.clone())
        .with(
            "incidents/now.md",
            maintenance
                .replace("from: 2026-12-10", "from: 2026-11-18")
                .replace(" 22:00\n", " 14:00\n"),
        )
        .with("incidents/notice.md", notice)
}

#[tokio::test]
async fn words_without_blanks_widen_no_page() {
    support::copy(
        without_blanks().path(),
        std::path::Path::new("/tmp/t1/nasty"),
    ); // DEBUG
    let (project, server) = built(without_blanks(), DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    browser.screen(320, 640).await;
    let site = project.path().join("site");
    let pages: Vec<String> = support::tree(&site)
        .into_keys()
        .filter(|path| path.ends_with(".html"))
        .collect();
    for kind in [
        "index.html",
        "history.html",
        "subscribe.html",
        "404.html",
        "history/",
        "platforms/",
        "incidents/open",
        "incidents/over",
        "incidents/ahead",
        "incidents/now",
        "incidents/drill",
        "incidents/notice",
    ] {
        for lang in ["", "fr/", "de/", "ja/", "ar/"] {
            let wanted = format!("{lang}{kind}");
            assert!(
                pages.iter().any(|page| page.starts_with(&wanted)),
                "no {wanted}"
            );
        }
    }
    for page in pages
        .iter()
        .filter(|page| !page.ends_with("incidents/old.html") && *page != "old.html")
    {
        browser.open(&format!("{}/{page}", server.address)).await;
        let found = browser
            .run(
                "document.querySelectorAll('details').forEach((d) => { d.open = true; });
                 document.querySelectorAll('select').forEach((s) => { s.selectedIndex = s.options.length - 1; });
                 const page = document.documentElement;
                 const form = document.querySelector('#pick');
                 form?.dispatchEvent(new Event('change'));
                 const scrolls = (e) => e && (getComputedStyle(e).overflowX === 'auto' || scrolls(e.parentElement));
                 const seen = (e) => !e.closest('.unseen, .skip, svg, option') && !scrolls(e);
                 const out = [...document.body.querySelectorAll('*')].filter((e) => seen(e) && [...e.getClientRects()].some((r) => r.right > page.clientWidth + .5 || r.left < -.5));
                 return [page.scrollWidth - page.clientWidth, out.map((e) => e.localName + '.' + e.className + ': ' + e.textContent.slice(0, 40)).slice(0, 5),
                         !!form && !form.querySelector('#answer').textContent];",
            )
            .await;
        assert_eq!(found[0], 0, "{page} is wider than the screen: {found}");
        assert_eq!(found[1], serde_json::json!([]), "{page}: out of sight");
        assert_eq!(found[2], false, "{page}: nothing is answered");
    }
    // The banner on another site, which holds a title of each.
    let host = Project::empty().with(
        "index.html",
        format!("<!doctype html><html lang=en><meta name=viewport content='width=device-width'><title>Shop</title><script src='{}/embed.js' async></script></html>", server.address),
    );
    let shop = Server::new(host.path());
    browser.open(&format!("{}/index.html", shop.address)).await;
    let banner = "return document.querySelector('#upfront-banner')?.offsetHeight || 0";
    for _ in 0..100 {
        if browser.run(banner).await.as_u64() > Some(0) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(browser.run(banner).await.as_u64() > Some(20), "no banner");
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(
        browser.run(wide).await,
        0,
        "the banner is wider than the screen"
    );
    browser.end().await;
}

#[tokio::test]
async fn all_of_it_by_keyboard() {
    let (_project, server) = served(DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    browser
        .run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        .await;
    let wanted = browser
        .run("return document.querySelectorAll('a[href], select, summary').length")
        .await
        .as_u64()
        .unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for step in 0..wanted {
        browser
            .driver
            .active_element()
            .await
            .unwrap()
            .send_keys(thirtyfour::Key::Tab)
            .await
            .unwrap();
        let focus = browser
            .run(
                "const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
                 return [e.className, [...document.querySelectorAll('*')].indexOf(e), parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none',
                         box.width > 0 && box.bottom > 0 && box.top < innerHeight];",
            )
            .await;
        if step == 0 {
            assert_eq!(focus[0], "skip", "the first stop leads past the navigation");
        }
        assert_eq!(focus[2], true, "stop {step} has no visible focus: {focus}");
        assert_eq!(focus[3], true, "stop {step} is out of sight: {focus}");
        seen.insert(focus[1].as_u64());
    }
    assert_eq!(
        seen.len() as u64,
        wanted,
        "every link and list is reached once"
    );
    browser.end().await;
}

#[tokio::test]
async fn news_arrive_and_a_lost_server_is_said() {
    let (project, server) = served(DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    let incident = format!("{}/incidents/music-does-not-play.html", server.address);
    let home = format!("{}/index.html", server.address);
    browser.open(&home).await;
    browser.looks_for_news().await;
    browser.pick("platform", "ios").await;
    assert!(
        !browser
            .text("main")
            .await
            .contains("The former setting is back on every log-in server")
    );
    project
        .run(&["build", "--quiet", "--as-of", "2026-11-18T15:41:00+01:00"])
        .ok();
    browser.later(21).await;
    browser
        .wait_for("main", "The former setting is back on every log-in server")
        .await;
    browser
        .wait_for("#notice", "This page has news: Degraded performance")
        .await;
    assert!(
        browser
            .text("#answer")
            .await
            .contains("iOS app: Degraded performance"),
        "what was picked stays"
    );
    assert_eq!(
        browser.run("return document.activeElement.name").await,
        serde_json::json!("platform"),
        "so does the focus"
    );

    browser.open(&incident).await;
    browser.looks_for_news().await;
    project
        .run(&["build", "--quiet", "--as-of", "2026-11-18T16:11:00+01:00"])
        .ok();
    browser.later(52).await;
    browser
        .wait_for(".timeline", "Everything works again since 16:02")
        .await;

    browser.open(&home).await;
    browser.looks_for_news().await;
    drop(server);
    // The browser may have kept one connection from before.
    for _ in 0..4 {
        browser.later(10).await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    browser
        .wait_for("#notice", "This page cannot reach its server.")
        .await;
    assert_eq!(
        browser.text("h1").await,
        "All platforms are working",
        "what was known stays, with its age"
    );
    browser.end().await;
}

/// A file of an incident with these updates.
fn trouble(updates: &str) -> String {
    format!(
        "---\ntitle: Songs do not start\nbegan: 2026-11-18 14:02\naffected: {{web: major outage}}\n---\n\n\
         ## 14:20 Investigating\n\nWe look for the cause.\n{updates}"
    )
}

/// The page of an open incident, which has heard the news once.
async fn in_trouble() -> (Project, Server, Browser) {
    let project = Project::new().with("incidents/a.md", trouble(""));
    let (project, server) = built(project, DURING);
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    browser
        .open(&format!("{}/incidents/a.html", server.address))
        .await;
    browser.looks_for_news().await;
    (project, server, browser)
}

#[tokio::test]
async fn a_page_that_saw_the_end_hears_what_follows() {
    let end = "\n## 15:30 Resolved\n\nA new part is in place.\n";
    let again = "\n## 15:50 Investigating\n\n```update\nreopened: true\n```\n\nIt has come back.\n";
    let (project, _server, browser) = in_trouble().await;
    for (now, minutes, updates, said) in [
        ("2026-11-18T15:31:00+01:00", 12, end.to_string(), "new part"),
        (
            "2026-11-18T15:51:00+01:00",
            20,
            format!("{end}{again}"),
            "It has come back",
        ),
    ] {
        project.write("incidents/a.md", trouble(&updates));
        project.run(&["build", "--quiet", "--now", now]).ok();
        browser.later(minutes).await;
        browser.wait_for(".timeline", said).await;
        assert!(browser.text("#notice").await.contains("has news"), "{said}");
    }
    browser.pick("platform", "web").await;
    assert!(
        browser.text("#answer").await.contains("Web player"),
        "what is open again can be asked about again"
    );
    browser.end().await;
}

#[tokio::test]
async fn a_page_that_slept_is_not_called_old_for_ever() {
    let (project, _server, browser) = in_trouble().await;
    // The first news say until when the page may be believed; it sleeps for longer.
    browser.later(1).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    browser.later(8 * 60).await;
    browser.wait_for("#notice", "This page is old").await;
    project
        .run(&["build", "--quiet", "--now", "2026-11-18T23:21:00+01:00"])
        .ok();
    browser.later(1).await;
    for _ in 0..50 {
        if browser.text("#notice").await.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(browser.text("#notice").await, "");
    let form = "return document.querySelector('#pick').hidden";
    assert_eq!(browser.run(form).await, serde_json::json!(false));
    browser.end().await;
}

#[tokio::test]
async fn times_in_the_zone_of_the_reader() {
    let (_project, server) = served(DURING);
    let browser = Browser::new().await;
    browser.zone("America/New_York").await;
    browser.clock(DURING).await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    let promise = browser.text(".card .promise").await;
    assert!(promise.contains("09:45 EST"), "{promise}");
    assert!(
        promise.contains("(15:45 GMT+1)"),
        "the original stands beside: {promise}"
    );
    browser.zone("Europe/Paris").await;
    browser
        .open(&format!("{}/index.html", server.address))
        .await;
    let promise = browser.text(".card .promise").await;
    assert!(
        promise.contains("15:45 GMT+1") && !promise.contains('('),
        "{promise}"
    );
    browser.end().await;
}

#[tokio::test]
async fn a_window_over_a_change_of_clocks_names_both_zones() {
    let project = demo().with(
        "incidents/night.md",
        "---\ntitle: Log-in moves\nkind: maintenance\nfrom: 2026-10-25 02:30+02:00\nuntil: 2026-10-25 04:00+01:00\naffected: [login]\n---\n",
    );
    let (_project, server) = built(project, "2026-10-24T11:00:00+02:00");
    let browser = Browser::new().await;
    let page = format!("{}/incidents/night.html", server.address);
    for (zone, expected) in [
        (
            "Europe/Paris",
            "Oct 25, 2026, 02:30 GMT+2 – Oct 25, 2026, 04:00 GMT+1",
        ),
        (
            "Europe/London",
            "Oct 25, 2026, 01:30 GMT+1 – Oct 25, 2026, 03:00 GMT",
        ),
        ("America/New_York", "Oct 24, 2026, 20:30 – 23:00 EDT"),
    ] {
        browser.zone(zone).await;
        browser.open(&page).await;
        let window = browser.text("time[data-until]").await;
        // A range has thin spaces.
        assert_eq!(window.replace('\u{2009}', " "), expected);
    }
    browser.end().await;
}

#[tokio::test]
async fn a_pasted_error_text_finds_the_incident() {
    let (project, server) = served("2026-11-24T11:00:00+01:00");
    let browser = Browser::new().await;
    browser
        .open(&format!("{}/history.html", server.address))
        .await;
    let words = thirtyfour::By::Css("#search [name=words]");
    let field = browser.driver.find(words).await.unwrap();
    field
        .send_keys("verifiez votre CONNEXION internet, et réessayez!")
        .await
        .unwrap();
    browser
        .wait_for(
            "#results",
            "Music does not play and log-in fails on every app",
        )
        .await;
    browser.wait_for("#found", "Found: 1").await;
    field.clear().await.unwrap();
    field.send_keys("zzzz").await.unwrap();
    browser.wait_for("#found", "Nothing found").await;
    field.clear().await.unwrap();
    browser.pick("platform", "search").await;
    browser.wait_for("#results", "New releases").await;
    let found = browser.texts("#results a").await;
    assert!(
        found
            .iter()
            .any(|title| title.contains("Music does not play")),
        "{found:?}"
    );
    assert!(
        !found.iter().any(|title| title.contains("Desktop")),
        "{found:?}"
    );
    // A link can carry the question.
    browser
        .open(&format!(
            "{}/fr/history.html?q=connexion+internet",
            server.address
        ))
        .await;
    browser.wait_for("#results", "musique").await;
    let site = project.path().join("site");
    std::fs::rename(site.join("search"), site.join("away")).unwrap();
    browser
        .open(&format!("{}/history.html?q=musi", server.address))
        .await;
    browser
        .wait_for("#found", "The search needs a connection")
        .await;
    std::fs::rename(site.join("away"), site.join("search")).unwrap();
    let words = thirtyfour::By::Css("#search [name=words]");
    let field = browser.driver.find(words).await.unwrap();
    field.send_keys("c").await.unwrap();
    browser.wait_for("#results", "Music does not play").await;
    browser.end().await;
}

#[tokio::test]
async fn a_banner_on_another_site_while_something_is_open() {
    let (project, server) = served(DURING);
    let host = Project::empty().with(
        "index.html",
        format!(
            "<!doctype html><html lang=en><title>Shop</title><style>div{{background:lime!important;height:9px}}</style>\
             <script>const W = 'mine'; window.faults = []; onerror = (m) => faults.push(m); onunhandledrejection = (e) => faults.push(String(e.reason));</script>\
             <h1>Shop</h1><img src='{0}/badge.svg' alt='state'><script src='{0}/embed.js' async></script></html>",
            server.address
        ),
    );
    let shop = Server::new(host.path());
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    let page = format!("{}/index.html", shop.address);
    let banner = "const b = document.querySelector('#upfront-banner'); return b ? b.getBoundingClientRect().height : 0";
    browser.open(&page).await;
    let mut height = 0.0;
    for _ in 0..50 {
        height = browser.run(banner).await.as_f64().unwrap();
        if height > 0.0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(height > 20.0, "no banner");
    assert_eq!(
        browser.run("return [faults, W]").await,
        serde_json::json!([[], "mine"])
    );
    assert!(
        browser
            .run("return document.querySelector('img').src")
            .await
            .as_str()
            .unwrap()
            .ends_with("/badge.svg")
    );

    // Nobody can confirm it any more: no banner of old news, and no old badge.
    browser.clock("2026-11-20T15:20:00+01:00").await;
    browser.open(&page).await;
    for _ in 0..50 {
        let source = browser
            .run("return document.querySelector('img').src")
            .await;
        if source.as_str().unwrap().ends_with("/badge-unknown.svg") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(
        browser
            .run("return document.querySelector('img').src")
            .await
            .as_str()
            .unwrap()
            .ends_with("/badge-unknown.svg")
    );
    assert_eq!(browser.run(banner).await, serde_json::json!(0));

    // All is well: nothing at all. The server is gone: nothing, and no fault either.
    project
        .run(&["build", "--quiet", "--now", "2026-11-24T11:00:00+01:00"])
        .ok();
    browser.clock("2026-11-24T11:00:00+01:00").await;
    browser.open(&page).await;
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    assert_eq!(browser.run(banner).await, serde_json::json!(0));
    drop(server);
    browser.open(&page).await;
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    assert_eq!(browser.run(banner).await, serde_json::json!(0));
    assert_eq!(
        browser.run("return [faults, W]").await,
        serde_json::json!([[], "mine"])
    );
    browser.end().await;
}

#[tokio::test]
async fn a_banner_that_says_the_same_stays() {
    let project = Project::new().with("incidents/a.md", trouble(""));
    let (project, server) = built(project, DURING);
    let host = Project::empty().with(
        "index.html",
        format!(
            "<!doctype html><html lang=en><title>Shop</title>\
             <script>const wait = setTimeout; setTimeout = (f, ms) => wait(f, ms / 1000);</script>\
             <h1>Shop</h1><script src='{}/embed.js' async></script></html>",
            server.address
        ),
    );
    let shop = Server::new(host.path());
    let browser = Browser::new().await;
    browser.clock(DURING).await;
    browser.open(&format!("{}/index.html", shop.address)).await;
    let asked = "return performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/news.json')).length";
    let asks = async |times: u64| {
        for _ in 0..100 {
            if browser.run(asked).await.as_u64() >= Some(times) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("never asked {times} times");
    };
    asks(2).await;
    let focus = "return document.activeElement.id";
    let body = browser.driver.active_element().await.unwrap();
    body.send_keys(thirtyfour::Key::Tab).await.unwrap();
    assert_eq!(browser.run(focus).await, "upfront-banner");
    browser
        .run("window.first = document.querySelector('#upfront-banner')")
        .await;
    asks(6).await;
    assert_eq!(browser.run(focus).await, "upfront-banner");
    let same = "return document.querySelector('#upfront-banner') === first";
    assert_eq!(browser.run(same).await, true);

    let worse = trouble("").replace("Songs do not start", "Nothing plays");
    project.write("incidents/a.md", worse);
    project
        .run(&["build", "--quiet", "--now", "2026-11-18T15:25:00+01:00"])
        .ok();
    let now = browser.run(asked).await.as_u64().unwrap();
    asks(now + 3).await;
    assert_eq!(browser.run(same).await, false, "what is new is shown");
    let banners = "return document.querySelectorAll('#upfront-banner').length";
    assert_eq!(browser.run(banners).await, 1);
    browser.end().await;
}
