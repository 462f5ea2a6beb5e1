//! Card images (OpenGraph `og:image`): what a chat shows beside a link.
//!
//! The newest incidents of major or critical impact have a card of their own, with the
//! title; everything else shares one for its impact or kind. Pictures of two tones with
//! sixteen steps between, so that ten thousand of them stay cheap. Words that the
//! built-in font does not have (it has Latin, Greek and Cyrillic) are left out: the
//! title stands beside the picture anyway.

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};
use ab_glyph_rasterizer::{Rasterizer, point as at};

use super::Context;
use super::links::Links;
use super::view_builder::ViewBuilder;
use crate::derive;
use crate::model::{Impact, Incident, Kind, KindWord, Model, State};
use crate::render::Sign;

/// Size in pixels: what Facebook, X and chats ask for at least in a large card.
pub const SIZE: (u32, u32) = (1200, 630);

const WIDTH: usize = SIZE.0 as usize;
const HEIGHT: usize = SIZE.1 as usize;
const MARGIN: f32 = 80.0;
const TITLE: f32 = 76.0;
const SMALL: f32 = 40.0;
const LINES: usize = 4;

static FONT: &[u8] = include_bytes!("card/DejaVuSans-Bold.subset.ttf");

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// An incident.
    Incident(Impact),
    /// A maintenance.
    Maintenance,
    /// A notice.
    Notice,
}

impl Tone {
    /// Tones whose card several share.
    pub const SHARED: [Tone; 6] = [
        Tone::Incident(Impact::Critical),
        Tone::Incident(Impact::Major),
        Tone::Incident(Impact::None),
        Tone::Incident(Impact::Minor),
        Tone::Maintenance,
        Tone::Notice,
    ];

    /// The tone of an incident, maintenance or notice.
    pub fn of(incident: &Incident) -> Self {
        match incident.kind {
            Kind::Incident => Tone::Incident(derive::impact(incident)),
            Kind::Maintenance { .. } => Tone::Maintenance,
            Kind::Notice => Tone::Notice,
        }
    }

    /// A card of its own, with the title.
    fn has_own(self) -> bool {
        matches!(self, Tone::Incident(Impact::Major | Impact::Critical))
    }

    fn key(self) -> &'static str {
        match self {
            Tone::Incident(impact) => impact.key(),
            Tone::Maintenance => KindWord::Maintenance.key(),
            Tone::Notice => KindWord::Notice.key(),
        }
    }

    /// Whose colour and shape it has.
    fn sign(self) -> Sign {
        match self {
            Tone::Incident(Impact::Critical) => Sign::State(State::MajorOutage),
            Tone::Incident(Impact::Major) => Sign::State(State::PartialOutage),
            Tone::Incident(Impact::Minor) => Sign::State(State::DegradedPerformance),
            Tone::Maintenance => Sign::State(State::UnderMaintenance),
            Tone::Incident(Impact::None) | Tone::Notice => Sign::Neutral,
        }
    }
}

/// Incidents that may have a card of their own: the newest of these have one.
const NEWEST: usize = 100;

/// The incident has a card of its own if it is among the newest. A picture of an outage
/// must not travel from a rehearsal.
pub fn may_be_own(incident: &Incident) -> bool {
    !incident.drill && Tone::of(incident).has_own()
}

/// Which incidents have a card of their own.
#[derive(Debug, Clone, Copy)]
pub struct Owners<'a> {
    /// The oldest of them, by the order of the model.
    oldest: Option<&'a Incident>,
}

impl<'a> Owners<'a> {
    /// Those of a model.
    pub fn of(model: &'a Model) -> Self {
        let mut newest = model.incidents().rev().filter(|i| may_be_own(i));
        Self {
            oldest: newest.nth(NEWEST - 1),
        }
    }

    /// This one is among them.
    pub fn has(self, incident: &Incident) -> bool {
        let is_new = |oldest: &Incident| oldest.order(incident).is_le();
        may_be_own(incident) && self.oldest.is_none_or(is_new)
    }
}

/// Path of the card of an incident, in its language.
pub fn path(incident: &Incident, own: bool) -> String {
    match Tone::of(incident) {
        _ if own => format!("cards/{}.png", incident.name),
        _ if incident.drill => shared_path(Tone::Incident(Impact::None)),
        tone => shared_path(tone),
    }
}

/// Path of a card that several share.
pub fn shared_path(tone: Tone) -> String {
    format!("card/{}.png", tone.key())
}

/// The card of an incident.
pub fn own(context: Context<'_>, links: &Links<'_>, incident: &Incident) -> Vec<u8> {
    let parts = ViewBuilder::new(context, links, "index.html");
    let title = parts.author(&incident.title).text;
    draw(&parts, Tone::of(incident), Some(&title))
}

/// A card that several share.
pub fn shared(context: Context<'_>, links: &Links<'_>, tone: Tone) -> Vec<u8> {
    draw(&ViewBuilder::new(context, links, "index.html"), tone, None)
}

