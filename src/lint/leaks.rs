//! C31: what must not leave the house.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::pattern::{ascii, regex};
use super::table::Rule;
use super::{Findings, Subject, TextKind, TextSpan};
use crate::diagnostic::Severity;
use crate::model::Level;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "C31",
    name: "Nothing internal leaks",
    level: Level::Error,
    why: "Text is copied from the war room at 3 a.m. What is published once is copied everywhere at once.",
    looks: "Every text with its code and links. An error: keys, tokens and passwords, stack traces, host names of internal networks and below your own domain. A warning, for it may be something else: private addresses (RFC 1918, RFC 6598, RFC 4193, link-local, loopback), names of machines, e-mail addresses, ticket numbers, paths, tools of your own. `check: leaks` adds patterns, `check: public` names what is public.",
    words: false,
    format: None,
    source: "Common sense; forms of keys as their issuers document them.",
    bad: "db-prod-03.corp.internal (10.2.3.4) is full, see OPS-1423.",
    good: "One of our databases is full.",
}];

/// Leaks of one file that are shown: a pasted log has thousands.
const MAX_LEAKS: usize = 50;

/// What each pattern finds, and the pattern.
const PATTERNS: [(&str, &str); 24] = [
    ("a private key", r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    ("a key or token", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    (
        "a key or token",
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|[sr]k_(?:live|test)_\w{16,}|sk-[A-Za-z0-9_-]{20,}|AIza[\w-]{30,}|npm_\w{30,})",
    ),
    ("a key or token", r"\beyJ[\w-]{10,}\.[\w-]{10,}"),
    ("a key or token", r"(?i)\bbearer\s+[a-z0-9._~+/-]{16,}"),
    (
        "a password or key",
        r#"(?i)\b(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?key|token|mot de passe)\s*[=:]\s*["']?[^\s"',;]*\d[^\s"',;]{3,}"#,
    ),
    (
        "an address with a password",
        r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@",
    ),
    (
        "a private address",
        r"\b(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}|127(?:\.\d{1,3}){3}|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(?:\.\d{1,3}){2})(?:/\d{1,2})?\b",
    ),
    (
        "a private address",
        r"(?i)(?:^|[^\w:])(?:fe[89ab][0-9a-f]:|f[cd][0-9a-f]{2}:)[0-9a-f:]*[0-9a-f]\b",
    ),
    (
        "an internal host",
        r"(?i)\b(?:[a-z0-9_-]+\.)+(?:internal|intern|local|localdomain|lan|corp|intra|intranet|private|home\.arpa|svc)\b",
    ),
    (
        "the name of a machine",
        r"(?i)\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:prod|prd|stg|staging|uat|preprod)(?:-?[a-z0-9]+)*\b",
    ),
    (
        "the name of a machine",
        r"(?i)\b(?:prod|prd|stg|staging|uat|preprod)-[a-z][a-z0-9]*(?:-?[a-z0-9]+)*\b",
    ),
    (
        "the name of a machine",
        r"(?i)\b(?:db|sql|mysql|pg|web|app|api|cache|redis|kafka|srv|vm|host|mail|mx|ldap|node|lb|proxy|worker|etcd)-?(?:[a-z]{2,4}-?)?0\d+\b",
    ),
    (
        "an internal host",
        r"(?i)\blocalhost(?::\d+)?\b|\bip-\d+-\d+-\d+-\d+\b",
    ),
    (
        "a tool of yours",
        r"(?i)\b(?:jira|grafana|kibana|confluence|wiki|jenkins|gitlab|argocd|prometheus|vault|sentry|servicenow)\.[a-z0-9-]+\.[a-z]{2,}|\b(?:app\.datadoghq\.\w+|[a-z0-9-]+\.pagerduty\.com|[a-z0-9-]+\.slack\.com|[a-z0-9-]+\.atlassian\.net|[a-z0-9-]+\.service-now\.com)\b",
    ),
    (
        "an e-mail address",
        r"(?i)\b[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b",
    ),
    (
        "a ticket number",
        r"\b(?:INC|REQ|CHG|RITM|PRB|TASK|CASE|SCTASK)-?\d{4,}\b",
    ),
    (
        "a ticket number",
        r"(?i)\b(?:ticket|jira|bug|case|issue|incident|billet|dossier)\s?(?:n[o°]\.?\s?)?#?\s?\d{3,}\b",
    ),
    ("a ticket number", r"\b[A-Z][A-Z0-9]{1,9}-\d{2,6}\b"),
    (
        "a stack trace",
        r"(?m)Traceback \(most recent call last\)|^\s*at [\w$.<>]+\(.*\)|\bat [\w$.<>]+\(\w+\.\w+:\d+\)|\bat [\w$.<>]+ \([^)\s]+:\d+(?::\d+)?\)|Exception in thread|thread '[^']*' panicked|goroutine \d+ \[|^\s*File \x22[^\x22]+\x22, line \d+",
    ),
    (
        "a stack trace",
        r"\b(?:\w+\.)*[A-Z]\w*(?:Exception|Error)\b(?::|\s+at\b)|\b[A-Z]\w+Exception\b|(?i)\bsegmentation fault\b",
    ),
    (
        "a path on a machine",
        r"(?:^|[\s(`'\x22=:])/(?:home|Users|root|var|etc|srv|opt|usr|tmp|mnt)/[\w.-]+",
    ),
    (
        "a path on a machine",
        r"(?i)\b[a-z]:\\(?:users|windows|program files|inetpub)\\?",
    ),
    (
        "an internal address",
        r"(?i)\bhttps?://[a-z0-9-]+(?::\d+)?(?:/|\b(?:$|[\s)>]))",
    ),
];

/// What is known for what it is by its form. The rest may be something else, and never stops
/// anybody.
const SURE: [&str; 7] = [
    "a private key",
    "a key or token",
    "a password or key",
    "an address with a password",
    "an internal host",
    "a host of your own network",
    "a stack trace",
];

/// Names of standards and products that look like ticket numbers.
const NO_TICKETS: [&str; 32] = [
    "UTF", "ISO", "IEC", "RFC", "SHA", "AES", "RSA", "CVE", "HTTP", "DIN", "EN", "IEEE", "TLS",
    "SSL", "MP", "USB", "COVID", "ERR", "ERROR", "CODE", "PS", "WPA", "MD", "GPT", "GMT", "UTC",
    "CET", "CEST", "BST", "EST", "PST", "WCAG",
];

static SET: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(PATTERNS.iter().map(|(_, pattern)| ascii(pattern))).expect("patterns of ours")
});

