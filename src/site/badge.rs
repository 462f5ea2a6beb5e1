//! Badges: the state as a small SVG with text, shape and title.

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use super::Context;
use super::links::Links;
use super::view_builder::ViewBuilder;
use crate::model::{PlatformId, State};
use crate::render::{Sign, Value};

/// Width of a character in the badge's units: a little more than a wide sans needs.
const CHARACTER: usize = 7;

/// `badge.svg`: the worst state of the site; `badge/ID.svg`: of one platform.
pub fn badge(
    context: Context<'_>,
    links: &Links<'_>,
    platform: Option<PlatformId>,
    states: &[State],
) -> Vec<u8> {
    let parts = ViewBuilder::new(context, links, "badge.svg");
    let (name, state) = match platform {
        Some(id) => (parts.platform(id), states[id.0]),
        None => {
            let title = links.site.title.get(links.lang).0.clone();
            (
                title,
                states.iter().copied().max().unwrap_or(State::Operational),
            )
        }
    };
    let word = parts.words().state(state).word;
    let as_of = parts.time(context.now);
    let title = parts.words().say(
        "badge-title",
        &[
            ("name", Value::Text(&name)),
            ("state", Value::Text(&word)),
            (
                "time",
                Value::Text(&format!("{} {}", as_of.full, as_of.zone)),
            ),
        ],
    );
    draw(context, &name, &word, &title, Sign::State(state))
}

/// `badge-unknown.svg`: what scripts show once nobody can confirm the state.
pub fn unknown(context: Context<'_>, links: &Links<'_>) -> Vec<u8> {
    let words = context.engine.words(links.lang);
    let name = links.site.title.get(links.lang).0;
    let word = words.say("state-unknown", &[]);
    let label = format!("{name}: {word}");
    draw(context, name, &word, &label, Sign::Unknown)
}

fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                CHARACTER
            } else {
                CHARACTER * 2
            }
        })
        .sum()
}

fn draw(context: Context<'_>, name: &str, word: &str, label: &str, sign: Sign) -> Vec<u8> {
    let tokens = context.engine.tokens();
    let (left, right) = (width(name) + 14, width(word) + 36);
    let number = |n: usize| n.to_string();
    let mut svg = Svg(Writer::new(Vec::new()));
    let total = number(left + right);
    svg.start(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("width", &total),
            ("height", "20"),
            ("viewBox", &format!("0 0 {total} 20")),
            ("role", "img"),
            ("aria-label", label),
        ],
    );
    svg.text("title", &[], label);
    svg.empty(
        "rect",
        &[
            ("width", &total),
            ("height", "20"),
            ("rx", "4"),
            ("fill", tokens.colour(sign)),
        ],
    );
    svg.empty(
        "path",
        &[
            (
                "d",
                &format!("M4 0h{}v20H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z", left - 4),
            ),
            ("fill", tokens.colour(Sign::Neutral)),
        ],
    );
    svg.empty(
        "path",
        &[
            ("d", tokens.path(sign)),
            ("fill", "#fff"),
            ("transform", &format!("translate({left})")),
        ],
    );
    let font = [
        ("fill", "#fff"),
        ("font-family", "Verdana,DejaVu Sans,sans-serif"),
        ("font-size", "11"),
        ("y", "14"),
    ];
    let (name_width, word_width) = (number(width(name)), number(width(word)));
    let (name_x, word_x) = (number(7), number(left + 24));
    svg.text(
        "text",
        &[&font[..], &[("x", &name_x), ("textLength", &name_width)]].concat(),
        name,
    );
    svg.text(
        "text",
        &[&font[..], &[("x", &word_x), ("textLength", &word_width)]].concat(),
        word,
    );
    svg.end("svg");
    let mut bytes = svg.0.into_inner();
    bytes.push(b'\n');
    bytes
}

/// Writes into memory, which cannot fail.
struct Svg(Writer<Vec<u8>>);

impl Svg {
    fn put(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("writing into memory");
    }

    fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
        let mut start = BytesStart::new(name);
        for attribute in attributes {
            start.push_attribute(*attribute);
        }
        start
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.put(Event::Start(Self::element(name, attributes)));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.put(Event::Empty(Self::element(name, attributes)));
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.put(Event::Text(BytesText::new(text)));
        self.end(name);
    }

    fn end(&mut self, name: &str) {
        self.put(Event::End(BytesEnd::new(name)));
    }
}
