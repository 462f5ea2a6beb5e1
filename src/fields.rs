//! Keys of incident files: of the front matter, of `update` blocks and of translations.
//!
//! Takes nothing; gives the one table from which the reader, translations, the writing
//! rules, the schemas and the tables of `docs/format.md` are made. Must not know how a
//! value is read.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::model::KindWord;

/// Where keys stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The front matter of `NAME.md`.
    FrontMatter,
    /// A block ` ```update ` there.
    Update,
    /// The front matter of `NAME.fr.md`.
    Translation,
    /// A block ` ```update ` there.
    TranslatedUpdate,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text, times among it.
    Text,
    /// A list of texts.
    Texts,
    /// `true` or `false`.
    Flag,
    /// Letters, digits, `.`, `_` and `-`.
    Id,
    /// The word of a kind.
    Kind,
    /// `by hand` or `by itself`.
    End,
    /// The word of an impact.
    Impact,
    /// A time, a span, or `none` with a reason.
    Promise,
    /// Platforms with states, or a list of them.
    Affected,
    /// Platforms and plain words.
    Unaffected,
    /// Ids of regions.
    Regions,
    /// Ids of audiences.
    Audiences,
    /// Text of a limited length.
    Short,
}

/// What a key says in an `update` block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InUpdate {
    /// It may not stand there.
    Never,
    /// The same as in the front matter, with a remark or with none.
    Same(&'static str),
    /// Something of its own.
    Own(&'static str),
}

/// A key.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// People read its value as words.
    pub words: bool,
    /// Kinds of files that may have it.
    kinds: &'static [KindWord],
    /// What it says in a front matter, in Markdown; empty where it may not stand there.
    help: &'static str,
    example: &'static str,
    update: InUpdate,
    translated: &'static [Place],
}

const ALL: &[KindWord] = &[KindWord::Incident, KindWord::Maintenance, KindWord::Notice];
const PLANNED: &[KindWord] = &[KindWord::Maintenance];
const UNPLANNED: &[KindWord] = &[KindWord::Incident, KindWord::Notice];
const WITH_STATES: &[KindWord] = &[KindWord::Incident, KindWord::Maintenance];
const IN_TRANSLATIONS: &[Place] = &[Place::Translation, Place::TranslatedUpdate];

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        words: false,
        kinds: ALL,
        help: "",
        example: "",
        update: InUpdate::Never,
        translated: &[],
    }
}

impl Field {
    const fn front(self, help: &'static str, example: &'static str) -> Self {
        Self {
            help,
            example,
            ..self
        }
    }

    const fn update(self, update: InUpdate) -> Self {
        Self { update, ..self }
    }

    const fn of(self, kinds: &'static [KindWord]) -> Self {
        Self { kinds, ..self }
    }

    /// People read it; `translated` are the places of translations that may have it.
    const fn words(self, translated: &'static [Place]) -> Self {
        Self {
            words: true,
            translated,
            ..self
        }
    }
}

