//! What every page has: head, navigation, languages, feeds.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{script_words, search};
use crate::model::{Lang, State};
use crate::render::view::{FeedLink, Html, LanguageLink, NavItem, Page, SiteView};
use crate::render::{Sign, Tokens, Value};
use crate::site::links::Links;
use crate::site::view_builder::ViewBuilder;
use crate::site::{Context, feeds};

/// Path of our icon, for sites that have none of their own.
pub const ICON: &str = "favicon.svg";

/// The frame of the page at `path` (relative to its language's root). With
/// `inline` the style sheet stands inside, so that the page is one request.
pub fn page(
    parts: &ViewBuilder<'_>,
    path: &str,
    title: String,
    description: String,
    inline: bool,
) -> Page {
    let links = parts.links;
    let site = links.site;
    let words = parts.words();
    let text = |text: &crate::model::Text| text.get(links.lang).0.clone();
    let nav = [
        ("nav-home", "index.html"),
        ("nav-history", "history.html"),
        ("nav-subscribe", "subscribe.html"),
    ]
    .into_iter()
    .map(|(key, to)| NavItem {
        label: words.say(key, &[]),
        href: links.from(path, to),
        current: path == to,
    })
    .collect();
    let css = inline.then(|| Html(inline_style(parts.context)));
    let script = inline.then(|| Html(script(parts.context, links.lang)));
    let text_of = |html: &Option<Html>| html.as_ref().map(|html| html.0.clone());
    Page {
        policy: super::policy::meta(text_of(&css).as_deref(), text_of(&script).as_deref()),
        card: None,
        og_type: "website",
        drill: false,
        linked_data: None,
        lang: links.lang.to_string(),
        dir: links.lang.direction(),
        title,
        description,
        canonical: links.absolute(&links.file(path)),
        root: links.root(path),
        home: links.from(path, "index.html"),
        site: SiteView {
            title: text(&site.title),
            address: links.absolute(&links.file("index.html")),
            description: site.description.as_ref().map(text),
            support: site.support.clone(),
            logo: site.theme.logo.clone(),
            icon: links.from("", site.theme.icon.as_deref().unwrap_or(ICON)),
        },
        nav,
        languages: languages(parts, path),
        feeds: feeds(parts, path),
        css,
        script,
        folder: links.from(path, ""),
    }
}

/// Makes all links of a page begin at the site's path.
pub fn from_root(page: &mut Page, links: &Links<'_>) {
    let path = links.site.url.path();
    let below = |href: &str| format!("{path}{}", links.file(href));
    page.root = path.to_string();
    page.home = below("index.html");
    page.folder = below("");
    for item in &mut page.nav {
        item.href = below(&item.href);
    }
    for feed in &mut page.feeds {
        feed.href = below(&feed.href);
    }
    for language in &mut page.languages {
        let lang = links
            .site
            .languages
            .iter()
            .find(|l| l.as_str() == language.lang);
        language.href = format!(
            "{path}{}",
            links.file_in(lang.unwrap_or(links.lang), "404.html")
        );
    }
}

fn languages(parts: &ViewBuilder<'_>, path: &str) -> Vec<LanguageLink> {
    let links = parts.links;
    links
        .site
        .languages
        .iter()
        .map(|lang| {
            let file = links.file_in(lang, path);
            LanguageLink {
                lang: lang.to_string(),
                name: parts.context.engine.words(lang).say("language-name", &[]),
                href: format!("{}{}", links.root(path), links.from("", &file)),
                absolute: links.absolute(&file),
                current: lang == links.lang,
            }
        })
        .collect()
}

fn feeds(parts: &ViewBuilder<'_>, path: &str) -> Vec<FeedLink> {
    let site = parts.links.site.title.get(parts.links.lang).0;
    ["updates", "incidents"]
        .into_iter()
        .map(|feed| FeedLink {
            title: parts.words().say(
                &format!("feed-{feed}-title"),
                &[("site", Value::Text(site))],
            ),
            href: parts.links.from(path, &format!("feed/{feed}.rss")),
            media: feeds::Format::Rss.media(),
            purpose: parts.words().say(&format!("feed-{feed}-purpose"), &[]),
        })
        .collect()
}

/// Our icon.
pub fn icon(context: Context<'_>) -> String {
    context.engine.raw(ICON).to_string()
}

/// The line in `style.css` behind which the home page needs nothing.
const HOME_ENDS: &str = "// The home page";

