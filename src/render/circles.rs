//! Templates that include or extend themselves, found in their text.
//!
//! Tera finds them as well, but knows no place. What is told here is the tag that leads
//! back.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::marks::inner;
use super::scan::{Kind, tags};
use crate::diagnostic::{Diagnostic, Place, SourceFile};

struct Edge {
    word: &'static str,
    to: String,
    tag: Range<usize>,
}

/// One finding for each circle of `include` and `extends`, at the tag that closes it.
pub(super) fn find(sources: &BTreeMap<String, Arc<SourceFile>>) -> Vec<Diagnostic> {
    let edges: BTreeMap<&str, Vec<Edge>> = sources
        .iter()
        .map(|(name, file)| (name.as_str(), edges(&file.text)))
        .collect();
    let mut found = Vec::new();
    let mut done = Vec::new();
    for name in edges.keys() {
        walk(
            name,
            &edges,
            sources,
            &mut Vec::new(),
            &mut done,
            &mut found,
        );
    }
    found
}

fn edges(text: &str) -> Vec<Edge> {
    let tags = tags(text).unwrap_or_default();
    let mut edges = Vec::new();
    for tag in tags.into_iter().filter(|tag| tag.kind == Kind::Tag) {
        let word = match tag.word(text, 0) {
            "include" => "includes",
            "extends" => "extends",
            _ => continue,
        };
        if let Some(token) = tag.tokens.get(1) {
            edges.push(Edge {
                word,
                to: inner(text, token).to_string(),
                tag: tag.range.clone(),
            });
        }
    }
    edges
}

/// Follows the edges of `name`; `way` are the templates that lead to it.
fn walk<'a>(
    name: &'a str,
    edges: &'a BTreeMap<&str, Vec<Edge>>,
    sources: &BTreeMap<String, Arc<SourceFile>>,
    way: &mut Vec<&'a str>,
    done: &mut Vec<&'a str>,
    found: &mut Vec<Diagnostic>,
) {
    if done.contains(&name) {
        return;
    }
    way.push(name);
    for edge in edges.get(name).into_iter().flatten() {
        match way.iter().position(|known| *known == edge.to) {
            Some(at) => found.push(explain(name, edge, &way[at..], sources)),
            None => walk(&edge.to, edges, sources, way, done, found),
        }
    }
    way.pop();
    done.push(name);
}

fn explain(
    name: &str,
    edge: &Edge,
    circle: &[&str],
    sources: &BTreeMap<String, Arc<SourceFile>>,
) -> Diagnostic {
    let file = &sources[name];
    let whole: Vec<String> = circle
        .iter()
        .chain(circle.first())
        .map(|name| format!("`{name}`"))
        .collect();
    let message = if circle.len() == 1 {
        format!("the template {} itself", edge.word)
    } else {
        format!(
            "the templates lead back to each other: {}",
            whole.join(", ")
        )
    };
    Diagnostic::error(
        "template-circle",
        Place::new(file, edge.tag.clone()),
        message,
        format!("{} `{}` again", edge.word, edge.to),
    )
    .help("take this tag out, or let it name another template; `--ignore-templates` uses the built-in ones")
}
