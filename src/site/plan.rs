//! The list of all tasks.

mod each;
mod paths;
mod whole;

use std::path::PathBuf;
use std::sync::Arc;

use super::derived::Derived;
use super::links::Links;
use super::task::{Inputs, Part, Sources, Task};
use super::{Context, api, calendar, feeds};
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// All tasks of the site, static files included: home pages first, then what is made of
/// many incidents, which takes longest.
///
/// # Errors
/// Two files with one path: a static file or an old address that would replace a page.
pub fn plan<'a>(
    context: Context<'a>,
    statics: &'a [(String, PathBuf)],
) -> Result<Vec<Task<'a>>, Vec<Diagnostic>> {
    let tasks = tasks(context, statics);
    paths::check(&tasks)?;
    Ok(tasks)
}

/// What [`plan`] gives, where it is known that all paths can stand in one site: a plan with
/// the same paths was checked.
pub fn tasks<'a>(context: Context<'a>, statics: &'a [(String, PathBuf)]) -> Vec<Task<'a>> {
    let site = &context.model.site;
    let languages = site.languages.iter();
    let all: Vec<Links<'a>> = languages.map(|lang| Links::new(site, lang)).collect();
    let derived = Arc::new(Derived::new(context));
    let (feeds, incidents) = rayon::join(
        || feeds::tasks(context, &all),
        || each::incidents(context, &all),
    );
    let mut tasks: Vec<Task<'a>> = all
        .iter()
        .map(|links| whole::home(context, links, &derived))
        .collect();
    tasks.extend(each::platforms(context, &all, &derived));
    tasks.extend(api::tasks(context, &derived));
    tasks.extend(
        all.iter()
            .map(|links| whole::history(context, links, &derived)),
    );
    tasks.extend(feeds);
    tasks.extend(calendar::tasks(context, &all));
    tasks.extend(each::years(context, &all, &derived));
    tasks.extend(each::months(context, &all, &derived));
    tasks.extend(incidents);
    tasks.extend(each::redirects(context, &all));
    for links in &all {
        tasks.push(whole::language(context, links));
        tasks.push(whole::shared_cards(context, links));
    }
    tasks.extend(whole::site(context));
    tasks.extend(statics.iter().map(|(path, disk)| copied(path, disk)));
    tasks
}

/// A file of `static/`.
fn copied<'a>(path: &'a str, disk: &'a PathBuf) -> Task<'a> {
    let file = format!("static/{path}");
    let inputs = Inputs {
        sources: Sources::Static(file.clone()),
        clock: false,
    };
    let copy = Part::asset(path, move |()| {
        std::fs::read(disk).map_err(|error| unreadable(path, &error))
    });
    Task::of_files(file, inputs, vec![copy])
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
