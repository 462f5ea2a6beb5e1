//! The table of rules: what `check --explain` prints and `docs/rules.md` holds.

use std::fmt::Write as _;

use super::{
    agreement, channels, claims, closing, days, hidden, impact, leaks, ledger, maintenance, pace,
    style, times, title,
};
use crate::model::{Level, RuleId};

/// One writing rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// `C07`. Never renamed.
    pub id: &'static str,
    /// What it asks for, one line.
    pub name: &'static str,
    /// Its level unless status.yml says otherwise.
    pub level: Level,
    /// Why a reader needs it.
    pub why: &'static str,
    /// What it looks at, and what it lets pass.
    pub looks: &'static str,
    /// It needs word lists, which exist for English and French.
    pub words: bool,
    /// The finding of the format that holds it, where the format itself does.
    pub format: Option<&'static str>,
    /// Where it comes from.
    pub source: &'static str,
    /// What breaks it.
    pub bad: &'static str,
    /// What keeps it.
    pub good: &'static str,
}

const FAMILIES: [&[Rule]; 14] = [
    pace::RULES,
    impact::RULES,
    claims::RULES,
    style::RULES,
    title::RULES,
    closing::RULES,
    times::RULES,
    maintenance::RULES,
    channels::RULES,
    leaks::RULES,
    hidden::RULES,
    ledger::RULES,
    agreement::RULES,
    days::RULES,
];

/// All rules, by number.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = FAMILIES.iter().copied().flatten().collect();
    rules.sort_by_key(|rule| rule.id);
    rules
}

/// The row of a rule.
pub(super) fn rule(id: RuleId) -> &'static Rule {
    static BY_NUMBER: std::sync::LazyLock<Vec<&'static Rule>> = std::sync::LazyLock::new(rules);
    BY_NUMBER[usize::from(id.0) - 1]
}

/// Everything about one rule, for a terminal.
pub fn explain(id: RuleId) -> String {
    let rule = rule(id);
    let mut out = format!("{} {} ({})\n\n", rule.id, rule.name, rule.level.key());
    let _ = writeln!(out, "Why      {}", rule.why);
    let _ = writeln!(out, "Looks at {}", rule.looks);
    if rule.words {
        let _ = writeln!(out, "         {LANGUAGES}");
    }
    if let Some(code) = rule.format {
        let _ = writeln!(
            out,
            "         The format holds this rule: `{code}`. It cannot be turned off."
        );
    }
    let _ = writeln!(out, "Source   {}\n", rule.source);
    for (name, text) in [("Bad", rule.bad), ("Good", rule.good)] {
        let _ = writeln!(out, "{name}");
        for line in text.lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    }
    let _ = writeln!(
        out,
        "\nOther level: `check: {{rules: {{{id}: off}}}}` in status.yml (error, warning, hint, off)\nOnce, here:  `# upfront: allow {id} because ...` in the front matter or an update block,\n             `<!-- upfront: allow {id} because ... -->` in the text",
        id = rule.id
    );
    out
}

const LANGUAGES: &str = "Its word lists are English and French; texts in other languages pass.";

/// One line for each rule.
pub fn explain_all() -> String {
    let mut out = String::new();
    for rule in rules() {
        let _ = writeln!(out, "{} {:8} {}", rule.id, rule.level.key(), rule.name);
    }
    out + "\nMore about one: upfront check --explain C07\n"
}

/// All rules as Markdown: `docs/rules.md`.
pub fn as_markdown() -> String {
    let mut out = String::from(
        "# The writing rules\n\nWhat `upfront check` looks at beside the format. `docs/writing.md` says how to write; this list says what a machine can\ncheck of it. The table in `src/lint` makes this file: `UPFRONT_DOCS=update cargo test --test files check::`.\n\n",
    );
    out += "`status.yml` sets levels and limits (`docs/format.md`, \"check\"). `# upfront: allow C14 because ...` lets one finding pass.\n`upfront check --urgent` makes every rule a warning. Rules are not asked of incidents that are over for 14 days or still as they\nwere imported; `--all` asks.\n\n| rule | level | asks for |\n|---|---|---|\n";
    for rule in rules() {
        let _ = writeln!(
            out,
            "| [{id}](#{anchor}) | {} | {} |",
            rule.level.key(),
            rule.name,
            id = rule.id,
            anchor = rule.id.to_lowercase()
        );
    }
    for rule in rules() {
        let _ = write!(
            out,
            "\n## {}\n\n**{}.** {}\n\n{}",
            rule.id, rule.name, rule.why, rule.looks
        );
        if rule.words {
            out += " ";
            out += LANGUAGES;
        }
        if let Some(code) = rule.format {
            let _ = write!(out, " The format itself holds this rule, as `{code}`.");
        }
        let _ = write!(out, "\n\nSource: {}\n", rule.source);
        for (name, text) in [("Bad", rule.bad), ("Good", rule.good)] {
            let _ = write!(out, "\n{name}:\n\n~~~markdown\n{text}\n~~~\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_whole_row() {
        let rules = rules();
        let ids: Vec<String> = (1..=crate::model::LAST_RULE)
            .map(|n| RuleId(n).to_string())
            .collect();
        assert_eq!(rules.iter().map(|r| r.id).collect::<Vec<_>>(), ids);
        for rule in rules {
            for text in [
                rule.name,
                rule.why,
                rule.looks,
                rule.source,
                rule.bad,
                rule.good,
            ] {
                assert!(!text.trim().is_empty(), "{}", rule.id);
            }
            assert!(explain(RuleId::parse(rule.id).unwrap()).contains(rule.why));
        }
    }
}