static EACH: LazyLock<Vec<Regex>> =
    LazyLock::new(|| PATTERNS.iter().map(|(_, pattern)| regex(pattern)).collect());

pub(super) fn check(subject: &Subject<'_>, found: &mut Findings<'_>) {
    let mut seen: Vec<Range<usize>> = Vec::new();
    let mut file = usize::MAX;
    for text_span in &subject.texts {
        if text_span.file != file {
            seen.clear();
            file = text_span.file;
        }
        unit_leaks(subject, text_span, &mut seen, found);
    }
}

fn unit_leaks(
    subject: &Subject<'_>,
    text_span: &TextSpan<'_>,
    seen: &mut Vec<Range<usize>>,
    found: &mut Findings<'_>,
) {
    let text = text_span.raw();
    let mut add = |what: &str, hit: Range<usize>| {
        let leading = text[hit.clone()].len()
            - text[hit.clone()]
                .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '-'))
                .len();
        let hit = hit.start + leading..hit.end;
        let span = text_span.span.start + hit.start..text_span.span.start + hit.end;
        let public = is_public(subject, text, &hit);
        let overlaps = |other: &Range<usize>| other.start < span.end && span.start < other.end;
        if public || seen.len() >= MAX_LEAKS || seen.iter().any(overlaps) {
            return;
        }
        let place = crate::diagnostic::Place::new(text_span.source, span.clone());
        let most = match SURE.contains(&what) {
            true => Severity::Error,
            false => Severity::Warning,
        };
        found.add_at_most(
            most,
            31,
            place,
            format!("this looks like {what}"),
            "must not be published",
            "take it out; if it is public, add it to `check: public` in status.yml",
        );
        seen.push(span);
    };
    for number in SET.matches(text) {
        let (what, _) = PATTERNS[number];
        for hit in EACH[number].find_iter(text) {
            let ticket = what == "a ticket number";
            // What an app shows is quoted as it is.
            let shown = ticket && text_span.part == TextKind::Other;
            if !(shown || ticket && is_standard(&text[hit.range()])) {
                add(what, hit.range());
            }
        }
    }
    for hit in own_hosts(subject, text) {
        add("a host of your own network", hit);
    }
    for pattern in &subject.site.check.leaks {
        for hit in pattern.find_iter(text) {
            add("something that `check: leaks` names", hit.range());
        }
    }
}

