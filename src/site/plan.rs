//! The list of outputs.

mod language;
mod paths;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use super::edit::{Edit, Wanted};
use super::links::Links;
use super::output::{Inputs, Output, Render, Sources};
use super::{Context, api, calendar, feeds, hosts, pages};
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::model::Model;

/// All outputs of the site, static files included.
///
/// # Errors
/// Two outputs with one path: a static file or an old address that would
/// replace a page.
pub fn plan<'a>(
    context: Context<'a>,
    statics: &'a [(String, PathBuf)],
) -> Result<Vec<Output<'a>>, Vec<Diagnostic>> {
    let mut outputs = planned(context, statics, Wanted::All);
    paths::check(&outputs)?;
    together(&mut outputs, context.model);
    Ok(outputs)
}

/// Of the outputs of [`plan`] those that an edit can have changed, or the clock.
pub fn plan_edit<'a>(context: Context<'a>, edit: &'a Edit) -> Vec<Output<'a>> {
    let mut outputs = planned(context, &[], Wanted::Edit(edit));
    outputs.retain(|output| edit.concerns(&output.inputs));
    outputs
}

fn planned<'a>(
    context: Context<'a>,
    statics: &'a [(String, PathBuf)],
    wanted: Wanted<'a>,
) -> Vec<Output<'a>> {
    let shared = Arc::new(pages::Shared::new(context));
    let (mut outputs, others) = rayon::join(
        || {
            let mut outputs = Vec::new();
            for lang in &context.model.site.languages {
                let links = Links::new(&context.model.site, lang);
                language::plan(&mut outputs, context, &links, wanted, &shared);
            }
            outputs
        },
        || {
            let mut outputs = Vec::new();
            feeds::plan(&mut outputs, context, wanted);
            calendar::plan(&mut outputs, context);
            style_and_icon(&mut outputs, context);
            hosts(&mut outputs, context);
            outputs.extend(api::outputs(context, wanted, &shared));
            redirects(&mut outputs, context, wanted);
            outputs
        },
    );
    outputs.extend(others);
    for (path, disk) in statics {
        outputs.push(Output {
            path: path.clone(),
            inputs: Inputs {
                sources: Sources::Files(Arc::new([format!("static/{path}")])),
                clock: false,
            },
            render: Box::new(move || std::fs::read(disk).map_err(|error| unreadable(path, &error))),
        });
    }
    outputs
}

/// What is made of the same incidents stands together: who makes one after the other finds
/// what they share. What is made of many comes first, as it takes longest.
fn together(outputs: &mut [Output<'_>], model: &Model) {
    let places: HashMap<&str, usize> = model
        .incidents()
        .enumerate()
        .flat_map(|(at, incident)| incident.files.iter().map(move |file| (file.as_str(), at)))
        .collect();
    let place = |output: &Output<'_>| {
        let first = output.inputs.sources.files()?.first()?;
        places.get(first.as_str()).copied()
    };
    outputs.sort_by_cached_key(place);
}

/// `status.yml` and templates alone.
fn fixed() -> Inputs {
    Inputs {
        sources: Sources::Files(Arc::default()),
        clock: false,
    }
}

fn style_and_icon<'a>(outputs: &mut Vec<Output<'a>>, context: Context<'a>) {
    outputs.push(Output {
        path: "style.css".to_string(),
        inputs: fixed(),
        render: Box::new(move || Ok(pages::style(context).into_bytes())),
    });
    if context.model.site.theme.icon.is_none() {
        outputs.push(Output {
            path: pages::ICON.to_string(),
            inputs: fixed(),
            render: Box::new(move || Ok(pages::icon(context).into_bytes())),
        });
    }
}

fn hosts<'a>(outputs: &mut Vec<Output<'a>>, context: Context<'a>) {
    let all = Inputs {
        sources: Sources::All,
        clock: false,
    };
    let mut file = |path: &str, inputs: Inputs, render: Render<'a>| {
        outputs.push(Output {
            path: path.to_string(),
            inputs,
            render,
        });
    };
    file(
        "sitemap.xml",
        all,
        Box::new(move || Ok(hosts::sitemap(context))),
    );
    file(
        "robots.txt",
        fixed(),
        Box::new(move || Ok(hosts::robots(context))),
    );
    file(
        "_headers",
        fixed(),
        Box::new(move || Ok(hosts::headers(context))),
    );
    // GitHub Pages leaves names with `_` alone when this file is there.
    file(".nojekyll", fixed(), Box::new(|| Ok(b"\n".to_vec())));
}

/// Old addresses. Those of incident pages were one in each language; of any other nobody
/// but its owner knows what it was.
fn redirects<'a>(outputs: &mut Vec<Output<'a>>, context: Context<'a>, wanted: Wanted<'a>) {
    let site = &context.model.site;
    let named = context.model.incidents().flat_map(|i| &i.aliases);
    let named: BTreeSet<&str> = named.map(String::as_str).collect();
    for incident in wanted.of(context) {
        for alias in &incident.aliases {
            let all = pages::is_incident(alias);
            for lang in site.languages.iter().take(if all { usize::MAX } else { 1 }) {
                let links = Links::new(site, lang);
                let path = links.file(alias);
                if path != *alias && named.contains(path.as_str()) {
                    continue;
                }
                outputs.push(Output {
                    path,
                    inputs: Inputs {
                        sources: Sources::Files(Arc::clone(&incident.files)),
                        clock: false,
                    },
                    render: Box::new(move || pages::redirect(context, &links, incident, alias)),
                });
            }
        }
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Box<Diagnostic> {
    let file = SourceFile::new(format!("static/{path}"), "");
    Box::new(Diagnostic::error(
        "unreadable",
        Place::new(&file, 0..0),
        format!("static/{path} cannot be read: {error}"),
        "a file that this user may read",
    ))
}
