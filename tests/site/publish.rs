//! Publishing: all or nothing, and nothing that is not ours is touched.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use crate::support::{self, tree};
use tempfile::TempDir;
use upfront::pipeline::manifest::Manifest;
use upfront::publish::{
    Failed, File, Mark, Piece, PublishError, PublishLock, PublishMethod, Rank, Strategy,
    check_disjoint, publish, publish_by, publish_made, replace_made,
};

fn site(version: &str, names: &[&str]) -> Vec<File> {
    names
        .iter()
        .map(|name| File {
            path: (*name).to_string(),
            bytes: format!("{name} {version}\n").into_bytes(),
        })
        .collect()
}

/// Names in the list of files.
fn listed(out: &Path) -> Vec<String> {
    let document: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("files.json")).unwrap()).unwrap();
    let files = document["files"].as_array().unwrap().iter();
    files.map(|f| f.as_str().unwrap().to_string()).collect()
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

fn both_ways(test: impl Fn(&Path, &dyn Fn(&Path, &[File]) -> Result<PublishMethod, PublishError>)) {
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
        assert_ne!(how, PublishMethod::First);
        let expected = BTreeMap::from([
            ("index.html".to_string(), "index.html 2\n".to_string()),
            ("new/b.html".to_string(), "new/b.html 2\n".to_string()),
        ]);
        assert_eq!(content(out), expected);
        assert_eq!(listed(out), ["files.json", "index.html", "new/b.html"]);
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
        // A folder of the owner in which we have a file as well.
        publish(out, &site("3", &["index.html", ".well-known/ours"])).unwrap();
        fs::write(out.join(".well-known/own"), "mine").unwrap();
        for folder in [".well-known", ".git"] {
            fs::set_permissions(out.join(folder), fs::Permissions::from_mode(0o750)).unwrap();
        }
        publish(out, &site("4", &["index.html", ".well-known/ours"])).unwrap();
        assert_eq!(content(out)[".well-known/own"], "mine");
        assert_eq!(content(out)[".well-known/ours"], ".well-known/ours 4\n");
        for folder in [".well-known", ".git"] {
            let mode = fs::metadata(out.join(folder)).unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, 0o750, "{folder}");
        }
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
        // Gone already: nothing is left to remove.
        publish(out, &site("4", &["index.html", ".nojekyll"])).unwrap();
        fs::remove_file(out.join(".nojekyll")).unwrap();
        publish(out, &site("5", &["index.html"])).unwrap();
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
fn what_others_wrote_is_named_and_counted() {
    both_ways(|out, publish| {
        publish(out, &site("1", &NAMES)).unwrap();
        let said = |name: &str| {
            fs::write(out.join(name), "mine").unwrap();
            publish(out, &site("2", &NAMES)).unwrap_err().to_string()
        };
        for name in ["a", "b", "c", "d"] {
            said(name);
        }
        let five = said("e");
        assert!(five.contains("    e\n") && !five.contains("more"), "{five}");
        said("f");
        let seven = said("g");
        assert!(seven.contains("    e\n    and 2 more\n"), "{seven}");
    });
}

#[test]
fn the_list_of_a_large_site_is_read() {
    both_ways(|out, publish| {
        publish(out, &site("1", &NAMES)).unwrap();
        let mut list = fs::read(out.join("files.json")).unwrap();
        list.resize(2 * 1024 * 1024, b' ');
        fs::write(out.join("files.json"), list).unwrap();
        publish(out, &site("2", &NAMES)).unwrap();
    });
}

#[test]
fn an_empty_folder_of_ours_is_no_foreign_one() {
    both_ways(|out, publish| {
        publish(out, &site("1", &NAMES)).unwrap();
        fs::remove_file(out.join("incidents/a.html")).unwrap();
        publish(out, &site("2", &NAMES)).unwrap();
        assert_eq!(content(out).len(), NAMES.len());
    });
}

