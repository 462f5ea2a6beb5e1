//! `kill -9` at random moments of a build: the site is the old one or the new
//! one, whole, and the next build succeeds.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{self, Project, Tree, demo, tree};

const KILLS: u32 = 100;
const CLOCK: &str = "2026-11-24T10:00:00Z";

/// Two versions that differ in every page.
fn set_version(project: &Project, version: u32) {
    let status = fs::read_to_string(support::repository().join("status.yml")).unwrap();
    project.write(
        "status.yml",
        status.replace("Sonora Status", &format!("Sonora Status {version}")),
    );
}

fn built(project: &Project, version: u32) -> (Tree, Duration) {
    set_version(project, version);
    let start = Instant::now();
    project.run(&["build", "--now", CLOCK]).ok();
    (tree(&project.path().join("site")), start.elapsed())
}

#[test]
fn the_site_is_never_torn() {
    let project = demo();
    let (one, _) = built(&project, 1);
    let (two, time) = built(&project, 2);
    assert!(one != two, "the versions are the same");
    // A fixed seed: the moments are random, the test is the same each time.
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let (mut killed, mut old, mut new) = (0, 0, 0);
    for round in 0..KILLS {
        let version = 1 + round % 2;
        set_version(&project, version);
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let moment = time.mul_f64((seed >> 11) as f64 / (1_u64 << 53) as f64 * 1.1);
        let mut command = project.command(&["build", "--now", CLOCK]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(moment);
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += u32::from(!status.success());
        let now = tree(&project.path().join("site"));
        assert!(
            now == one || now == two,
            "round {round}: a torn site after {moment:?}"
        );
        let is_new = now
            == if version == 1 {
                one.clone()
            } else {
                two.clone()
            };
        new += u32::from(is_new);
        old += u32::from(!is_new);
    }
    println!("{KILLS} builds, {killed} killed: {old} left the old site, {new} the new one");
    assert!(
        killed >= KILLS / 4,
        "only {killed} of {KILLS} builds were killed before they ended"
    );
    let (after, _) = built(&project, 1);
    assert!(after == one, "the build after all kills made another site");
    let left: Vec<_> = fs::read_dir(project.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert!(
        !left
            .iter()
            .any(|name| name.to_string_lossy().contains("upfront-")),
        "{left:?}"
    );
}
