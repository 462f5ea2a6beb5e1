//! How much readers must load, and what stands first in it.

use std::io::Write;

use crate::support::{Project, demo};

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

fn brotlied(bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4096, 11, 22)
        .write_all(bytes)
        .unwrap();
    out.len()
}

/// Forty platforms, ten open incidents, and a history.
fn large() -> Project {
    let mut status =
        "title: Large Status\nurl: https://large.example/\nlanguages: [en, fr]\nplatforms:\n"
            .to_string();
    for group in 0..5 {
        status += &format!("  - group: Services of part {group}\n    platforms:\n");
        for n in 0..8 {
            status += &format!("      - {{id: p{group}-{n}, name: Service {n} of part {group}}}\n");
        }
    }
    let mut project = Project::empty().with("status.yml", status);
    for n in 0..10 {
        project = project.with(
            &format!("incidents/open-{n}.md"),
            format!(
                "---\ntitle: Orders of kind {n} cannot be placed in the shop\nbegan: 2026-11-18 1{n}:02\n\
                 affected: {{p{}-{n}: major outage, p4-1: partial outage}}\nunaffected: [p0-7]\nsymptoms:\n  - The shop number {n} shows an error\n  \
                 - Orders of kind {n} stay in the basket\nerror_text: Error {n}00 at checkout\nworkaround: Order by telephone under number {n}.\n---\n\n\
                 ## 1{n}:20 Investigating\n\n```update\nnext_update: 30m\n```\n\nOrders of kind {n} fail for many of you. We look for the cause in part {n}.\n",
                n % 4
            )
            .replace(&format!("p{}-{n}", n % 4), &format!("p{}-{}", n % 4, n % 7)),
        );
    }
    for n in 0..100 {
        project = project.with(
            &format!("incidents/past-{n}.md"),
            format!(
                "---\ntitle: Past trouble number {n}\nbegan: 2026-{:02}-{:02} 10:00\naffected: {{p{}-{}: partial outage}}\n---\n\n\
                 ## +10m Investigating\n\nWords.\n\n## +{}m Resolved\n\nDone.\n",
                1 + n % 10, 1 + n % 28, n % 5, n % 8, 20 + n
            ),
        );
    }
    project
}

#[test]
fn the_demo_in_mid_outage() {
    let project = demo();
    project
        .run(&["build", "--quiet", "--as-of", "2026-11-18T15:20:00+01:00"])
        .ok();
    for page in ["index.html", "fr/index.html"] {
        let text = project.site(page);
        let size = gzipped(text.as_bytes());
        println!(
            "{page}: {} bytes, {size} gzipped, {} in brotli",
            text.len(),
            brotlied(text.as_bytes())
        );
        assert!(size <= 14_000, "{page} has {size} bytes gzipped");
        // The page, its icon, and a little later the script that asks for news, and news.
        assert_eq!(text.matches("<link rel=\"icon\"").count(), 1);
        for other in ["<script src", "<link rel=\"stylesheet\"", "<img", "url("] {
            assert!(!text.contains(other), "{page} asks for more: {other}");
        }
    }
    for page in [
        "incidents/music-does-not-play.html",
        "fr/incidents/music-does-not-play.html",
    ] {
        let size = brotlied(project.site(page).as_bytes());
        println!("{page}: {size} in brotli");
    }
}

#[test]
fn forty_platforms_and_ten_open_incidents() {
    let project = large();
    project
        .run(&["build", "--quiet", "--now", "2026-11-18T19:30:00Z"])
        .ok();
    let text = project.site("index.html");
    let (gzip, brotli) = (gzipped(text.as_bytes()), brotlied(text.as_bytes()));
    println!("{} bytes, {gzip} gzipped, {brotli} in brotli", text.len());
    assert!(gzip <= 14_000, "{gzip} bytes gzipped");
    assert!(brotli <= 8_000, "{brotli} bytes in brotli");
    let first = &text.as_bytes()[..4_000];
    let first = String::from_utf8_lossy(first);
    assert!(
        first.contains("Major outage"),
        "the state is not among the first words"
    );
    for n in 0..10 {
        assert!(
            first.contains(&format!("Orders of kind {n} cannot be placed")),
            "incident {n} is not among the first words"
        );
    }
    let size = brotlied(project.site("incidents/open-3.html").as_bytes());
    println!("an incident page: {size} in brotli");
    assert!(size <= 3_000, "an incident page has {size} bytes in brotli");
}
