//! Colours and shapes of `templates/tokens.yml`: ours, with the owner's values in place of
//! those that an owner gives otherwise.

use std::fmt::Write as _;
use std::sync::Arc;

use super::builtin;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::model::State;
use crate::yaml::{self, Node, Reader, Value};

/// The name of the table in `templates/`.
pub(super) const NAME: &str = "tokens.yml";

/// What a row may have.
const KEYS: [&str; 5] = ["light", "dark", "icon", "path", "corners"];

/// What has a colour and a shape of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The state of a platform.
    State(State),
    /// Nobody can confirm the state.
    Unknown,
    /// Something that is no state.
    Neutral,
}

impl Sign {
    /// The sign of a key that templates know: of a state, or `unknown`.
    fn of_key(key: &str) -> Self {
        match State::WORDS.iter().find(|(word, _)| *word == key) {
            Some((_, state)) => Sign::State(*state),
            None if key == "unknown" => Sign::Unknown,
            None => Sign::Neutral,
        }
    }

    /// Its row in the table.
    fn row(self) -> &'static str {
        match self {
            Sign::State(State::Operational) => "operational",
            Sign::State(State::UnderMaintenance) => "maintenance",
            Sign::State(State::DegradedPerformance) => "degraded",
            Sign::State(State::PartialOutage) => "partial",
            Sign::State(State::MajorOutage) => "major",
            Sign::Unknown => "unknown",
            Sign::Neutral => "neutral",
        }
    }
}

/// The table: each value with its row and key, in the order of the file.
#[derive(Debug, Default)]
pub struct Tokens(Vec<Token>);

#[derive(Debug)]
struct Token {
    row: String,
    key: String,
    value: String,
}

impl Tokens {
    /// Our table, with what the owner's `own` says otherwise.
    ///
    /// # Errors
    /// Rows and keys that ours does not have, and values that are no colour or no shape.
    pub(super) fn new(own: Option<&Arc<SourceFile>>) -> Result<Self, Vec<Diagnostic>> {
        let mut files = builtin::files();
        let (_, ours) = files
            .find(|(name, _)| name == NAME)
            .expect("the table is built in");
        let mut tokens = Self::default();
        tokens.read(&ours, None)?;
        if let Some(own) = own {
            let rows: Vec<String> = tokens.0.iter().map(|token| token.row.clone()).collect();
            tokens.read(own, Some(&rows))?;
        }
        Ok(tokens)
    }

    /// Takes the values of a file; `known` are the rows that it may have, if not any.
    fn read(
        &mut self,
        file: &Arc<SourceFile>,
        known: Option<&[String]>,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut reader = Reader::new(file);
        let Some(node) = yaml::parse(file, 0..file.text.len(), &mut reader.found) else {
            return Err(reader.found);
        };
        let mut rows: Vec<&str> = match (known, &node.value) {
            (Some(known), _) => known.iter().map(String::as_str).collect(),
            (None, Value::Map(fields)) => fields.iter().map(|f| f.key.as_str()).collect(),
            (None, _) => Vec::new(),
        };
        rows.dedup();
        for row in reader.fields(&node, NAME, &rows).iter() {
            for field in reader.fields(&row.value, &row.key, &KEYS).iter() {
                if let Some(value) = value(&mut reader, &field.key, &field.value) {
                    self.set(&row.key, &field.key, value);
                }
            }
        }
        if reader.found.is_empty() {
            Ok(())
        } else {
            Err(reader.found)
        }
    }

    fn set(&mut self, row: &str, key: &str, value: String) {
        let mut known = self.0.iter_mut();
        match known.find(|token| token.row == row && token.key == key) {
            Some(token) => token.value = value,
            None => self.0.push(Token {
                row: row.to_string(),
                key: key.to_string(),
                value,
            }),
        }
    }

    fn get(&self, sign: Sign, key: &str) -> &str {
        let mut all = self.0.iter();
        let found = all.find(|token| token.row == sign.row() && token.key == key);
        found.map_or("", |token| &token.value)
    }

    /// The colour behind white words, as `#rrggbb`.
    pub fn colour(&self, sign: Sign) -> &str {
        self.get(sign, "light")
    }

    /// The same as red, green and blue.
    pub fn rgb(&self, sign: Sign) -> [u8; 3] {
        rgb(self.colour(sign)).unwrap_or_default()
    }

    /// The shape as a path of SVG, in a square of 20.
    pub fn path(&self, sign: Sign) -> &str {
        self.get(sign, "path")
    }

    /// The shape as corners of a polygon, in a square of 16.
    pub fn corners(&self, sign: Sign) -> Vec<(f32, f32)> {
        corners(self.get(sign, "corners")).unwrap_or_default()
    }

