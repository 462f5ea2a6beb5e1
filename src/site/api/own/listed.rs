//! Words of the model's lists, as documents and their schema say them: the lists of
//! the model are the only ones.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::model::{Impact, State, Status};

/// A value of a list, published as its word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<T>(pub(super) T);

/// A list of the model.
pub(super) trait List {
    /// Name and description in the schema.
    const NAMED: (&'static str, &'static str);

    /// All words, in order, each once.
    fn words() -> Vec<&'static str>;

    /// The word of a value.
    fn word(&self) -> &'static str;
}

impl List for Impact {
    const NAMED: (&'static str, &'static str) = ("Impact", "Impact of an incident.");

    fn words() -> Vec<&'static str> {
        Self::WORDS.iter().map(|(word, _)| *word).collect()
    }

    fn word(&self) -> &'static str {
        self.key()
    }
}

impl List for State {
    const NAMED: (&'static str, &'static str) = ("State", "State of a platform.");

    fn words() -> Vec<&'static str> {
        let mut states = Self::WORDS.map(|(_, state)| state);
        states.sort_unstable();
        states.map(State::key).to_vec()
    }

    fn word(&self) -> &'static str {
        self.key()
    }
}

impl List for Status {
    const NAMED: (&'static str, &'static str) = (
        "Status",
        "Status of an incident, a maintenance or a notice.",
    );

    fn words() -> Vec<&'static str> {
        let all = Self::INCIDENT.iter().chain(&Self::MAINTENANCE);
        // A notice ends like an incident.
        let notice = Self::NOTICE.iter().filter(|(_, status)| !status.is_final());
        all.chain(notice).map(|(word, _)| *word).collect()
    }

    fn word(&self) -> &'static str {
        self.key()
    }
}

impl<T: List> Serialize for Listed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<T: List> JsonSchema for Listed<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAMED.0.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": T::NAMED.1,
            "type": "string",
            "enum": T::words(),
        })
    }
}
