//! Tera 2, one instance per language, with built-in templates that the owner's
//! files replace one by one.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use fluent_bundle::FluentValue;
use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera};

use super::budget;
use super::builtin::{self, BUILT_IN};
use super::circles;
use super::marks::{self, Marked};
use super::tokens::{self, Tokens};
use super::unused;
use super::words::Words;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::model::Lang;

/// Bytes that one page may have: a template that loops without end must stop.
const MAX_PAGE: usize = 64 * 1024 * 1024;

/// Renders views by templates.
#[derive(Debug)]
pub struct Engine {
    sources: Sources,
    tokens: Arc<Tokens>,
    by_lang: BTreeMap<Lang, (Tera, Arc<Words>)>,
    /// What the first page said that had spent its budget: the others need not try.
    spent: OnceLock<Diagnostic>,
    default_lang: Lang,
    warnings: Vec<Diagnostic>,
}

impl Engine {
    /// An engine with the built-in templates, replaced by the owner's of the
    /// same name.
    ///
    /// # Errors
    /// Templates and locales that cannot be read, each with file and line.
    pub fn new(
        languages: &[Lang],
        own: &[(String, Arc<SourceFile>)],
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut files: BTreeMap<String, Arc<SourceFile>> = builtin::files().collect();
        let mut found = Vec::new();
        let mut locales = Vec::new();
        for (name, file) in own {
            if name.starts_with("locales/") {
                locales.push((name.clone(), Arc::clone(file)));
            } else {
                files.insert(name.clone(), Arc::clone(file));
            }
        }
        found.extend(circles::find(&files));
        if !found.is_empty() {
            return Err(found);
        }
        let own_tokens = own.iter().find(|(name, _)| name == tokens::NAME);
        let tokens = Tokens::new(own_tokens.map(|(_, file)| file)).map(Arc::new)?;
        let sources = Sources::new(files);
        let mut by_lang = BTreeMap::new();
        let mut warnings = unused::find(languages, own);
        for lang in languages {
            let words = Words::new(lang, &sources.files, &locales).map(Arc::new);
            match words {
                Ok(words) => match tera(&sources, Arc::clone(&words), &tokens) {
                    Ok(tera) => {
                        warnings.extend(words.missing(&sources.files));
                        by_lang.insert(lang.clone(), (tera, words));
                    }
                    Err(error) => found.push(explain(&sources, &error)),
                },
                Err(mut diagnostics) => found.append(&mut diagnostics),
            }
            if !found.is_empty() {
                return Err(found);
            }
        }
        let default_lang = languages.first().cloned().ok_or_else(Vec::new)?;
        Ok(Self {
            sources,
            tokens,
            by_lang,
            spent: OnceLock::new(),
            default_lang,
            warnings,
        })
    }

    /// A page has spent its budget: no other is tried any more.
    pub fn has_given_up(&self) -> bool {
        self.spent.get().is_some()
    }

    /// Languages of the site for which words are missing, and templates that nothing uses.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The words of a language of the site.
    pub fn words(&self, lang: &Lang) -> &Words {
        &self.of(lang).1
    }

    fn of(&self, lang: &Lang) -> &(Tera, Arc<Words>) {
        &self.by_lang[if self.by_lang.contains_key(lang) {
            lang
        } else {
            &self.default_lang
        }]
    }

    /// Colours and shapes.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// A file of `templates/` as it is.
    pub fn raw(&self, name: &str) -> &str {
        self.sources
            .files
            .get(name)
            .map_or("", |file| file.text.as_str())
    }