#[test]
fn a_build_that_fails_half_way_keeps_all_files_ours() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("site");
    let in_place = |files: &[File]| publish_by(&out, files, Strategy::InPlace);
    in_place(&site("1", &["index.html", "x/y.html"])).unwrap();
    // A file where a folder stands: it cannot take its place.
    let error = in_place(&site("2", &["index.html", "new.css", "x"])).unwrap_err();
    assert!(std::error::Error::source(&error).is_some());
    assert!(matches!(error, PublishError::Io { .. }), "{error}");
    let said = error.to_string();
    assert!(
        said.contains("each is whole") && !said.contains("as it was"),
        "{said}"
    );
    let names: Vec<String> = content(&out).into_keys().collect();
    assert!(names.contains(&"new.css".to_string()), "{names:?}");
    let waiting = |path: &String| path.contains(".upfront-");
    assert!(!tree(&out).keys().any(waiting), "something still waits");
    in_place(&site("3", &["index.html", "x/y.html"])).unwrap();
    let names: Vec<String> = content(&out).into_keys().collect();
    assert_eq!(names, ["index.html", "x/y.html"]);
    assert_eq!(listed(&out), ["files.json", "index.html", "x/y.html"]);
}

#[test]
fn a_folder_where_a_file_stands_is_not_made() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("site");
    let in_place = |files: &[File]| publish_by(&out, files, Strategy::InPlace);
    in_place(&site("1", &["index.html", "x"])).unwrap();
    let error = in_place(&site("2", &["index.html", "x/y"])).unwrap_err();
    assert!(error.to_string().starts_with("making "), "{error}");
    assert_eq!(content(&out)["x"], "x 1\n");
}

#[test]
fn what_waits_for_nobody_is_removed_and_nothing_else() {
    // The second build of version 1 has nothing else to do.
    for (strategy, version) in [
        (Strategy::InPlace, "2"),
        (Strategy::InPlace, "1"),
        (Strategy::Exchange, "2"),
        (Strategy::Exchange, "1"),
    ] {
        let dir = TempDir::new().unwrap();
        let out = dir.path().join("site");
        publish_by(&out, &site("1", &NAMES), strategy).unwrap();
        for folder in ["gone/deep", ".well-known"] {
            fs::create_dir_all(out.join(folder)).unwrap();
        }
        fs::write(out.join(".well-known/mine.txt"), "mine").unwrap();
        for stale in [
            "gone/deep/.upfront-12-0",
            ".upfront-12-1",
            ".well-known/.upfront-12-2",
        ] {
            fs::write(out.join(stale), "half").unwrap();
        }
        for own in [".upfront-", ".upfront-notes", ".upfront-1x"] {
            fs::write(out.join(own), "mine").unwrap();
        }
        fs::create_dir(out.join(".upfront-7")).unwrap();
        publish_by(&out, &site(version, &NAMES), strategy).unwrap();
        let left: Vec<String> = tree(&out)
            .into_keys()
            .filter(|path| path.contains(".upfront") || path.contains("gone"))
            .collect();
        let own = [".upfront-", ".upfront-1x", ".upfront-7", ".upfront-notes"];
        assert_eq!(left, own, "{strategy:?} of version {version}");
        assert!(out.join(".well-known/mine.txt").is_file());
    }
}

/// A page that is made alone, of which nothing is known.
fn piece(path: &str) -> Vec<Piece<'_>> {
    vec![Piece {
        path,
        rank: Rank::Page,
        known: None,
    }]
}

