//! `upfront check`: every error of the format, then the writing rules. Nothing is
//! written.

use std::path::Path;

use clap::Args;

use super::{End, FormatName, complain, count, end_of, moment, out, ready, report, say};
use crate::author;
use crate::diagnostic::{self, Diagnostic, Format, Severity, print_all};
use crate::lint::{self as rules, LintScope, Strictness};
use crate::model::RuleId;
use crate::pipeline::rehearse;
use crate::source::{self, imported::as_imported};
use crate::time::Moment;

/// Flags of `upfront check`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How to print what was found
    #[arg(long, value_enum, default_value = "text")]
    format: FormatName,
    /// The clock, RFC 3339 with offset [default: SOURCE_DATE_EPOCH, else the machine's clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// An emergency: every writing rule becomes a warning, the format stays strict
    #[arg(long)]
    urgent: bool,
    /// Look at every incident, also at what is over for 14 days or as it was imported
    #[arg(long)]
    all: bool,
    /// Explain a writing rule, such as C07; without one, list them all
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["urgent", "all", "now", "format"])]
    explain: Option<String>,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: impl FnOnce() -> Result<Moment, String>,
) -> End {
    if let Some(rule) = &arguments.explain {
        return explain(rule);
    }
    let now = match ready(root, || moment(arguments.now.as_deref(), clock)) {
        Ok(now) => now,
        Err(end) => return end,
    };
    let mut project = source::load(root);
    let mut found = std::mem::take(&mut project.found);
    let mut resting = 0;
    let mode = if arguments.urgent {
        Strictness::Urgent
    } else {
        Strictness::Usual
    };
    let imported = as_imported(root);
    let extent = if arguments.all {
        LintScope::All
    } else {
        LintScope::Fresh(&imported)
    };
    let outcome = if let Some(model) = project.model.take() {
        found.extend(rehearse(&project, &model, now));
        let languages = &model.site.languages;
        found.extend(author::faults(&project.templates, languages));
        rules::run(&project, &model, now, mode, extent)
    } else {
        // One broken file hides nothing of the others.
        let reading = source::reading(root, None);
        rules::of_what_can_be_read(&reading, now, mode, extent)
    };
    resting += outcome.resting;
    found.extend(outcome.found);
    diagnostic::sort(&mut found);
    let format = match arguments.format {
        FormatName::Json => Format::Json,
        FormatName::Github => Format::Github,
        FormatName::Sarif => Format::Sarif,
        FormatName::Text => {
            let end = report(&found);
            let (errors, mut words) = summary(&found);
            if resting > 0 {
                let incidents = count(resting, "incident", "incidents");
                words = format!("{words} (rules: not asked of {incidents} at rest; --all asks)");
            }
            if errors == 0 {
                say(&words);
            } else {
                complain(&words);
            }
            return end;
        }
    };
    out::result(&print_all(&found, format));
    end_of(&found)
}

/// Errors, and `2 errors, 1 warning` or `no errors`.
fn summary(found: &[Diagnostic]) -> (usize, String) {
    let of = |severity| found.iter().filter(|d| d.severity == severity).count();
    let errors = of(Severity::Error);
    let mut words = match errors {
        0 => "no errors".to_string(),
        n => count(n, "error", "errors"),
    };
    for (severity, one, many) in [
        (Severity::Warning, "warning", "warnings"),
        (Severity::Hint, "hint", "hints"),
    ] {
        if of(severity) > 0 {
            words = format!("{words}, {}", count(of(severity), one, many));
        }
    }
    (errors, words)
}

fn explain(rule: &str) -> End {
    if rule.is_empty() {
        out::result(&rules::explain_all());
        return End::Done;
    }
    match RuleId::parse(rule) {
        Some(id) => {
            out::result(&rules::explain(id));
            End::Done
        }
        None => {
            complain(&format!(
                "`{rule}` is no writing rule. `upfront check --explain` lists all; errors of the format explain themselves."
            ));
            End::WrongUsage
        }
    }
}
