//! What every page has: head, navigation, languages, feeds.

use super::Parts;
use crate::render::Value;
use crate::render::view::{FeedLink, Html, LanguageLink, NavItem, Page, SiteView};
use crate::site::Context;
use crate::site::links::Links;

/// The frame of the page at `path` (relative to its language's root). With
/// `inline` the style sheet stands inside, so that the page is one request.
pub fn page(
    parts: &Parts<'_>,
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
    let css = inline.then(|| Html(style(parts.context)));
    Page {
        policy: super::policy::meta(css.as_ref().map(|css| css.0.as_str())),
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
        },
        nav,
        languages: languages(parts, path),
        feeds: feeds(parts, path),
        css,
    }
}

/// One sentence about the site: the owner's, else ours.
pub fn site_description(parts: &Parts<'_>) -> String {
    let site = parts.links.site;
    match &site.description {
        Some(text) => text.get(parts.links.lang).0.clone(),
        None => {
            let title = site.title.get(parts.links.lang).0;
            parts
                .words()
                .say("description-home", &[("site", Value::Text(title))])
        }
    }
}

/// Makes all links of a page begin at the site's path.
pub fn from_root(page: &mut Page, links: &Links<'_>) {
    let path = links.site.url.path();
    let below = |href: &str| format!("{path}{}", links.file(href));
    page.root = path.to_string();
    page.home = below("index.html");
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

fn languages(parts: &Parts<'_>, path: &str) -> Vec<LanguageLink> {
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

fn feeds(parts: &Parts<'_>, path: &str) -> Vec<FeedLink> {
    let site = parts.links.site.title.get(parts.links.lang).0;
    ["updates", "incidents"]
        .into_iter()
        .map(|feed| FeedLink {
            title: parts.words().say(
                &format!("feed-{feed}-title"),
                &[("site", Value::Text(site))],
            ),
            href: parts.links.from(path, &format!("feed/{feed}.rss")),
            media: "application/rss+xml",
            purpose: parts.words().say(&format!("feed-{feed}-purpose"), &[]),
        })
        .collect()
}

/// The style sheet with the owner's colours.
pub fn style(context: Context<'_>) -> String {
    let mut style = context.engine.raw("style.css").to_string();
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
