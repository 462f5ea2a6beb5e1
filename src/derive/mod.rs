//! What follows from the model at a moment: pure functions of (model, now).
//!
//! Takes the model and a moment; gives states, phases, the headline, promises,
//! history and the next moment at which the clock alone changes something.
//! Must not read a clock, a disk or a template, and knows no language.

mod freshness;
mod headline;
mod history;
mod next_change;
mod phase;
mod promises;
mod recent;
mod said;
mod scorecard;
mod uptime;

pub use freshness::{Outlook, changes, outlook, valid_until};
pub use headline::{Headline, headline};
pub use history::{Month, days, months, touching};
pub use next_change::next_change;
pub use phase::{
    Phase, Standing, duration, impact, impact_scope, last_told, over, platform_states,
    present_scope, standing, started, told_over, waits_for_clock, widest_scope,
};
pub use promises::{Outcome, outcome, tally};
pub use recent::recent;
pub use said::{announced, entry_times, is_announced_by_file, published, updated};
pub use scorecard::{Scorecard, Year, first_word, scorecard, years};
pub use uptime::{Day, Uptime, Uptimes, uptime, uptimes, weight};
