//! The files of the API that are about many incidents; an incident's own document is made
//! with its page.

use std::sync::Arc;

use super::{metrics, own, v2};
use crate::site::Context;
use crate::site::derived::Derived;
use crate::site::task::{Inputs, Part, Task};

/// The Statuspage documents and `metrics` say what holds now, so the clock can change
/// them. Our own documents are functions of the files.
pub fn tasks<'a>(context: Context<'a>, derived: &Arc<Derived<'a>>) -> Vec<Task<'a>> {
    let document = |(path, document): (&str, v2::Document)| {
        Part::asset(format!("api/v2/{path}.json"), move |shared: &v2::Shared| {
            Ok(v2::document(context, document, shared))
        })
    };
    let v2 = v2::Document::ALL.into_iter().map(document).collect();
    let once = Arc::clone(derived);
    let metrics = Part::asset("metrics", move |()| {
        Ok(metrics::metrics(context, once.scorecards()))
    });
    let once = Arc::clone(derived);
    let collection = Part::asset("api/incidents.json", move |()| {
        Ok(own::collection(context, &once))
    });
    let schema = Part::asset("api/incidents.schema.json", |()| Ok(own::schema()));
    vec![
        Task::new(
            "api v2",
            Inputs::all(true),
            || Ok(v2::Shared::default()),
            v2,
        ),
        Task::of_files("metrics", Inputs::all(true), vec![metrics]),
        Task::of_files("api", Inputs::all(false), vec![collection]),
        Task::of_files("api schema", Inputs::fixed(), vec![schema]),
    ]
}
