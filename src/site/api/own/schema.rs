//! The JSON Schema of our documents, made from the structs that write them.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::collection::{Collection, Single, YearDocument};

/// A document: the newest incidents, those of a year, or one alone.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, clippy::large_enum_variant)]
enum Document {
    Collection(Collection),
    Year(YearDocument),
    Single(Single),
}

/// `api/incidents.schema.json` (JSON Schema 2020-12). It describes what is
/// written, so that a field without a value is `null` and never missing.
pub fn schema() -> Vec<u8> {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let schema = generator.into_root_schema_for::<Document>();
    let mut bytes = serde_json::to_vec_pretty(&schema).expect("a schema has string keys only");
    bytes.push(b'\n');
    bytes
}