/// Whoever puts a file into the site while a build makes the next one does not lose it.
#[test]
fn what_comes_while_a_build_runs_is_kept() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("site");
    publish(&out, &site("1", &NAMES)).unwrap();
    fs::create_dir_all(out.join(".well-known/acme")).unwrap();
    fs::write(out.join(".well-known/acme/early"), "1").unwrap();
    symlink("early", out.join(".well-known/acme/link")).unwrap();
    let before = tree(&out);
    let made_while = |comes: &(dyn Fn() + Sync)| {
        let files = site("2", &NAMES);
        let batches: Vec<Vec<Piece<'_>>> = files.iter().map(|file| piece(&file.path)).collect();
        let once = std::sync::Once::new();
        let make = |at: usize| {
            once.call_once(comes);
            Ok::<_, Infallible>(vec![Cow::Borrowed(files[at].bytes.as_slice())])
        };
        publish_made(
            &PublishLock::acquire(&out),
            &batches,
            &make,
            Strategy::Exchange,
        )
    };
    let refused = made_while(&|| fs::write(out.join("notes.txt"), "mine").unwrap());
    match refused {
        Err(Failed::Publish(PublishError::Foreign { out: at, files, .. })) => {
            assert_eq!((at, files), (out.clone(), vec!["notes.txt".to_string()]));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
    fs::remove_file(out.join("notes.txt")).unwrap();
    assert_eq!(tree(&out), before);

    made_while(&|| {
        fs::write(out.join(".well-known/acme/late"), "2").unwrap();
        fs::remove_file(out.join(".well-known/acme/early")).unwrap();
        fs::write(out.join(".well-known/acme/early"), "3").unwrap();
        fs::create_dir(out.join(".new")).unwrap();
        fs::write(out.join(".new/file"), "4").unwrap();
    })
    .unwrap();
    for (path, text) in [
        (".well-known/acme/late", "2"),
        (".well-known/acme/early", "3"),
        (".well-known/acme/link", "3"),
        (".new/file", "4"),
    ] {
        assert_eq!(fs::read_to_string(out.join(path)).unwrap(), text, "{path}");
    }
    let alone = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(alone, 1, "nothing is left beside the site");
}

/// Whoever writes the list of files can make Upfront neither delete nor write what is not
/// in the site.
#[test]
fn a_list_that_names_others_files_is_not_believed() {
    let dir = TempDir::new().unwrap();
    let (out, work) = (dir.path().join("site"), dir.path().join("work"));
    fs::create_dir(&work).unwrap();
    fs::write(work.join("precious.txt"), "mine").unwrap();
    for strategy in [Strategy::InPlace, Strategy::Exchange] {
        publish_by(&out, &site("1", &NAMES), strategy).unwrap();
        let list = fs::read_to_string(out.join("files.json")).unwrap();
        let absolute = work.join("precious.txt").display().to_string();
        symlink(&work, out.join(".link")).unwrap();
        let planted = format!(
            "\"files\": [\"../work/precious.txt\", \"{absolute}\", \".link/precious.txt\", \"a/../../work/precious.txt\","
        );
        fs::write(
            out.join("files.json"),
            list.replace("\"files\": [", &planted),
        )
        .unwrap();
        publish_by(&out, &site("2", &NAMES), strategy).unwrap();
        assert_eq!(
            fs::read_to_string(work.join("precious.txt")).unwrap(),
            "mine"
        );
        assert!(out.join(".link").exists(), "the owner's own link");
        fs::remove_file(out.join(".link")).unwrap();

        // A link in the place of one of our folders, which the list calls ours.
        fs::remove_dir_all(out.join("incidents")).unwrap();
        symlink(&work, out.join("incidents")).unwrap();
        let list = fs::read_to_string(out.join("files.json")).unwrap();
        let planted = list.replace("\"files\": [", "\"files\": [\"incidents\",");
        fs::write(out.join("files.json"), planted).unwrap();
        let error = publish_by(&out, &site("3", &NAMES), strategy).unwrap_err();
        assert!(error.to_string().contains("    incidents\n"), "{error}");
        assert_eq!(fs::read_dir(&work).unwrap().count(), 1);
        fs::remove_dir_all(&out).unwrap();
    }
}

/// What a build that was killed between two calls leaves in place is no reason to refuse
/// the next ones.
#[test]
fn empty_folders_of_a_killed_build_are_ours() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("site");
    let in_place = |names: &[&str]| publish_by(&out, &site("1", names), Strategy::InPlace);
    in_place(&["index.html", "old/a.html"]).unwrap();
    // Killed when its file was gone, and the folder not yet.
    fs::remove_file(out.join("old/a.html")).unwrap();
    // Killed when the folder was made, and nothing in it.
    fs::create_dir_all(out.join("new/deep")).unwrap();
    in_place(&["index.html", "new/deep/b.html"]).unwrap();
    assert!(!out.join("old").exists());
    in_place(&["index.html", "new/deep/b.html"]).unwrap();
    in_place(&["index.html"]).unwrap();
    assert!(!out.join("new").exists());
}

#[test]
fn a_site_that_somebody_else_changed_is_left_alone() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("site");
    let left = publish(&out, &site("1", &NAMES)).unwrap().standing.unwrap();
    let batches = [piece("incidents/a.html")];
    let make = |_: usize| Ok::<_, Infallible>(vec![Cow::Borrowed(&b"new"[..])]);
    let replace_left = |left| {
        let published = replace_made(&PublishLock::acquire(&out), &batches, &make, left).unwrap();
        published.map(|published| published.written)
    };
    let replace = || replace_left(left);
    let (folder, elsewhere) = (out.join("incidents"), dir.path().join("elsewhere"));
    fs::rename(&folder, &elsewhere).unwrap();
    symlink(&elsewhere, &folder).unwrap();
    assert_eq!(replace(), None, "the folder is a link");
    fs::remove_file(&folder).unwrap();
    fs::rename(&elsewhere, &folder).unwrap();
    assert_eq!(replace(), Some(vec!["incidents/a.html".to_string()]));
    assert_eq!(content(&out)["incidents/a.html"], "new");
    publish(&out, &site("2", &["index.html", "incidents/a.html"])).unwrap();
    assert_eq!(replace(), None, "somebody has published since");
    // In place, and files of the same names.
    let names = ["index.html", "incidents/a.html"];
    let by = |version| publish_by(&out, &site(version, &names), Strategy::InPlace).unwrap();
    let left = by("3").standing.unwrap();
    by("4");
    assert_eq!(replace_left(left), None, "somebody has published in place");
}

