//! A hosted Statuspage's public v2 API, or a page that copies it: `summary`,
//! `components`, `incidents`, `scheduled-maintenances`, single incidents, and
//! folders of these. Field names are those of that API.

mod components;
mod incident;
mod reading;
mod scope;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::broken::Broken;
use super::input::{self, Input};
use super::json::{self, Object};
use super::record::Page;
use super::report::{Loss, Report};
use super::{Failure, Imported, fetch, times};
use components::Components;
pub(super) use incident::id as permanent_id;

/// What a document may hold beside a single incident.
const DOCUMENTS: [&str; 5] = [
    "page",
    "components",
    "incidents",
    "scheduled_maintenances",
    "incident",
];

/// Incidents that the public API gives at most (`incidents.json`).
const PAGE: usize = 50;

/// Reads a file or a folder.
pub fn from_path(path: &Path) -> Result<Imported, Failure> {
    let mut broken = Broken::default();
    let inputs = input::files(path, &[".json"], &mut broken)?;
    if inputs.is_empty() {
        broken.settle(false, &mut Report::default())?;
        return Err(Failure::usage(format!(
            "{} holds no .json file",
            path.display()
        )));
    }
    from_inputs(&inputs, broken)
}

/// Fetches a page's documents, or the one document that is named.
pub fn from_address(address: &str) -> Result<Imported, Failure> {
    if address
        .split(['?', '#'])
        .next()
        .is_some_and(|a| a.ends_with(".json"))
    {
        return from_inputs(&[fetch::get(address)?], Broken::default());
    }
    let base = address.trim_end_matches('/').trim_end_matches("/api/v2");
    let inputs = ["summary", "incidents", "scheduled-maintenances"]
        .iter()
        .map(|name| fetch::get(&format!("{base}/api/v2/{name}.json")))
        .collect::<Result<Vec<_>, _>>()?;
    let mut imported = from_inputs(&inputs, Broken::default())?;
    if imported.records.len() >= PAGE {
        imported.report.add(
            Loss::Note,
            format!("this API gives the newest {PAGE} incidents only; older ones need an archive of their files"),
            address,
        );
    }
    Ok(imported)
}

fn from_inputs(inputs: &[Input], mut broken: Broken) -> Result<Imported, Failure> {
    let mut parsed = Vec::new();
    for input in inputs {
        match json::parse(input) {
            Ok(value) => parsed.push((input, value)),
            Err(failure) => broken.file(failure, &input.name)?,
        }
    }
    let mut gathered = Gathered::default();
    for (input, value) in &parsed {
        let mut faults = Vec::new();
        gathered.document(&input.name, value, inputs.len() == 1, &mut faults);
        for fault in faults {
            broken.part(WRONG_TYPE, fault, &input.name);
        }
    }
    if gathered.documents == 0 {
        broken.settle(false, &mut gathered.report)?;
        return Err(Failure::content(
            WRONG_TYPE,
            "none of the files is a document of that API",
        ));
    }
    let Gathered {
        mut page,
        components,
        incidents,
        files,
        mut report,
        ..
    } = gathered;
    let mut records = Vec::new();
    for (id, one) in &incidents {
        let mut faults = Vec::new();
        let record = incident::read(one, &components, &mut report, &mut faults);
        records.extend(record.filter(|_| faults.is_empty()));
        // What the two readings of a component both say is one fault.
        faults.dedup();
        for fault in faults {
            broken.part(WRONG_TYPE, fault, files.get(id).map_or("", String::as_str));
        }
    }
    broken.settle(!records.is_empty(), &mut report)?;
    components.report(&mut report);
    page.platforms = components.groups();
    Ok(Imported {
        page,
        records,
        report,
    })
}

/// Parts that have another type than that of the API.
const WRONG_TYPE: &str = "import-wrong-type";

#[derive(Default)]
struct Gathered<'a> {
    page: Page,
    components: Components,
    incidents: BTreeMap<String, Object<'a>>,
    files: BTreeMap<String, String>,
    report: Report,
    documents: usize,
}

