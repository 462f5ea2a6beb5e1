//! A project of any size, the same on every machine: what benchmarks run on.
//!
//! Texts vary in length, language, kind and in what they get wrong, so that no
//! part of the program finds an easy road. The numbers come from a linear
//! congruential generator (Knuth, MMIX), not from the machine.
#![allow(dead_code)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The clock that fits the generated dates: behind all of them.
pub const NOW: &str = "2026-03-02T15:00:00+01:00";

/// Numbers that look random and are not.
pub struct Numbers(u64);

impl Numbers {
    /// Always the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }

    /// One of them.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// `status.yml` of the project.
pub const STATUS: &str = "\
title: Bench Status
url: https://status.bench.example/
languages: [en, fr]
timezone: Europe/Paris
support: https://help.bench.example/
platforms:
  - {id: ios, name: iOS app}
  - {id: android, name: Android app}
  - {id: web, name: {en: Web player, fr: Lecteur web}}
  - {id: api, name: API}
  - {id: login, name: {en: Log-in, fr: Connexion}}
  - {id: search, name: {en: Search, fr: Recherche}}
regions: {fr: {en: France}, de: {en: Germany}, us: {en: United States}}
audiences: {free: {en: Free}, premium: {en: Premium}}
cadence: {critical: 30m, major: 1h, minor: 2h}
";

const EN: [&str; 12] = [
    "Songs do not start and log-in fails for many of you, on every app.",
    "Your own connection is fine.",
    "You can listen in the browser of your phone with the web player.",
    "We are looking for the cause and you read from us by 14:50 CET.",
    "The former setting is back on half of our servers.",
    "Some users may see intermittent errors.",
    "We have found no sign that passwords, payment details or playlists are at risk.",
    "Everything works again since 16:02 CET, on every app and in every country.",
    "No data was lost, and there is nothing that you need to do.",
    "Elevated error rates on the backend are mitigated.",
    "If a song is still stuck, close the app and open it once more.",
    "The work is slower than we had hoped, as each server must restart by itself.",
];

const FR: [&str; 8] = [
    "Les titres ne démarrent pas et la connexion échoue sur toutes les applis.",
    "Votre connexion Internet fonctionne.",
    "Nous cherchons l’origine du problème et vous écrivons au plus tard à 14 h 50 (heure de Paris).",
    "La musique que vous avez téléchargée se lit toujours en mode hors-ligne.",
    "L’ancien réglage est de retour sur tous les serveurs.",
    "Certains clients pourraient éventuellement voir une erreur.",
    "Aucune donnée n’a été perdue, et vous n’avez rien à faire.",
    "Tout marche de nouveau depuis 16 h 02 (heure de Paris), dans tous les pays.",
];

/// Writes a project with `count` incidents, a quarter of them with a French text.
pub fn project(root: &Path, count: usize) {
    let mut numbers = Numbers::new(2026);
    fs::write(root.join("status.yml"), STATUS).expect("a folder to write to");
    for n in 0..count {
        let folder = root.join("incidents").join(format!("{:03}", n / 500));
        fs::create_dir_all(&folder).expect("a folder to write to");
        let name = format!("incident-{n:06}");
        let (source, headings) = incident(&mut numbers, n);
        fs::write(folder.join(format!("{name}.md")), source).expect("a folder to write to");
        if n % 4 == 0 {
            let text = french(&mut numbers, &headings);
            fs::write(folder.join(format!("{name}.fr.md")), text).expect("a folder to write to");
        }
    }
}

/// One incident, and its headings.
fn incident(numbers: &mut Numbers, n: usize) -> (String, Vec<String>) {
    let (year, month, day) = (2015 + n % 11, 1 + numbers.below(12), 1 + numbers.below(28));
    let platform = numbers.one(&["ios", "android", "web", "api", "login", "search"]);
    let state = numbers.one(&["degraded performance", "partial outage", "major outage"]);
    let title = numbers.one(&["Songs do not start", "Log-in fails", "Search is slow"]);
    let mut text = format!(
        "---\ntitle: {title} ({n})\nbegan: {year}-{month:02}-{day:02} 12:00\naffected: {{{platform}: {state}}}\nsymptoms:\n  - {title}\nworkaround: Use another app.\n---\n\n",
    );
    let mut headings = Vec::new();
    let statuses = [
        "Investigating",
        "Identified",
        "Update",
        "Monitoring",
        "Resolved",
    ];
    for (at, status) in statuses.into_iter().enumerate() {
        let heading = format!("{}:{:02} {status}", 12 + at, numbers.below(60));
        let _ = write!(text, "## {heading}\n\n");
        if status != "Resolved" && numbers.below(3) > 0 {
            text += "```update\nnext_update: 45m\n```\n\n";
        }
        text += &paragraphs(numbers, &EN);
        headings.push(heading);
    }
    (text, headings)
}

fn french(numbers: &mut Numbers, headings: &[String]) -> String {
    let mut text = String::from("---\ntitle: Les titres ne démarrent pas\n---\n\n");
    for heading in headings {
        let _ = write!(text, "## {heading}\n\n{}", paragraphs(numbers, &FR));
    }
    text
}

fn paragraphs(numbers: &mut Numbers, sentences: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..1 + numbers.below(3) {
        for _ in 0..1 + numbers.below(3) {
            text += numbers.one(sentences);
            text.push(' ');
        }
        text.truncate(text.trim_end().len());
        text += "\n\n";
    }
    text
}

/// Platforms of [`large`].
const PLATFORMS: usize = 40;

/// Writes a project with `count` incidents of 5 updates on 40 platforms, 10 of them
/// open and a quarter with a French text: what whole programs are measured on.
pub fn large(root: &Path, count: usize) {
    let mut numbers = Numbers::new(7);
    fs::create_dir_all(root).expect("a folder to write to");
    let (head, rest) = STATUS.split_once("platforms:\n").expect("a list");
    let (_, tail) = rest.split_once("regions:").expect("regions");
    let mut status = format!("{head}platforms:\n");
    for n in 0..PLATFORMS {
        let _ = writeln!(status, "  - {{id: p{n:02}, name: Service {n}}}");
    }
    fs::write(root.join("status.yml"), format!("{status}regions:{tail}"))
        .expect("a folder to write to");
    for n in 0..count {
        let path = root.join(incident_path(n));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder to write to");
        let (text, headings) = long(&mut numbers, n, n + 10 >= count);
        fs::write(&path, text).expect("a folder to write to");
        if n % 4 == 0 {
            let text = french(&mut numbers, &headings);
            fs::write(path.with_extension("fr.md"), text).expect("a folder to write to");
        }
    }
}

/// Path of an incident of [`large`].
pub fn incident_path(n: usize) -> String {
    format!("incidents/{:03}/incident-{n:06}.md", n / 500)
}

/// An incident with as many words as one of 3 KB has.
fn long(numbers: &mut Numbers, n: usize, open: bool) -> (String, Vec<String>) {
    let (year, month, day) = if open {
        (2026, 3, 2)
    } else {
        (2015 + n % 11, 1 + numbers.below(12), 1 + numbers.below(28))
    };
    let (one, other) = (numbers.below(PLATFORMS), numbers.below(PLATFORMS / 2));
    let other = (one + 1 + other) % PLATFORMS;
    let state = numbers.one(&["degraded performance", "partial outage", "major outage"]);
    let title = numbers.one(&["Songs do not start", "Log-in fails", "Search is slow"]);
    let mut text = format!(
        "---\ntitle: {title} ({n})\nbegan: {year}-{month:02}-{day:02} 08:00\naffected: {{p{one:02}: {state}, p{other:02}: degraded performance}}\nsymptoms:\n  - {title}\nworkaround: Use another app.\n---\n\n",
    );
    let last = if open { "Update" } else { "Resolved" };
    let mut headings = Vec::new();
    for (at, status) in ["Investigating", "Identified", "Update", "Monitoring", last]
        .into_iter()
        .enumerate()
    {
        let heading = format!("{:02}:{:02} {status}", 8 + at, numbers.below(60));
        let _ = write!(text, "## {heading}\n\n");
        if status != "Resolved" && numbers.below(3) > 0 {
            text += "```update\nnext_update: 45m\n```\n\n";
        }
        text += &paragraphs(numbers, &EN);
        text += &paragraphs(numbers, &EN);
        text += "More in **our [help pages](https://help.bench.example/)**:\n\n- close the `app`\n- open it *again*\n\n";
        headings.push(heading);
    }
    (text, headings)
}
