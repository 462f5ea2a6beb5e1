//! Publishing: all or nothing, and nothing that is not ours is touched.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use support::tree;
use tempfile::TempDir;
use upfront::publish::{File, How, PublishError, Strategy, publish, publish_by};

fn site(version: &str, names: &[&str]) -> Vec<File> {
    names
        .iter()
        .map(|name| File {
            path: (*name).to_string(),
            bytes: format!("{name} {version}\n").into_bytes(),
        })
        .collect()
}

/// Paths and bytes of all regular files, without the list.
fn content(out: &Path) -> BTreeMap<String, String> {
    tree(out)
        .into_iter()
        .filter(|(path, entry)| entry.mode & 0o170_000 == 0o100_000 && path != "files.json")
        .map(|(path, entry)| (path, String::from_utf8(entry.bytes).unwrap()))
        .collect()
}

const NAMES: [&str; 4] = [
    "index.html",
    "style.css",
    "incidents/a.html",
    "fr/incidents/a.html",
];

fn both_ways(test: impl Fn(&Path, &dyn Fn(&Path, &[File]) -> Result<How, PublishError>)) {
    for strategy in [Strategy::Exchange, Strategy::InPlace] {
        let dir = TempDir::new().unwrap();
        test(&dir.path().join("site"), &|out, files| {
            publish_by(out, files, strategy).map(|p| p.how)
        });
    }
}

#[test]
fn a_site_replaces_the_one_before() {
    both_ways(|out, publish| {
        publish(out, &site("1", &NAMES)).unwrap();
        let how = publish(out, &site("2", &["index.html", "new/b.html"])).unwrap();
        assert_ne!(how, How::First);
        let expected = BTreeMap::from([
            ("index.html".to_string(), "index.html 2\n".to_string()),
            ("new/b.html".to_string(), "new/b.html 2\n".to_string()),
        ]);
        assert_eq!(content(out), expected);
        assert!(!out.join("incidents").exists(), "an empty folder stayed");
        assert_eq!(
            fs::read_dir(out.parent().unwrap()).unwrap().count(),
            1,
            "something was left beside the site"
        );
    });
}

#[test]
fn dotfiles_are_kept() {
    both_ways(|out, publish| {
        fs::create_dir_all(out.join(".git/objects")).unwrap();
        fs::write(out.join(".gitignore"), "*\n").unwrap();
        fs::write(out.join(".git/objects/x"), "object").unwrap();
        fs::set_permissions(
            out.join(".git/objects/x"),
            fs::Permissions::from_mode(0o444),
        )
        .unwrap();
        symlink("objects/x", out.join(".git/link")).unwrap();
        let before = tree(out);
        publish(out, &site("1", &NAMES)).unwrap();
        publish(out, &site("2", &NAMES)).unwrap();
        let mut after = tree(out);
        after.retain(|path, _| path.starts_with('.'));
        assert_eq!(after, before);
    });
}

#[test]
fn our_own_dotfile_is_replaced_and_removed() {
    both_ways(|out, publish| {
        publish(out, &site("1", &["index.html", ".nojekyll"])).unwrap();
        publish(out, &site("2", &["index.html", ".nojekyll"])).unwrap();
        assert_eq!(content(out)[".nojekyll"], ".nojekyll 2\n");
        publish(out, &site("3", &["index.html"])).unwrap();
        assert_eq!(content(out).len(), 1);
    });
}

#[test]
fn what_others_wrote_is_refused_and_untouched() {
    both_ways(|out, publish| {
        publish(out, &site("1", &NAMES)).unwrap();
        fs::write(out.join("thesis.docx"), "ten years").unwrap();
        fs::create_dir(out.join("empty")).unwrap();
        let before = tree(out);
        let error = publish(out, &site("2", &NAMES)).unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains("thesis.docx") && said.contains("empty/"),
            "{said}"
        );
        assert_eq!(tree(out), before);
    });
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    both_ways(|out, publish| {
        fs::create_dir(out).unwrap();
        fs::write(out.join("index.html"), "my own page").unwrap();
        fs::write(out.join("files.json"), "{\"files\": [\"index.html\"]}").unwrap();
        let before = tree(out);
        assert!(matches!(
            publish(out, &site("1", &NAMES)),
            Err(PublishError::Foreign { .. })
        ));
        assert_eq!(tree(out), before);
    });
}

#[test]
fn links_in_the_target_are_not_followed() {
    both_ways(|out, publish| {
        publish(out, &site("1", &NAMES)).unwrap();
        let outside = out.parent().unwrap().join("outside.txt");
        fs::write(&outside, "private").unwrap();
        fs::remove_file(out.join("index.html")).unwrap();
        symlink(&outside, out.join("index.html")).unwrap();
        publish(out, &site("2", &NAMES)).unwrap();
        assert_eq!(fs::read_to_string(&outside).unwrap(), "private");
        assert!(
            fs::symlink_metadata(out.join("index.html"))
                .unwrap()
                .is_file()
        );
    });
}

