//! Where a result goes: folders made, places that cannot be written, results that must not be lost.

use crate::support::*;
use std::fs;
use std::process::Command;

const QUICK: &str = "run s.toml -q";

#[test]
fn folders_are_made_and_the_default_place_is_results() {
    let folder = Folder::with_data();
    folder.done(&format!("{QUICK} -o a/b/out.h5"));
    folder.done(QUICK);
    folder.done(&format!("{FLATTEN} -q"));
    for name in ["a/b/out.h5", "results/s.h5", "results/A_flatten.h5"] {
        assert_eq!(folder.result(name).number::<bool>("finished"), Some(true), "{name}");
    }
    let said = folder.done("run s.toml -o said.h5");
    assert!(said.starts_with("a test\nd = 5, condition number "), "{said}");
    assert!(said.ends_with("\nwritten to said.h5\n"), "{said}");
}

/// Folders made for a run that fails disappear with it, those that were there stay.
#[test]
fn a_failed_run_leaves_no_folders() {
    let folder = Folder::with_data();
    folder.doubles("y.npy", "(4,)", &targets()[..4]);
    let message = "error: y.npy: shape [4], but the measurement matrix A.npy has 5 rows: one target for each is needed";
    folder.refused("run s.toml -o a/b/c/out.h5", message);
    fs::create_dir(folder.path("a")).unwrap();
    folder.refused("run s.toml -o a/b/c/out.h5", message);
    folder.refused(&format!("{FLATTEN} -o a/out.h5"), message);
}

#[test]
fn places_that_cannot_be_written() {
    let folder = Folder::with_data();
    let rest = "name another file with -o";
    for line in [QUICK, FLATTEN] {
        folder.refused(
            &format!("{line} -o y.npy/out.h5"),
            &format!("error: y.npy/out.h5: cannot be written (Not a directory (os error 20)); {rest}"),
        );
        folder.refused(
            &format!("{line} -o y.npy/a/out.h5"),
            &format!("error: y.npy/a/out.h5: its folder cannot be made (Not a directory (os error 20)); {rest}"),
        );
        fs::create_dir_all(folder.path("out.h5")).unwrap();
        folder.refused(&format!("{line} -o out.h5"), "error: out.h5: is a folder; name a file with -o");
        folder.refused(&format!("{line} -o out.h5 --force"), "error: out.h5: is a folder; name a file with -o");
    }
}

/// /proc takes no files, whoever asks.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_without_permission() {
    let folder = Folder::with_data();
    folder.refused(
        "run s.toml -o /proc/out.h5",
        "error: /proc/out.h5: cannot be written (No such file or directory (os error 2)); name another file with -o",
    );
    // Root may write everywhere else.
    let closed = folder.path("closed");
    fs::create_dir(&closed).unwrap();
    assert!(Command::new("chmod").arg("555").arg(&closed).status().unwrap().success());
    if fs::write(closed.join("probe"), "").is_err() {
        folder.refused(
            "run s.toml -o closed/out.h5",
            "error: closed/out.h5: cannot be written (Permission denied (os error 13)); name another file with -o",
        );
    }
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_never_replaced() {
    let folder = Folder::with_data();
    assert!(Command::new("mkfifo").arg(folder.path("pipe.h5")).status().unwrap().success());
    for force in ["", " --force"] {
        folder.refused(
            &format!("{QUICK} -o pipe.h5{force}"),
            "error: pipe.h5: is a device or a pipe, which cannot hold a result; name a file with -o",
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = Folder::with_data();
    fs::create_dir(folder.path("disk")).unwrap();
    folder.done(&format!("{QUICK} -o disk/out.h5"));
    std::os::unix::fs::symlink("disk/out.h5", folder.path("link.h5")).unwrap();
    let before = fs::read(folder.path("disk/out.h5")).unwrap();
    folder.refused(
        &format!("{QUICK} -o link.h5"),
        "error: link.h5: holds a finished result; pass --force to replace it, or another file with -o",
    );
    folder.done(&format!("{QUICK} -o link.h5 --force --set seed=4"));
    assert!(folder.path("link.h5").is_symlink());
    assert!(fs::read(folder.path("disk/out.h5")).unwrap() != before);
}

/// A limit on the size of files stands for a full disk: it stops root as well.
#[cfg(unix)]
#[test]
fn a_full_disk() {
    let folder = Folder::with_data();
    let before = folder.contents();
    let run = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" run s.toml -q -o a/out.h5", env!("CARGO_BIN_EXE_svsde")])
        .current_dir(&folder.root)
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&run.stderr),
        "error: a/out.h5: cannot be written (File too large); name another file with -o\n"
    );
    assert_eq!(run.status.code(), Some(2));
    assert!(folder.contents() == before);
}