#[test]
fn a_site_lies_apart_from_what_it_is_made_of() {
    let dir = TempDir::new().unwrap();
    let root = dir.path();
    fs::create_dir_all(root.join("incidents/2026")).unwrap();
    symlink("incidents", root.join("www")).unwrap();
    for (out, expected) in [
        ("site", None),
        ("incidents.new/site", None),
        ("incidents", Some(true)),
        ("incidents/2026/site/new", Some(true)),
        ("templates/site", Some(true)),
        ("no/such/./../../incidents/site", Some(true)),
        ("www/new/site", Some(true)),
        ("site/..", Some(false)),
        (".", Some(false)),
    ] {
        let inside = match check_disjoint(root, &root.join(out)) {
            Ok(()) => None,
            Err(PublishError::Overlapping { inside, .. }) => Some(inside),
            Err(other) => panic!("{out}: {other}"),
        };
        assert_eq!(inside, expected, "{out}");
    }
}

#[test]
fn a_mark_is_that_of_one_file_as_it_is() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a");
    fs::write(&path, "x").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let mark = Mark::of(&path).unwrap();
    assert_eq!(
        Mark::parse(&format!("{mark} the/path with spaces")),
        Some((mark, "the/path with spaces"))
    );
    let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::new(1_000, 7);
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(time).unwrap();
    let changed = Mark::of(&path).unwrap();
    assert_ne!(changed, mark);
    assert!(
        changed.to_string().ends_with(" 1 1000000000007"),
        "{changed}"
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(Mark::of(&path), None, "not the rights that we give");
    assert_eq!(Mark::of(dir.path()), None, "no file");
}

#[test]
fn a_memory_is_believed_as_it_was_written_or_not_at_all() {
    let dir = TempDir::new().unwrap();
    let root = dir.path();
    fs::write(root.join("a"), "x").unwrap();
    fs::set_permissions(root.join("a"), fs::Permissions::from_mode(0o644)).unwrap();
    let mark = Mark::of(&root.join("a")).unwrap();
    let manifest = Manifest {
        base: 7,
        clock: -12,
        tasks: [("incident a b".to_string(), (9, vec![mark, mark]))].into(),
    };
    assert_eq!(Manifest::read(root), Manifest::default());
    manifest.write(root).unwrap();
    assert_eq!(Manifest::read(root), manifest);
    let folder = root.join(".upfront");
    assert_eq!(
        fs::read_to_string(folder.join(".gitignore")).unwrap(),
        "*\n!imported.json\n"
    );
    // What the owner ignores stays; what the dead left goes, what the living write stays.
    fs::write(folder.join(".gitignore"), "mine\n").unwrap();
    let mut dead = std::process::Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    let mut living = std::process::Command::new("sleep")
        .arg("60")
        .spawn()
        .unwrap();
    let (dead, alive) = (
        format!("build-{}", dead.id()),
        format!("build-{}", living.id()),
    );
    for name in [&dead, &alive, "build-x", "other"] {
        fs::write(folder.join(name), "half").unwrap();
    }
    manifest.write(root).unwrap();
    living.kill().unwrap();
    living.wait().unwrap();
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, [".gitignore", "build", &alive, "build-x", "other"]);
    assert_eq!(
        fs::read_to_string(folder.join(".gitignore")).unwrap(),
        "mine\n"
    );
    let written = fs::read_to_string(folder.join("build")).unwrap();
    fs::write(
        folder.join("build"),
        written.replace("incident a b", "incident a c"),
    )
    .unwrap();
    assert_eq!(Manifest::read(root), Manifest::default());
    // Never through a link.
    fs::write(root.join("elsewhere"), &written).unwrap();
    fs::remove_file(folder.join("build")).unwrap();
    symlink(root.join("elsewhere"), folder.join("build")).unwrap();
    assert_eq!(Manifest::read(root), Manifest::default());
    let own = folder.join(format!("build-{}", std::process::id()));
    symlink(root.join("elsewhere"), &own).unwrap();
    manifest.write(root).unwrap();
    assert_eq!(fs::read_to_string(root.join("elsewhere")).unwrap(), written);
    let nowhere = manifest.write(&root.join("nowhere")).unwrap_err();
    assert_eq!(nowhere.kind(), std::io::ErrorKind::NotFound);
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(root.join("else")).unwrap();
    fs::write(root.join("else/build"), written).unwrap();
    fs::write(root.join("else").join(&dead), "not ours").unwrap();
    symlink("else", &folder).unwrap();
    assert_eq!(Manifest::read(root), Manifest::default());
    assert!(manifest.write(root).is_err());
    assert!(root.join("else").join(&dead).exists());
}

