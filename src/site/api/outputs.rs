//! The files of the API with what each depends on.

use std::sync::Arc;

use super::{metrics, own, v2};
use crate::site::edit::Wanted;
use crate::site::pages;
use crate::site::{Context, Inputs, Output, Sources};

/// All files of the API.
///
/// The Statuspage documents and `metrics` say what holds now, so the clock can
/// change them. Our own documents are functions of the files.
pub fn outputs<'a>(
    context: Context<'a>,
    wanted: Wanted<'a>,
    shared: &Arc<pages::Shared<'a>>,
) -> Vec<Output<'a>> {
    let mut outputs = Vec::new();
    let mut file = |path: String, sources: Sources, clock: bool, render: Bytes<'a>| {
        outputs.push(Output {
            path,
            inputs: Inputs { sources, clock },
            render: Box::new(move || Ok(render())),
        });
    };
    let once = Arc::new(v2::Shared::default());
    for (path, document) in v2::Document::ALL {
        let once = Arc::clone(&once);
        let render = move || v2::document(context, document, &once);
        file(
            format!("api/v2/{path}.json"),
            Sources::All,
            true,
            Box::new(render),
        );
    }
    let years = Arc::clone(shared);
    let render = move || metrics::metrics(context, years.scorecards());
    file("metrics".to_string(), Sources::All, true, Box::new(render));
    let nothing = Sources::Files(Arc::default());
    file(
        "api/incidents.schema.json".to_string(),
        nothing,
        false,
        Box::new(own::schema),
    );
    let shared = own::Shared::new(context, shared);
    let all = shared.clone();
    let render = move || own::collection(&all);
    file(
        "api/incidents.json".to_string(),
        Sources::All,
        false,
        Box::new(render),
    );
    for (year, incidents) in shared.years() {
        let files = incidents.iter().flat_map(|i| i.files.iter().cloned());
        let sources = Sources::Files(files.collect());
        let shared = shared.clone();
        let render = move || own::year(&shared, year);
        file(own::year_path(year), sources, false, Box::new(render));
    }
    for (at, incident) in shared.incidents().filter(|(_, i)| wanted.wants(i)) {
        let sources = Sources::Files(Arc::clone(&incident.files));
        let shared = shared.clone();
        let render = move || own::single(&shared, at);
        file(own::single_path(incident), sources, false, Box::new(render));
    }
    outputs
}

type Bytes<'a> = Box<dyn Fn() -> Vec<u8> + Send + Sync + 'a>;