impl<'a> Gathered<'a> {
    fn document(&mut self, file: &str, value: &'a Value, alone: bool, faults: &mut Vec<String>) {
        if let Value::Array(items) = value {
            self.documents += 1;
            for (n, item) in items.iter().enumerate() {
                if let Some(one) = Object::of(item, format!("{file}: [{n}]"), faults) {
                    self.incident(file, one, faults);
                }
            }
            return;
        }
        let Some(top) = Object::of(value, format!("{file}: "), faults) else {
            return;
        };
        if top.get("incident_updates").is_some() {
            self.documents += 1;
            self.incident(file, top, faults);
            return;
        }
        if !DOCUMENTS.iter().any(|key| top.get(key).is_some()) {
            let what = format!(
                "no document of that API: it has none of {}",
                crate::text::one_of(DOCUMENTS)
            );
            if alone {
                faults.push(format!("{file}: this is {what}"));
            } else {
                self.report.add(Loss::LeftOut, what, file);
            }
            return;
        }
        self.documents += 1;
        self.not_read(file, &top);
        if let Some(page) = top
            .get("page")
            .and_then(|v| Object::of(v, format!("{file}: page"), faults))
        {
            self.page(&page, faults);
        }
        for component in top.objects("components", faults) {
            self.components.of_page(&component, faults);
        }
        for key in ["incidents", "scheduled_maintenances"] {
            for one in top.objects(key, faults) {
                self.incident(file, one, faults);
            }
        }
        if let Some(one) = top
            .get("incident")
            .and_then(|v| Object::of(v, format!("{file}: incident"), faults))
        {
            self.incident(file, one, faults);
        }
    }

    /// What stands beside the documents of that API, such as `activeIncidents`. The
    /// page's `status` says again what its incidents say.
    fn not_read(&mut self, file: &str, top: &Object<'_>) {
        for (key, value) in top.keys() {
            let known = DOCUMENTS.contains(&key.as_str()) || key == "status";
            match value {
                _ if known => {}
                Value::Null => {}
                Value::Array(items) if items.is_empty() => {}
                Value::Array(items) => self.report.add(
                    Loss::LeftOut,
                    format!(
                        "the list `{key}`, which is not read ({} in it)",
                        items.len()
                    ),
                    file,
                ),
                _ => self.report.add(Loss::NoPlace, key.as_str(), file),
            }
        }
    }

    fn page(&mut self, page: &Object<'_>, faults: &mut Vec<String>) {
        let place = page.place.clone();
        let mut line = |key: &str| {
            page.text(key, faults)
                .map(|t| super::text::line(&t, &place, &mut self.report))
                .filter(|t| !t.is_empty())
        };
        let (name, url, zone) = (line("name"), line("url"), line("time_zone"));
        self.page.title = self.page.title.take().or(name);
        self.page.url = self.page.url.take().or(url);
        self.page.timezone = self.page.timezone.take().or(zone);
        for (key, _) in page
            .keys()
            .filter(|(k, v)| !v.is_null() && !matches!(k.as_str(), "name" | "url" | "time_zone"))
        {
            self.report
                .add(Loss::NoPlace, format!("page.{key}"), page.place.clone());
        }
    }

    fn incident(&mut self, file: &str, one: Object<'a>, faults: &mut Vec<String>) {
        let Some(id) = one.text("id", faults).filter(|id| !id.trim().is_empty()) else {
            faults.push(format!("{}.id: an incident needs an id", one.place));
            return;
        };
        // Its own reading finds the same faults.
        self.components.of_incident(&one, &mut Vec::new());
        let Some(known) = self.incidents.get(&id) else {
            self.files.insert(id.clone(), file.to_string());
            self.incidents.insert(id, one);
            return;
        };
        if known.same_as(&one) {
            return;
        }
        let moved = |o: &Object<'_>| {
            o.text("updated_at", &mut Vec::new())
                .and_then(|t| times::read(&t, &jiff::tz::TimeZone::UTC))
        };
        let (old, new) = (moved(known), moved(&one));
        // An archive may hold an incident twice; the newer reading counts.
        if self.files.get(&id).is_some_and(|f| f != file)
            && old.is_some()
            && new.is_some()
            && old != new
        {
            if new > old {
                self.files.insert(id.clone(), file.to_string());
                self.incidents.insert(id, one);
            }
            return;
        }
        self.report.add(
            Loss::LeftOut,
            format!(
                "a second incident with the id `{id}`, which says something else than {}",
                known.place
            ),
            &one.place,
        );
    }
}