fn draw(parts: &ViewBuilder<'_>, tone: Tone, title: Option<&str>) -> Vec<u8> {
    let font = FontRef::try_from_slice(FONT).expect("the built-in font is a font");
    let words = parts.words();
    let tokens = parts.context.engine.tokens();
    let mut card = Card {
        font,
        pixels: vec![0; WIDTH * HEIGHT],
    };
    card.shape(&tokens.corners(tone.sign()), 8.5);
    let kind = match tone {
        Tone::Incident(Impact::None) => words.kind(KindWord::Incident).word,
        Tone::Incident(impact) => words.say(
            "impact-of",
            &[(
                "impact",
                crate::render::Value::Text(&words.impact(impact).word),
            )],
        ),
        Tone::Maintenance => words.kind(KindWord::Maintenance).word,
        Tone::Notice => words.kind(KindWord::Notice).word,
    };
    card.line(&kind, SMALL, MARGIN + 180.0, MARGIN + 82.0);
    let site = parts.links.site.title.get(parts.links.lang).0;
    let host = parts.links.site.url.host_str().unwrap_or_default();
    match title {
        Some(title) => {
            card.lines(title);
            card.line(site, SMALL, MARGIN, HEIGHT as f32 - MARGIN);
        }
        None => {
            card.lines(site);
            card.line(host, SMALL, MARGIN, HEIGHT as f32 - MARGIN);
        }
    }
    card.png(tokens.rgb(tone.sign()))
}

struct Card {
    font: FontRef<'static>,
    /// How much of a pixel is covered.
    pixels: Vec<u8>,
}

impl Card {
    fn cover(&mut self, x: i64, y: i64, coverage: f32) {
        let inside = (0..WIDTH as i64).contains(&x) && (0..HEIGHT as i64).contains(&y);
        if inside {
            let pixel = &mut self.pixels[y as usize * WIDTH + x as usize];
            *pixel = (*pixel).max((coverage.clamp(0.0, 1.0) * 255.0) as u8);
        }
    }

    /// A polygon at the top left.
    fn shape(&mut self, points: &[(f32, f32)], scale: f32) {
        let size = (16.0 * scale) as usize + 1;
        let mut raster = Rasterizer::new(size, size);
        for (from, to) in points.iter().zip(points.iter().cycle().skip(1)) {
            raster.draw_line(
                at(from.0 * scale, from.1 * scale),
                at(to.0 * scale, to.1 * scale),
            );
        }
        raster.for_each_pixel_2d(|x, y, coverage| {
            self.cover(
                i64::from(x) + MARGIN as i64,
                i64::from(y) + MARGIN as i64,
                coverage,
            );
        });
    }

    fn knows(&self, words: &str) -> bool {
        words
            .chars()
            .all(|c| c.is_whitespace() || self.font.glyph_id(c) != GlyphId(0))
    }

    fn width(&self, words: &str, size: f32) -> f32 {
        let font = self.font.as_scaled(PxScale::from(size));
        words
            .chars()
            .map(|c| font.h_advance(self.font.glyph_id(c)))
            .sum()
    }

    /// Words on one line, cut where the card ends; none that the font does not have.
    fn line(&mut self, words: &str, size: f32, left: f32, base: f32) {
        if !self.knows(words) {
            return;
        }
        let scale = PxScale::from(size);
        let mut x = left;
        for c in words.chars() {
            let id = self.font.glyph_id(c);
            let glyph = id.with_scale_and_position(scale, point(x, base));
            if let Some(outline) = self.font.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                outline.draw(|px, py, coverage| {
                    self.cover(
                        i64::from(px) + bounds.min.x as i64,
                        i64::from(py) + bounds.min.y as i64,
                        coverage,
                    );
                });
            }
            x += self.font.as_scaled(scale).h_advance(id);
        }
    }

    /// Large words, broken between words.
    fn lines(&mut self, words: &str) {
        let most = WIDTH as f32 - 2.0 * MARGIN;
        let mut lines: Vec<String> = vec![String::new()];
        for word in words.split_whitespace() {
            let last = lines.last_mut().expect("there is a line");
            let longer = format!("{last}{}{word}", if last.is_empty() { "" } else { " " });
            if last.is_empty() || self.width(&longer, TITLE) <= most {
                *last = longer;
            } else {
                lines.push(word.to_string());
            }
        }
        if lines.len() > LINES {
            lines.truncate(LINES);
            if let Some(last) = lines.last_mut() {
                last.push('…');
            }
        }
        for (n, line) in lines.iter().enumerate() {
            self.line(line, TITLE, MARGIN, 320.0 + n as f32 * 82.0);
        }
    }

    /// Sixteen steps from the ground to white (PNG, section 11.2: colour type 3).
    fn png(&self, ground: [u8; 3]) -> Vec<u8> {
        let step = |n: u8, ground: u8| {
            (u16::from(ground) + (255 - u16::from(ground)) * u16::from(n) / 15) as u8
        };
        let palette: Vec<u8> = (0..16).flat_map(|n| ground.map(|g| step(n, g))).collect();
        // Most rows are ground alone.
        let ground_row = [0; WIDTH];
        let mut packed = vec![0; WIDTH * HEIGHT / 2];
        let rows = self.pixels.chunks_exact(WIDTH);
        for (row, packed) in rows.zip(packed.chunks_exact_mut(WIDTH / 2)) {
            if row != ground_row {
                for (pair, both) in row.chunks_exact(2).zip(packed) {
                    *both = (pair[0] & 0xF0) | pair[1] >> 4;
                }
            }
        }
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, SIZE.0, SIZE.1);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette);
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::NoFilter);
        let written = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&packed));
        written.expect("writing into memory");
        out
    }
}