#[test]
fn a_link_to_a_folder_is_a_target() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("www")).unwrap();
    symlink("www", dir.path().join("site")).unwrap();
    publish(&dir.path().join("site"), &site("1", &NAMES)).unwrap();
    assert!(
        fs::symlink_metadata(dir.path().join("site"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(content(&dir.path().join("www")).len(), NAMES.len());
}

#[test]
fn a_file_is_no_target() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("site"), "a file").unwrap();
    assert!(matches!(
        publish(&dir.path().join("site"), &site("1", &NAMES)),
        Err(PublishError::NotAFolder(_))
    ));
    assert_eq!(
        fs::read_to_string(dir.path().join("site")).unwrap(),
        "a file"
    );
}

#[test]
fn what_did_not_change_keeps_its_time() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("site");
    publish(&out, &site("1", &NAMES)).unwrap();
    let before = fs::metadata(out.join("style.css")).unwrap();
    let mut files = site("2", &NAMES);
    files[1].bytes = b"style.css 1\n".to_vec();
    let published = publish(&out, &files).unwrap();
    let after = fs::metadata(out.join("style.css")).unwrap();
    assert_eq!(
        (before.ino(), before.mtime_nsec()),
        (after.ino(), after.mtime_nsec())
    );
    assert!(!published.written.contains(&"style.css".to_string()));
}

#[test]
fn paths_that_leave_the_site_are_refused() {
    let dir = TempDir::new().unwrap();
    let long = "n".repeat(201);
    for bad in [
        "../x",
        "/etc/x",
        "",
        "a//b",
        "a/./b",
        "a\\b",
        "a\0b",
        "a\nb",
        "files.json",
        "FILES.json",
        long.as_str(),
    ] {
        let result = publish(&dir.path().join("site"), &site("1", &["index.html", bad]));
        assert!(matches!(result, Err(PublishError::BadPath(_))), "{bad:?}");
    }
    for two in [
        ["a.html", "A.html"],
        ["a", "a/b.html"],
        ["caf\u{e9}", "cafe\u{301}"],
    ] {
        assert!(
            matches!(
                publish(&dir.path().join("site"), &site("1", &two)),
                Err(PublishError::BadPath(_))
            ),
            "{two:?}"
        );
    }
    assert!(!dir.path().join("site").exists());
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    // The limit on file size stands for a full disk: the write fails half-way.
    let project = support::demo();
    project.run(&["build", "--quiet"]).ok();
    let before = tree(&project.path().join("site"));
    project.write(
        "status.yml",
        fs::read_to_string(project.path().join("status.yml"))
            .unwrap()
            .replace("Sonora Status", "Renamed Status"),
    );
    let script = format!(
        "trap '' XFSZ; ulimit -f 4; exec {} build",
        support::binary().display()
    );
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script]).current_dir(project.path());
    let run = support::Run::of(command);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("is as it was"), "{}", run.stderr);
    assert_eq!(tree(&project.path().join("site")), before);
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

#[test]
fn what_a_killed_build_left_is_removed_by_the_next() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("site");
    fs::create_dir(dir.path().join(".site.upfront-1-0")).unwrap();
    fs::write(dir.path().join(".site.upfront-1-0/index.html"), "half").unwrap();
    let live = dir.path().join(".site.upfront-2-0");
    fs::create_dir(&live).unwrap();
    let held = fs::File::open(&live).unwrap();
    rustix::fs::flock(&held, rustix::fs::FlockOperation::LockExclusive).unwrap();
    publish(&out, &site("1", &NAMES)).unwrap();
    assert!(
        !dir.path().join(".site.upfront-1-0").exists(),
        "the stale one stayed"
    );
    assert!(live.exists(), "one in use was removed");
}

#[test]
fn two_builds_at_once_publish_whole_sites() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("site");
    let names: Vec<String> = (0..40).map(|n| format!("incidents/{n}.html")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    publish(&out, &site("0", &names)).unwrap();
    std::thread::scope(|scope| {
        for version in ["1", "2", "3"] {
            let (out, names) = (&out, &names);
            scope.spawn(move || {
                for _ in 0..10 {
                    publish(out, &site(version, names)).unwrap();
                }
            });
        }
    });
    let versions: std::collections::BTreeSet<String> = content(&out)
        .into_values()
        .map(|text| text.trim_end().rsplit(' ').next().unwrap().to_string())
        .collect();
    assert_eq!(versions.len(), 1, "a mixed site: {versions:?}");
}