/// Hosts below the site's own domain that no reader is meant to open: with a part that holds a
/// figure or names a place inside, or several parts below it.
fn own_hosts(subject: &Subject<'_>, text: &str) -> Vec<Range<usize>> {
    static HOST: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?i)\b(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.){2,}[a-z]{2,}\b"));
    const INSIDE: [&str; 24] = [
        "int",
        "internal",
        "intern",
        "interne",
        "corp",
        "prod",
        "prd",
        "staging",
        "stage",
        "stg",
        "dev",
        "test",
        "uat",
        "db",
        "sql",
        "vm",
        "node",
        "k8s",
        "adm",
        "admin",
        "bastion",
        "ops",
        "monitoring",
        "grafana",
    ];
    let Some(own) = subject.site.url.host_str() else {
        return Vec::new();
    };
    // `status.sonora.example` stands in `sonora.example`.
    let domain = match own.split_once('.') {
        Some((_, rest)) if rest.contains('.') => rest,
        _ => own,
    };
    let leaks = |host: &str| {
        let lower = host.to_lowercase();
        let Some(below) = lower.strip_suffix(domain).and_then(|h| h.strip_suffix('.')) else {
            return false;
        };
        let parts: Vec<&str> = below.split('.').collect();
        let inside = |part: &&str| {
            part.bytes().any(|b| b.is_ascii_digit())
                || part.split('-').any(|word| INSIDE.contains(&word))
        };
        lower != own && (parts.len() > 1 || parts.iter().any(inside))
    };
    let hosts = HOST.find_iter(text).filter(|hit| leaks(hit.as_str()));
    hosts.map(|hit| hit.range()).collect()
}

/// The whole word around a hit, or the hit itself, is public.
fn is_public(subject: &Subject<'_>, text: &str, hit: &Range<usize>) -> bool {
    let edge = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | '`' | ',');
    let start = text[..hit.start].rfind(edge).map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let end = text[hit.end..]
        .find(edge)
        .map_or(text.len(), |at| hit.end + at);
    let word = text[start..end].to_lowercase();
    let own = [subject.site.url.host_str(), subject.site.support.as_deref()];
    let public = subject.site.check.public.iter().map(String::as_str);
    let exact = text[hit.clone()].to_lowercase();
    public
        .chain(own.into_iter().flatten())
        .map(str::to_lowercase)
        .any(|known| exact == known || word.contains(&known))
}

fn is_standard(hit: &str) -> bool {
    hit.split_once('-')
        .is_some_and(|(prefix, _)| NO_TICKETS.contains(&prefix))
}

/// A ticket number in a title.
pub(super) fn ticket(text: &str) -> Option<Range<usize>> {
    PATTERNS
        .iter()
        .zip(EACH.iter())
        .filter(|((what, _), _)| *what == "a ticket number")
        .flat_map(|(_, pattern)| pattern.find_iter(text))
        .find(|hit| !is_standard(hit.as_str()))
        .map(|hit| hit.range())
}