/// Of the project's folder git keeps what the next import must know, and nothing else.
#[test]
fn git_keeps_what_was_imported() {
    let dir = TempDir::new().unwrap();
    Manifest::default().write(dir.path()).unwrap();
    fs::write(dir.path().join(".upfront/imported.json"), "{}").unwrap();
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        let output = git
            .current_dir(dir.path())
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    assert_eq!(git(&["ls-files"]), ".upfront/imported.json\n");
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
fn a_link_to_the_same_bytes_is_no_file_of_ours() {
    both_ways(|out, publish| {
        publish(out, &site("1", &NAMES)).unwrap();
        // As long as what it leads to, so that not even the length tells them apart.
        let (link, bytes) = ("../outside.tx", "index.html 2\n");
        assert_eq!(link.len(), bytes.len());
        fs::write(out.parent().unwrap().join("outside.tx"), bytes).unwrap();
        fs::remove_file(out.join("index.html")).unwrap();
        symlink(link, out.join("index.html")).unwrap();
        publish(out, &site("2", &NAMES)).unwrap();
        let meta = fs::symlink_metadata(out.join("index.html")).unwrap();
        assert!(meta.is_file());
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
    let below = publish(&dir.path().join("site/below"), &site("1", &NAMES)).unwrap_err();
    assert!(below.to_string().starts_with("looking at "), "{below}");
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
    assert_eq!((published.written.len(), published.unchanged), (3, 2));
    // Nothing changes: nothing is touched, the list neither.
    let list = || fs::metadata(out.join("files.json")).unwrap().ctime_nsec();
    publish_by(&out, &site("3", &NAMES), Strategy::InPlace).unwrap();
    let before = list();
    publish_by(&out, &site("3", &NAMES), Strategy::InPlace).unwrap();
    assert_eq!(list(), before);
}

#[test]
fn paths_that_leave_the_site_are_refused() {
    let dir = TempDir::new().unwrap();
    let long = "n".repeat(201);
    publish(&dir.path().join("fits"), &site("1", &[&long[1..]])).unwrap();
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
    // Also where nothing is to be done: a project's second build knows its site.
    let project = support::demo();
    let build = ["build", "--now", "2026-11-24T10:00:00Z"];
    let folder = || fs::metadata(project.path().join("site")).unwrap().ino();
    project.run(&build).ok();
    let before = folder();
    project.write(".site.upfront-1-0/index.html", "half");
    project.run(&build).ok();
    assert_eq!(folder(), before, "the site was touched");
    assert!(
        !project.path().join(".site.upfront-1-0").exists(),
        "the stale one stayed beside an untouched site"
    );
    // Also where it bears the name that this build would take.
    let own = |n: u8| {
        dir.path()
            .join(format!(".site.upfront-{}-{n}", std::process::id()))
    };
    let taken: Vec<fs::File> = [0, 1]
        .map(|n| {
            fs::create_dir(own(n)).unwrap();
            let taken = fs::File::open(own(n)).unwrap();
            rustix::fs::flock(&taken, rustix::fs::FlockOperation::LockExclusive).unwrap();
            taken
        })
        .into();
    publish(&out, &site("2", &NAMES)).unwrap();
    assert_eq!(content(&out)["index.html"], "index.html 2\n");
    assert!(own(0).exists() && own(1).exists() && !own(2).exists());
    drop(taken);
}

#[test]
fn a_name_that_leaves_no_room_beside_it_is_said() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("n".repeat(250));
    let error = publish(&out, &site("1", &NAMES)).unwrap_err();
    assert!(
        error.to_string().starts_with("making a folder in "),
        "{error}"
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
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