/// All keys, in the order of `docs/format.md`.
pub const FIELDS: [Field; 27] = [
    field("next_update", Shape::Promise)
        .update(InUpdate::Own("when you write again: a time (`14:50`), or a span after this update (`30m`, `1h30m`). `none` wants a reason: `none, the fix holds`"))
        .words(&[]),
    field("title", Shape::Text)
        .front("what readers see, in their words. **Needed**", "Music does not play")
        .words(&[Place::Translation]),
    field("kind", Shape::Kind)
        .front("`incident` (when left out), `maintenance` or `notice`", "maintenance"),
    field("began", Shape::Text)
        .front("when the impact began. Left out: the time of the first update", "2026-11-18 14:02")
        .of(UNPLANNED),
    field("ended", Shape::Text)
        .front("when the impact ended. Left out: the time of the `resolved` update", "16:02")
        .of(UNPLANNED),
    field("from", Shape::Text)
        .front("when the window of a maintenance opens. **Needed there**", "2026-12-10 22:00")
        .update(InUpdate::Own("the maintenance moves: when its window opens now. Left out: as before; a time alone means the day on which it was"))
        .of(PLANNED),
    field("until", Shape::Text)
        .front("when the window of a maintenance closes. **Needed there**", "23:30")
        .update(InUpdate::Own("the maintenance moves: when its window closes now. Left out: as before; a time alone means the day on which it was"))
        .of(PLANNED),
    field("ends", Shape::End)
        .front("`by hand`: the maintenance lasts until an update says `completed`", "by hand")
        .of(PLANNED),
    field("affected", Shape::Affected)
        .front("platforms with their states, or a list beside `impact`", "{ios: major outage}")
        .update(InUpdate::Same("only platforms that change"))
        .of(WITH_STATES),
    field("unaffected", Shape::Unaffected)
        .front("what works: platforms, or plain words", "[offline, \"bank transfers\"]")
        .update(InUpdate::Same(""))
        .words(&[Place::Translation]),
    field("regions", Shape::Regions)
        .front("where. Left out or `all`: everywhere", "[fr, de]")
        .update(InUpdate::Same("")),
    field("audiences", Shape::Audiences)
        .front("for whom. Left out or `all`: everyone", "[premium]")
        .update(InUpdate::Same("")),
    field("impact", Shape::Impact)
        .front("`none`, `minor`, `major`, `critical`. Left out: the worst state says it", "major")
        .update(InUpdate::Same(""))
        .of(WITH_STATES),
    field("symptoms", Shape::Texts)
        .front("what people see, one line each", "- Songs do not start")
        .update(InUpdate::Same("from now on"))
        .words(IN_TRANSLATIONS),
    field("error_text", Shape::Text)
        .front("the exact words that an app shows; people search for them", "Vérifiez votre connexion")
        .update(InUpdate::Same("from now on"))
        .words(&[]),
    field("workaround", Shape::Text)
        .front("what people can do now", "Use offline mode.")
        .update(InUpdate::Same("from now on"))
        .words(IN_TRANSLATIONS),
    field("short", Shape::Short)
        .front("for chat and social posts, at most 280 characters", "")
        .update(InUpdate::Same("from now on"))
        .words(IN_TRANSLATIONS),
    field("corrected", Shape::Text)
        .update(InUpdate::Own("what was wrong in this update. Correct the text, and say so here; subscribers get a correction"))
        .words(&[Place::TranslatedUpdate]),
    field("corrected_at", Shape::Text)
        .update(InUpdate::Own("when you corrected it. Left out: the correction is dated like its update, and subscribers of old updates may not see it")),
    field("reopened", Shape::Flag)
        .update(InUpdate::Own("`true`: the status goes back on purpose")),
    field("review_due", Shape::Text)
        .front("the day by which the review is promised", "2026-11-25")
        .of(WITH_STATES),
    field("pinned", Shape::Flag).front("`true`: stays on top of the home page", "true"),
    field("draft", Shape::Flag).front("`true`: is checked, but not published", "true"),
    field("drill", Shape::Flag).front(
        "`true`: a rehearsal. Watermarked, in no feed, not for search engines, changes no state",
        "true",
    ),
    field("id", Shape::Id)
        .front("permanent id. Left out: the file's name", "outage-2026-11")
        .update(InUpdate::Own("permanent id. Left out: made of the update's time")),
    field("aliases", Shape::Texts).front(
        "old addresses that lead here: a former name (in each language), or a path below the site",
        "[old-name, 2023/x.html]",
    ),
    field("lang", Shape::Text)
        .front("language of this file, if it is not the site's first one", "fr"),
];

impl Field {
    fn stands_in(&self, place: Place) -> bool {
        match place {
            Place::FrontMatter => !self.help.is_empty(),
            Place::Update => self.update != InUpdate::Never,
            _ => self.translated.contains(&place),
        }
    }

    /// A front matter of this kind may have it.
    pub fn fits(&self, kind: KindWord) -> bool {
        self.kinds.contains(&kind)
    }

    /// What it says at a place, as plain text.
    pub fn description(&self, place: Place) -> String {
        let help = match (place, self.update) {
            (Place::Update, InUpdate::Own(help)) => help.to_string(),
            (Place::Update, InUpdate::Same(remark)) if !remark.is_empty() => {
                format!("{}; {remark}", self.help)
            }
            _ => self.help.to_string(),
        };
        help.replace("**", "").replace('`', "")
    }
}

/// The key of a name.
pub fn find(name: &str) -> Option<&'static Field> {
    static ALL: [Field; FIELDS.len()] = FIELDS;
    ALL.iter().find(|field| field.name == name)
}

/// Keys that may stand at a place.
pub fn at(place: Place) -> impl Iterator<Item = Field> {
    FIELDS
        .into_iter()
        .filter(move |field| field.stands_in(place))
}

/// Their names.
pub fn names(place: Place) -> &'static [&'static str] {
    static NAMES: LazyLock<[Vec<&'static str>; 4]> = LazyLock::new(|| {
        [
            Place::FrontMatter,
            Place::Update,
            Place::Translation,
            Place::TranslatedUpdate,
        ]
        .map(|place| at(place).map(|field| field.name).collect())
    });
    &NAMES[place as usize]
}

/// The tables of `docs/format.md`: of the front matter, and of `update` blocks.
pub fn tables() -> [String; 2] {
    let mut front = "| key | what | example |\n|---|---|---|\n".to_string();
    for field in at(Place::FrontMatter) {
        let example = match field.example {
            "" => String::new(),
            example => format!("`{example}` "),
        };
        let _ = writeln!(front, "| `{}` | {} | {example}|", field.name, field.help);
    }
    let mut update = "| key of the block | what |\n|---|---|\n".to_string();
    for field in at(Place::Update) {
        let what = match field.update {
            InUpdate::Own(help) => help.to_string(),
            InUpdate::Same("") | InUpdate::Never => "as in the front matter".to_string(),
            InUpdate::Same(remark) => format!("as in the front matter, {remark}"),
        };
        let _ = writeln!(update, "| `{}` | {what} |", field.name);
    }
    [front, update]
}