    /// The shape for pages as elements of SVG, in a square of 16; `key` as templates know it.
    pub(super) fn icon(&self, key: &str) -> &str {
        self.get(Sign::of_key(key), "icon")
    }

    /// Custom properties of each row with two colours, in CSS.
    pub fn css(&self) -> String {
        let of = |wanted: &str| -> String {
            let mut lines = String::new();
            let all = self.0.iter().filter(|token| token.key == wanted);
            for Token { row, value, .. } in all.filter(|token| self.has_two(&token.row)) {
                let _ = writeln!(lines, "--{row}: {value};");
            }
            lines
        };
        format!(
            ":root {{\ncolor-scheme: light dark;\n{}}}\n\
             @media (prefers-color-scheme: dark) {{\n:root {{\n{}}}\n}}\n",
            of("light"),
            of("dark")
        )
    }

    fn has_two(&self, row: &str) -> bool {
        self.0
            .iter()
            .any(|token| token.row == row && token.key == "dark")
    }
}

/// The value of a key, if it is one; else an error.
fn value(reader: &mut Reader, key: &str, node: &Node) -> Option<String> {
    let text = reader.text(node)?;
    let (fits, expected) = match key {
        "light" | "dark" => (
            rgb(&text).is_some(),
            "a colour in quotes: \"#0b6e4f\" or \"#fff\"",
        ),
        "path" => (is_path(&text), "a path of SVG: M4 4h12v12H4z"),
        "corners" => (
            corners(&text).is_some(),
            "three corners or more: 8,0 16,16 0,16",
        ),
        _ => (true, ""),
    };
    if !fits {
        let said = format!("`{text}` cannot be `{key}`");
        reader.error("token-bad", node.span.clone(), said, expected);
    }
    fits.then_some(text)
}

/// Red, green and blue of `#rrggbb` or `#rgb`.
fn rgb(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#').filter(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit())
    })?;
    let width = digits.len() / 3;
    let mut all = [0; 3];
    for (channel, at) in all.iter_mut().zip((0..).step_by(width)) {
        let one = &digits[at..at + width];
        *channel = u8::from_str_radix(&one.repeat(3 - width), 16).ok()?;
    }
    Some(all)
}

/// Commands and numbers alone: it stands between quotes of a script.
fn is_path(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b" .,-".contains(&b))
}

/// `8,0 16,16 0,16`, as `points` of SVG has it: in the square.
fn corners(text: &str) -> Option<Vec<(f32, f32)>> {
    let number = |text: &str| {
        let number: f32 = text.parse().ok()?;
        (0.0..=16.0).contains(&number).then_some(number)
    };
    let all: Option<Vec<_>> = text
        .split_whitespace()
        .map(|corner| {
            let (x, y) = corner.split_once(',')?;
            Some((number(x)?, number(y)?))
        })
        .collect();
    all.filter(|all| all.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> Result<Tokens, Vec<Diagnostic>> {
        Tokens::new(Some(&SourceFile::new("templates/tokens.yml", text)))
    }

    #[test]
    fn every_sign_has_its_colour_and_shapes() {
        let tokens = Tokens::new(None).unwrap();
        for (key, state) in State::WORDS {
            let sign = Sign::State(state);
            assert!(rgb(tokens.colour(sign)).is_some(), "{sign:?}");
            assert!(!tokens.path(sign).is_empty(), "{sign:?}");
            assert!(!tokens.icon(key).is_empty(), "{sign:?}");
            if state != State::Operational {
                assert!(tokens.corners(sign).len() > 2, "{sign:?}");
            }
        }
        assert!(!tokens.path(Sign::Unknown).is_empty());
        assert!(!tokens.corners(Sign::Neutral).is_empty());
        assert_ne!(tokens.icon("unknown"), tokens.icon("open"));
    }

    #[test]
    fn an_owner_changes_one_value() {
        let tokens = own("major: {light: \"#a00\"}\n").unwrap();
        let sign = Sign::State(State::MajorOutage);
        assert_eq!(tokens.rgb(sign), [0xaa, 0, 0]);
        assert!(tokens.css().contains("--major: #a00;\n}"));
        assert!(tokens.css().contains("--major: #ff8a8a;"));
        assert!(tokens.corners(sign).len() > 2);
    }

    #[test]
    fn what_is_no_token_is_named() {
        for (text, code) in [
            ("mayor: {light: \"#a00\"}", "unknown-key"),
            ("major: {ligth: \"#a00\"}", "unknown-key"),
            ("major: {light: red}", "token-bad"),
            ("major: {path: \"M0 0'\"}", "token-bad"),
            ("major: {corners: \"0,0 16,17 0,16\"}", "token-bad"),
            ("major: {corners: \"0,0 16,16\"}", "token-bad"),
        ] {
            let found = own(text).unwrap_err();
            assert_eq!(found[0].code, code, "{text}");
        }
    }
}