/// The style sheet with colours and the owner's accent.
pub fn style(context: Context<'_>) -> String {
    coloured(context, context.engine.raw("style.css"))
}

/// As much of it as stands inside a page.
pub fn inline_style(context: Context<'_>) -> String {
    let sheet = context.engine.raw("style.css");
    coloured(context, sheet.split(HOME_ENDS).next().unwrap_or(sheet))
}

fn coloured(context: Context<'_>, sheet: &str) -> String {
    let tokens = context.engine.tokens().css();
    let mut style = close(&lean(&(tokens + sheet)));
    let theme = &context.model.site.theme;
    if let Some(accent) = &theme.accent {
        style.push_str(&format!(":root{{--accent:{accent}}}\n"));
    }
    if let Some(accent) = &theme.accent_dark {
        style.push_str(&format!(
            "@media (prefers-color-scheme:dark){{:root{{--accent:{accent}}}}}\n"
        ));
    }
    style
}

/// The script of all pages, with its words.
pub fn script(context: Context<'_>, lang: &Lang) -> String {
    let words = script_words::words_of(context.engine.words(lang), &script_words::WORDS);
    with_words(context, &words, "script.js")
}

/// The script that looks for news, a module, with its words.
pub fn news_script(context: Context<'_>, lang: &Lang) -> String {
    let words = context.engine.words(lang);
    let said = script_words::words_of(words, &script_words::NEWS_WORDS);
    format!("export default {}", with_words(context, &said, "news.js"))
}

/// The script of the history page, with its words.
pub fn search_script(context: Context<'_>, lang: &Lang) -> String {
    let words = search::words(context.engine.words(lang));
    with_words(context, &words, "search.js")
}

/// A banner for other sites, with its words.
pub fn embed_script(context: Context<'_>, lang: &Lang) -> String {
    let words = context.engine.words(lang);
    let said = ["more", "close"].map(|key| (key, words.say(&format!("embed-{key}"), &[])));
    with_tokens(
        context.engine.tokens(),
        &with_words(context, &said.into(), "embed.js"),
    )
}

/// Puts colours and shapes into the banner, which has no style sheet.
fn with_tokens(tokens: &Tokens, script: &str) -> String {
    let mut troubles = State::WORDS;
    troubles.sort_by_key(|(_, state)| Reverse(*state));
    let object = |value: &dyn Fn(Sign) -> String| -> String {
        let troubles = troubles.iter().filter(|(_, s)| *s != State::Operational);
        let entries: Vec<String> = troubles
            .map(|(key, state)| format!("{key}: '{}'", value(Sign::State(*state))))
            .collect();
        format!("{{ {} }}", entries.join(", "))
    };
    let round = Sign::State(State::Operational);
    script
        .replace("TONES", &object(&|sign| tokens.colour(sign).to_string()))
        .replace("SHAPES", &object(&|sign| tokens.path(sign).to_string()))
        .replace("NEUTRAL", &format!("'{}'", tokens.colour(Sign::Neutral)))
        .replace("ROUND", &format!("'{}'", tokens.path(round)))
}

/// A script is a function of its words.
fn with_words(context: Context<'_>, words: &BTreeMap<&'static str, String>, name: &str) -> String {
    let script = lean(context.engine.raw(name));
    format!("({})({});\n", script.trim_end(), json(words).0)
}

/// Without comments that have a line of their own, and without the space before lines.
fn lean(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Space that CSS does not need.
const SHEET: [(&str, &str); 9] = [
    (" {\n", "{"),
    (" { ", "{"),
    (": ", ":"),
    ("; ", ";"),
    (", ", ","),
    (" }", "}"),
    (";\n", ";"),
    (";}", "}"),
    (" > ", ">"),
];

/// Leaves that space out; what stands between quotes stays as it is.
fn close(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    for (at, part) in sheet.split('"').enumerate() {
        if at > 0 {
            out.push('"');
        }
        if at % 2 == 1 {
            out.push_str(part);
            continue;
        }
        let closed = SHEET.iter().fold(part.to_string(), |part, (open, closed)| {
            part.replace(open, closed)
        });
        out.push_str(&closed);
    }
    out
}

/// Data for a script element, in which `<` could end it (HTML, section 4.12.1.3).
pub fn json(data: &impl Serialize) -> Html {
    let text = serde_json::to_string(data).expect("plain data is JSON");
    Html(text.replace('<', "\\u003c"))
}
