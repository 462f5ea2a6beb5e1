//! From when until when, in words: pages, feeds and the writing verbs say it alike.

use jiff::tz::TimeZone;

use super::{Value, Words};
use crate::time::Moment;

impl Words {
    /// A window in words: one day is named once, and one zone.
    pub fn window(&self, from: Moment, until: Moment, zone: &TimeZone) -> String {
        let [from, until] = [from, until].map(|at| self.time(at, zone));
        let zone = ("zone", Value::Text(&until.zone));
        if from.zone != until.zone {
            let args = [
                ("from", Value::Text(&from.full)),
                ("from-zone", Value::Text(&from.zone)),
                ("until", Value::Text(&until.full)),
                zone,
            ];
            return self.say("window-zones", &args);
        }
        if from.date == until.date {
            let args = [
                ("date", Value::Text(&from.date)),
                ("from", Value::Text(&from.clock)),
                ("until", Value::Text(&until.clock)),
                zone,
            ];
            return self.say("window", &args);
        }
        let args = [
            ("from", Value::Text(&from.full)),
            ("until", Value::Text(&until.full)),
            zone,
        ];
        self.say("window-days", &args)
    }
}
