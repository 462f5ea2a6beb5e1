//! Every feed and calendar, by scope, and what each is for.

use crate::media;
use crate::model::PlatformId;
use crate::render::view::{FeedFile, FeedGroup, FeedRow, SubscribeView};
use crate::site::view_builder::ViewBuilder;
use crate::site::{calendar, feeds};

/// The view of `subscribe.html`.
pub fn view(parts: &ViewBuilder<'_>) -> SubscribeView {
    let all = feeds::all(parts.context);
    let groups = all
        .chunk_by(|a, b| feeds::heading(*a) == feeds::heading(*b))
        .map(|group| group_view(parts, group))
        .collect();
    let platforms = (0..parts.links.site.platforms.len()).map(|at| Some(PlatformId(at)));
    SubscribeView {
        groups,
        calendars: std::iter::once(None)
            .chain(platforms)
            .map(|platform| calendar_row(parts, platform))
            .collect(),
        opml: parts.href("feeds.opml"),
    }
}

fn group_view(parts: &ViewBuilder<'_>, group: &[feeds::Feed]) -> FeedGroup {
    let words = parts.words();
    let (key, how) = match feeds::heading(group[0]) {
        Some(key) => (key, "feeds-by-scope-words"),
        None => ("feeds-main", "feeds-main-words"),
    };
    FeedGroup {
        key,
        heading: words.say(key, &[]),
        words: words.say(how, &[]),
        feeds: group.iter().map(|feed| feed_row(parts, *feed)).collect(),
    }
}

fn feed_row(parts: &ViewBuilder<'_>, feed: feeds::Feed) -> FeedRow {
    let (links, words) = (parts.links, parts.words());
    let stem = feed.stem(links);
    FeedRow {
        title: feed.title(links, words),
        purpose: feed.purpose(links, words),
        files: feeds::Format::ALL
            .iter()
            .map(|format| FeedFile {
                format: format.name(),
                href: parts.href(&format!("{stem}.{}", format.ending())),
                media: format.media(),
            })
            .collect(),
    }
}

fn calendar_row(parts: &ViewBuilder<'_>, platform: Option<PlatformId>) -> FeedRow {
    let (title, purpose) = calendar::words(parts.context, parts.links, platform);
    FeedRow {
        title,
        purpose,
        files: vec![FeedFile {
            format: "iCalendar",
            href: parts.href(&calendar::path(parts.links, platform)),
            media: media::essence(media::of_ending("ics")),
        }],
    }
}
