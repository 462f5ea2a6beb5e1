//! Media types of the files of a site (IANA, "Media Types").
//!
//! Takes the name of a file; gives what hosts, the preview, pages and feeds say that it is.
//! Must not know which files a site has.

/// What is said of files with an ending that is not here.
const ANY: &str = "application/octet-stream";

/// An ending of names, without its dot, and the media type of such files. The empty one
/// is that of a name without an ending.
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json; charset=utf-8"),
    ("rss", "application/rss+xml; charset=utf-8"),
    ("atom", "application/atom+xml; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("opml", "text/x-opml; charset=utf-8"),
    ("xml", "application/xml; charset=utf-8"),
    ("txt", PLAIN),
    ("md", PLAIN),
    ("", PLAIN),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("pdf", "application/pdf"),
];

/// Words without markup.
pub const PLAIN: &str = "text/plain; charset=utf-8";

/// JSON Feed 1.1: its files end as others of another type do.
pub const JSON_FEED: &str = "application/feed+json; charset=utf-8";

/// The text format of Prometheus (its "Exposition formats").
pub const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The media type of files with an ending (`rss`), with its parameters.
pub fn of_ending(ending: &str) -> &'static str {
    let found = TYPES.iter().find(|(known, _)| *known == ending);
    found.map_or(ANY, |(_, media)| media)
}

/// The media type of the file at `path`, by its ending, with its parameters.
pub fn of_path(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    of_ending(name.rsplit_once('.').map_or("", |(_, ending)| ending))
}

/// A media type without its parameters: `text/calendar`.
pub fn essence(media: &'static str) -> &'static str {
    media.split(';').next().unwrap_or(media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_the_name_tells() {
        for (path, media) in [
            ("fr/feed/updates.rss", "application/rss+xml; charset=utf-8"),
            ("v1.2/metrics", PLAIN),
            ("a.b.png", "image/png"),
            ("a.zip", ANY),
        ] {
            assert_eq!(of_path(path), media, "{path}");
        }
        assert_eq!(essence(of_ending("ics")), "text/calendar");
        assert_eq!(essence(of_ending("svg")), "image/svg+xml");
    }
}