#[test]
fn a_finished_result_is_replaced_with_force_only() {
    let folder = Folder::with_data();
    folder.done(&format!("{QUICK} -o out.h5"));
    let message = "error: out.h5: holds a finished result; pass --force to replace it, or another file with -o";
    folder.refused("run s.toml -o out.h5", message);
    folder.refused(&format!("{FLATTEN} -o out.h5"), message);
    folder.done(&format!("{QUICK} -o out.h5 --force --set title=second"));
    assert_eq!(folder.result("out.h5").text("title").as_deref(), Some("second"));

    // Force does not cost the old result when the new run fails.
    folder.doubles("y.npy", "(0,)", &[]);
    folder.refused(
        "run s.toml -o out.h5 --force",
        "error: y.npy: shape [0] holds no values; at least one row and one column are needed",
    );
}

/// Whatever is forced.
#[test]
fn scenarios_and_their_data_are_not_replaced() {
    let folder = Folder::with_data();
    for (command, names) in
        [("run s.toml", &["s.toml", "./s.toml", "A.npy", "y.npy"][..]), (FLATTEN, &["A.npy", "y.npy"])]
    {
        for name in names {
            let message = format!("error: {name}: is one of the inputs; name another file with -o");
            folder.refused(&format!("{command} -o {name}"), &message);
            folder.refused(&format!("{command} -o {name} --force"), &message);
        }
    }
}

#[test]
fn a_file_that_is_no_result_is_replaced_with_force_only() {
    let folder = Folder::with_data();
    folder.write("notes.txt", "not to be lost");
    hdf5::File::create(folder.path("other.h5")).unwrap().close().unwrap();
    for name in ["notes.txt", "other.h5"] {
        let message = format!(
            "error: {name}: exists and is not an svsde result; pass --force to replace it, or another file with -o"
        );
        folder.refused(&format!("run s.toml -o {name}"), &message);
        folder.refused(&format!("{FLATTEN} -o {name}"), &message);
    }
    folder.done(&format!("{QUICK} -o notes.txt --force"));
    assert_eq!(folder.result("notes.txt").text("title").as_deref(), Some("a test"));
}

/// Each writes beside the result under a name of its own; whichever ends last stays.
#[test]
fn two_runs_to_one_result_do_not_disturb_each_other() {
    let folder = Folder::with_data();
    folder.write("out.h5.part", "mine");
    let start = |end: &str| {
        let end = format!("time.end={end}");
        std::process::Command::new(env!("CARGO_BIN_EXE_svsde"))
            .args(["run", "s.toml", "-q", "--force", "-o", "out.h5", "--set", &end])
            .current_dir(&folder.root)
            .spawn()
            .unwrap()
    };
    let mut runs = [start("3000"), start("3001")];
    assert!(runs.iter_mut().all(|run| run.wait().unwrap().success()));
    let file = svsde_cli::store::ResultFile::open(&folder.path("out.h5")).unwrap();
    assert_eq!(file.number::<bool>("finished"), Some(true));
    assert_eq!(std::fs::read_to_string(folder.path("out.h5.part")).unwrap(), "mine");
    assert_eq!(folder.contents().keys().filter(|path| path.to_string_lossy().contains(".part")).count(), 1);
}
