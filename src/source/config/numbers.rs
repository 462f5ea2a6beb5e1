//! Uptime and cadence of `status.yml`.

use jiff::SignedDuration;

use crate::model::{Cadence, State, Uptime, Weights};
use crate::yaml::{Fields, Node, Reader, Value};

pub(super) fn uptime(reader: &mut Reader, fields: Fields<'_>) -> Uptime {
    let mut uptime = Uptime {
        days: 90,
        weights: Weights::Statuspage,
    };
    let Some(node) = fields.get("uptime") else {
        return uptime;
    };
    let fields = reader.fields(node, "uptime", &["days", "weights"]);
    if let Some(node) = fields.get("days") {
        match node.value {
            Value::Number(days, _) if days.fract() == 0.0 && (1.0..=366.0).contains(&days) => {
                uptime.days = days as u16
            }
            _ => reader.error(
                "number-bad",
                node.span.clone(),
                "these are no days",
                "expected a whole number from 1 to 366",
            ),
        }
    }
    if let Some(node) = fields.get("weights") {
        uptime.weights = weights(reader, node);
    }
    uptime
}

fn weights(reader: &mut Reader, node: &Node) -> Weights {
    const NAMED: [(&str, u8); 3] = [("statuspage", 0), ("incident_io", 1), ("openstatus", 2)];
    let Value::Map(fields) = &node.value else {
        return match reader.word(node, "unknown-weights", "a way to weigh uptime", &NAMED) {
            Some(1) => Weights::IncidentIo,
            Some(2) => Weights::Openstatus,
            _ => Weights::Statuspage,
        };
    };
    let mut own = Vec::new();
    for field in fields {
        let state = reader.known(
            "unknown-state",
            "a state",
            &field.key,
            field.key_span.clone(),
            &State::WORDS,
        );
        match field.value.value {
            Value::Number(weight, _) if (0.0..=1.0).contains(&weight) => {
                own.extend(state.map(|s| (s, weight)))
            }
            _ => reader.error(
                "number-bad",
                field.value.span.clone(),
                "this is no weight",
                "expected a number from 0 to 1",
            ),
        }
    }
    Weights::Own(own)
}

pub(super) fn cadence(reader: &mut Reader, fields: Fields<'_>) -> Cadence {
    let mut cadence = Cadence::default();
    let Some(node) = fields.get("cadence") else {
        return cadence;
    };
    cadence.by_impact = super::check::spans_by_impact(reader, node, "cadence");
    cadence
}

/// A day, unless the file says otherwise.
pub(super) fn valid_for(reader: &mut Reader, fields: Fields<'_>) -> SignedDuration {
    fields
        .get("valid_for")
        .and_then(|node| super::check::span(reader, node))
        .unwrap_or(SignedDuration::from_hours(24))
}
