//! What a project holds before an import: its zone, platforms, ids and names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::tz::TimeZone;
use walkdir::WalkDir;

use super::platforms::Platforms;
use super::record::{Group, Page, Platform, Record};
use super::report::{Loss, Report};
use super::{Failure, times, write};
use crate::source::{self, INCIDENTS};
use crate::text::collision_key;

/// A project as an import finds it.
pub(super) struct There {
    pub(super) zone: TimeZone,
    pub(super) platforms: Platforms,
    pub(super) ids: BTreeMap<String, String>,
    /// Spelled so that names which would be one file are equal.
    pub(super) names: BTreeSet<String>,
}

/// A project that is there; its `status.yml` is never changed.
pub(super) fn existing(root: &Path, page: &Page, records: &[Record]) -> Result<There, Failure> {
    let project = source::load(root);
    let Some(model) = project.model else {
        return Err(Failure::found(project.found));
    };
    let platforms = Platforms::of_site(page, &model.site);
    let missing = platforms.missing(records);
    if !missing.is_empty() {
        let lines: Vec<String> = missing
            .iter()
            .map(|p| {
                format!(
                    "  - {{id: {}, name: {}}}",
                    p.key.as_deref().unwrap_or(""),
                    write::yaml(&p.name)
                )
            })
            .collect();
        return Err(Failure::content(
            "import-platform",
            format!(
                "status.yml does not know {}; it is yours and is not changed. Add under `platforms:`\n{}",
                if missing.len() == 1 {
                    "a platform of these records"
                } else {
                    "some platforms of these records"
                },
                lines.join("\n")
            ),
        ));
    }
    let ids = model
        .incidents()
        .map(|i| (i.id.clone(), i.files.first().cloned().unwrap_or_default()))
        .collect();
    Ok(There {
        zone: model.site.zone.clone(),
        platforms,
        ids,
        names: names(root),
    })
}

/// A new `status.yml`, and the project that it makes.
pub(super) fn new_site(root: &Path, page: &Page, report: &mut Report) -> (String, There) {
    let platforms = Platforms::new(page);
    let (zone, known) = times::zone(page.timezone.as_deref());
    let name = page.timezone.as_deref().filter(|_| known).unwrap_or("UTC");
    let name = if matches!(name, "Etc/UTC" | "Etc/GMT") {
        "UTC"
    } else {
        name
    };
    if !known {
        report.add(
            Loss::Guess,
            format!(
                "`{}` is no IANA time zone; UTC was written",
                page.timezone.as_deref().unwrap_or("")
            ),
            "status.yml: timezone",
        );
    }
    let url = page
        .url
        .as_deref()
        .and_then(|u| url::Url::parse(u).ok())
        .filter(|u| {
            matches!(u.scheme(), "http" | "https")
                && u.host_str().is_some()
                && u.username().is_empty()
                && u.password().is_none()
        })
        .map(|mut u| {
            u.set_query(None);
            u.set_fragment(None);
            u.to_string()
        })
        .unwrap_or_else(|| {
            report.add(
                Loss::Guess,
                "the source has no address of the page: write yours",
                "status.yml: url",
            );
            "https://status.example.com/".to_string()
        });
    let title = page
        .title
        .clone()
        .filter(|t| !t.trim().is_empty())
        .unwrap_or_else(|| {
            report.add(
                Loss::Guess,
                "the source has no title of the page: write yours",
                "status.yml: title",
            );
            "Status".to_string()
        });
    let text = write::status(page, name, &url, &title, &platforms);
    let there = There {
        zone,
        platforms,
        ids: BTreeMap::new(),
        names: names(root),
    };
    (text, there)
}

/// A site needs one platform at least.
pub(super) fn ensure_platform(page: &mut Page, report: &mut Report) {
    if page.platforms.iter().any(|g| !g.platforms.is_empty()) {
        return;
    }
    let name = page.title.clone().unwrap_or_else(|| "Service".to_string());
    report.add(
        Loss::Guess,
        format!("the source names no platform; `{name}` stands for all: write yours"),
        "status.yml: platforms",
    );
    page.platforms = vec![Group {
        name: None,
        platforms: vec![Platform {
            source: String::new(),
            name,
            ..Platform::default()
        }],
    }];
}

fn names(root: &Path) -> BTreeSet<String> {
    WalkDir::new(root.join(INCIDENTS))
        .into_iter()
        .flatten()
        .filter(|e| e.file_type().is_file())
        .filter_map(|e| {
            let name = e.file_name().to_string_lossy().into_owned();
            name.strip_suffix(".md")
                .map(|n| collision_key(n.split('.').next().unwrap_or(n)))
        })
        .collect()
}
