//! JSON with names for what is wrong: every fault says where it stands and what was expected.

use serde_json::{Map, Value};

use super::Failure;
use super::input::Input;

/// Parses a text.
///
/// # Errors
/// Not JSON: with line and column.
pub fn parse(input: &Input) -> Result<Value, Failure> {
    serde_json::from_str(&input.text).map_err(|e| {
        Failure::content(
            "import-json",
            format!(
                "{}:{}:{}: this is not JSON: {e}",
                input.name,
                e.line(),
                e.column()
            ),
        )
    })
}

/// An object with its place, and the faults found while reading.
pub struct Object<'a> {
    map: &'a Map<String, Value>,
    /// Where it stands.
    pub place: String,
}

/// What a person calls a value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn wrong(place: &str, expected: &str, found: &Value, faults: &mut Vec<String>) {
    faults.push(format!(
        "{place}: expected {expected}, found {}",
        kind(found)
    ));
}

impl<'a> Object<'a> {
    /// The value as an object.
    pub fn of(value: &'a Value, place: String, faults: &mut Vec<String>) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self { map, place }),
            other => {
                wrong(&place, "an object", other, faults);
                None
            }
        }
    }

    /// The raw value; null counts as missing.
    pub fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|v| !v.is_null())
    }

    /// Both say the same.
    pub fn same_as(&self, other: &Object<'_>) -> bool {
        self.map == other.map
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.map.iter()
    }

    fn at(&self, key: &str) -> String {
        let dot = if self.place.ends_with(": ") { "" } else { "." };
        format!("{}{dot}{key}", self.place)
    }

    /// Text; a number counts as its digits.
    pub fn text(&self, key: &str, faults: &mut Vec<String>) -> Option<String> {
        match self.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            other => {
                wrong(&self.at(key), "text", other, faults);
                None
            }
        }
    }

    /// `true` or `false`; missing is `false`.
    pub fn flag(&self, key: &str, faults: &mut Vec<String>) -> bool {
        match self.get(key) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(other) => {
                wrong(&self.at(key), "true or false", other, faults);
                false
            }
        }
    }

    /// A whole number.
    pub fn number(&self, key: &str, faults: &mut Vec<String>) -> Option<i64> {
        let value = self.get(key)?;
        let number = value.as_i64();
        if number.is_none() {
            wrong(&self.at(key), "a whole number", value, faults);
        }
        number
    }

    /// The objects of a list.
    pub fn objects(&self, key: &str, faults: &mut Vec<String>) -> Vec<Object<'a>> {
        match self.get(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .filter_map(|(n, item)| Object::of(item, format!("{}[{n}]", self.at(key)), faults))
                .collect(),
            Some(other) => {
                wrong(&self.at(key), "a list", other, faults);
                Vec::new()
            }
        }
    }
}