    /// Renders a template with views, each under its name.
    ///
    /// # Errors
    /// What the template does wrong, with file and line.
    pub fn render(
        &self,
        lang: &Lang,
        template: &str,
        views: &[(&'static str, &dyn ErasedView)],
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        if let Some(said) = self.spent.get() {
            return Err(Box::new(said.clone()));
        }
        let mut context = Context::new();
        for (name, view) in views {
            view.put(name, &mut context);
        }
        budget::begin();
        let mut out = Bounded(Vec::with_capacity(16 * 1024));
        self.of(lang)
            .0
            .render_to(template, &context, &mut out)
            .map_err(|error| {
                let said = explain(&self.sources, &error);
                if budget::spent() {
                    let _ = self.spent.set(said.clone());
                }
                Box::new(said)
            })?;
        Ok(out.0)
    }
}

/// Any view struct.
pub trait ErasedView {
    /// Puts the view into a context.
    fn put(&self, name: &'static str, context: &mut Context);
}

impl<T: Serialize> ErasedView for T {
    fn put(&self, name: &'static str, context: &mut Context) {
        context.insert(name, self);
    }
}

struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_PAGE {
            return Err(io::Error::other("the page grows beyond 64 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The templates by name, and what Tera reads of them.
#[derive(Debug)]
struct Sources {
    files: BTreeMap<String, Arc<SourceFile>>,
    /// Where an owner has templates: all of them with marks.
    marked: BTreeMap<String, Marked>,
}

impl Sources {
    fn new(files: BTreeMap<String, Arc<SourceFile>>) -> Self {
        let templates = || files.iter().filter(|(name, _)| is_template(name));
        let own = templates().any(|(_, file)| !file.path.starts_with(BUILT_IN));
        let mut marked = BTreeMap::new();
        if own {
            let size = |name: &str| files.get(name).map_or(0, |file| file.text.len());
            let prints = templates().any(|(_, file)| marks::keeps_output(&file.text));
            for (name, file) in templates() {
                marked.insert(name.clone(), marks::mark(&file.text, size, prints));
            }
        }
        Self { files, marked }
    }

    /// What Tera reads.
    fn text<'a>(&'a self, name: &str, file: &'a SourceFile) -> &'a str {
        let marked = self.marked.get(name);
        marked.map_or(&file.text, |marked| &marked.text)
    }

    /// A place in the file as it was written, of one in what Tera reads.
    fn place(&self, name: &str, range: Range<usize>) -> Place {
        let range = match self.marked.get(name) {
            Some(marked) => marked.place(range),
            None => range,
        };
        match self.files.get(name) {
            Some(file) => Place::new(file, range),
            None => Place::new(&SourceFile::new("templates", ""), 0..0),
        }
    }
}

/// Texts for writers are no templates: what looks like one in them is their own.
fn is_template(name: &str) -> bool {
    !name.starts_with("scenarios/")
        && [".html", ".md", ".txt"]
            .iter()
            .any(|end| name.ends_with(end))
}

fn tera(sources: &Sources, words: Arc<Words>, tokens: &Arc<Tokens>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    budget::register(&mut tera);
    tera.autoescape_on([".html"]);
    let isolating = Arc::clone(&words);
    tera.register_filter("isolated", move |text: &str, _: Kwargs, _: &State| {
        isolating.isolated(text).into_owned()
    });
    let tokens = Arc::clone(tokens);
    tera.register_function(
        "shape",
        move |args: Kwargs, _: &State| -> Result<String, tera::Error> {
            let key: String = args.must_get("key")?;
            Ok(tokens.icon(&key).to_string())
        },
    );
    tera.register_function(
        "t",
        move |args: Kwargs, _: &State| -> Result<String, tera::Error> {
            let key: String = args.must_get("key")?;
            let mut values: Vec<(String, FluentValue<'static>)> = Vec::new();
            for (name, value) in args.iter() {
                let name = name.to_string();
                if name != "key" {
                    let value = match value.as_i64() {
                        Some(number) => FluentValue::from(number),
                        None => FluentValue::from(value.to_string()),
                    };
                    values.push((name, value));
                }
            }
            words.try_say(&key, values).ok_or_else(|| {
                tera::Error::message(format!(
                    "there is no UI string `{key}` in templates/locales/"
                ))
            })
        },
    );
    let templates = sources.files.iter().filter(|(name, _)| is_template(name));
    tera.add_raw_templates(
        templates.map(|(name, file)| (name.as_str(), sources.text(name, file))),
    )?;
    Ok(tera)
}

/// A template's fault, with the line it stands on.
fn explain(sources: &Sources, error: &tera::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let code = match error.kind() {
                ErrorKind::SyntaxError(_) => "template-syntax",
                _ => "template-render",
            };
            Diagnostic::error(
                code,
                sources.place(report.filename(), report.span().range.clone()),
                format!("the template cannot be used: {}", report.message()),
                "here",
            )
            .help("the fields that a template sees stand in docs/templates.md; `--ignore-templates` uses the built-in ones")
        }
        ErrorKind::MissingParent { current, parent } => Diagnostic::error(
            "template-missing",
            sources.place(current, 0..0),
            format!("the template extends `{parent}`, which does not exist"),
            "expected the name of a template",
        ),
        other => {
            let detail = std::error::Error::source(error)
                .map_or_else(|| other.to_string(), |source| format!("{other} ({source})"));
            let place = locate(sources, &detail).unwrap_or_else(|| sources.place("", 0..0));
            let first = detail.lines().next().unwrap_or_default();
            let message = first.strip_prefix("error: ").unwrap_or(first);
            Diagnostic::error(
                "template-render",
                place,
                format!("the template cannot be used: {message}"),
                "here",
            )
        }
    }
}

/// The place in a report of Tera: a line `--> NAME:LINE:COLUMN`.
fn locate(sources: &Sources, report: &str) -> Option<Place> {
    let place = report
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let text = sources.text(name, sources.files.get(name)?);
    let start: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let offset: usize = text[start..]
        .chars()
        .take(column.checked_sub(1)?)
        .map(char::len_utf8)
        .sum();
    Some(sources.place(name, start + offset..start + offset + 1))
}
