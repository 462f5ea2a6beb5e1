//! Files for crawlers and hosts: sitemap, robots, headers.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Context;
use super::links::Links;
use super::pages::policy;
use crate::derive;
use crate::media;

/// Addresses that one sitemap may hold (sitemaps.org, "Sitemap file limits").
const MAX_ADDRESSES: usize = 50_000;

/// `sitemap.xml`: every page of every language but rehearsals, newest incidents first.
pub fn sitemap(context: Context<'_>) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let mut put = |event: Event<'_>| writer.write_event(event).expect("writing into memory");
    put(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let mut set = BytesStart::new("urlset");
    set.push_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    put(Event::Start(set));
    for address in addresses(context).into_iter().take(MAX_ADDRESSES) {
        put(Event::Start(BytesStart::new("url")));
        put(Event::Start(BytesStart::new("loc")));
        put(Event::Text(BytesText::new(&address)));
        put(Event::End(BytesEnd::new("loc")));
        put(Event::End(BytesEnd::new("url")));
    }
    put(Event::End(BytesEnd::new("urlset")));
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn addresses(context: Context<'_>) -> Vec<String> {
    let site = &context.model.site;
    let mut pages: Vec<String> = ["index.html", "history.html", "subscribe.html"]
        .map(String::from)
        .to_vec();
    pages.extend(site.platforms.iter().map(|p| Links::platform(&p.key)));
    pages.extend(
        derive::months(context.model)
            .iter()
            .map(|m| Links::month(&m.key())),
    );
    let incidents = context.model.incidents().rev();
    pages.extend(incidents.filter(|i| !i.drill).map(Links::incident));
    let links: Vec<Links<'_>> = site
        .languages
        .iter()
        .map(|lang| Links::new(site, lang))
        .collect();
    pages
        .iter()
        .flat_map(|page| links.iter().map(|l| l.absolute(&l.file(page))))
        .collect()
}

/// `robots.txt` (RFC 9309): everything may be read, and where the sitemap is.
pub fn robots(context: Context<'_>) -> Vec<u8> {
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n",
        context.model.site.url
    )
    .into_bytes()
}

/// `_headers`, as Netlify and Cloudflare Pages read it: policy, and how long
/// caches may keep what (`docs/deploy.md`).
pub fn headers(context: Context<'_>) -> Vec<u8> {
    let path = context.model.site.url.path();
    let policy = policy::header(context);
    let short = "public, max-age=30, stale-while-revalidate=60, stale-if-error=86400";
    let open = "  Access-Control-Allow-Origin: *\n  Cross-Origin-Resource-Policy: cross-origin\n";
    let (feed, json, metrics) = (media::JSON_FEED, media::of_ending("json"), media::METRICS);
    let by_language: String = context
        .model
        .site
        .languages
        .iter()
        .map(|lang| {
            let folder = Links::new(&context.model.site, lang).file("");
            format!(
                "\n{path}{folder}feed/*\n{open}\n{path}{folder}badge*\n{open}\
                 \n{path}{folder}feed/*.json\n  Content-Type: {feed}\n\
                 \n{path}{folder}news.json\n{open}\
                 \n{path}{folder}embed.js\n  Cross-Origin-Resource-Policy: cross-origin\n"
            )
        })
        .collect();
    // JSON Feeds stand in folders with other rules; these endings mean one thing everywhere.
    let by_ending: String = ["rss", "atom", "ics", "opml"]
        .map(|ending| {
            let media = media::of_ending(ending);
            format!("\n{path}*.{ending}\n  Content-Type: {media}\n")
        })
        .concat();
    format!(
        "{path}*\n  Cache-Control: {short}\n  Content-Security-Policy: {policy}\n  Referrer-Policy: no-referrer\n  \
         X-Content-Type-Options: nosniff\n  X-Frame-Options: DENY\n  Permissions-Policy: interest-cohort=()\n{by_language}{by_ending}\
         \n{path}api/*\n  Content-Type: {json}\n{open}\
         \n{path}metrics\n  Content-Type: {metrics}\n"
    )
    .into_bytes()
}
