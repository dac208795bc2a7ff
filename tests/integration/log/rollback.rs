//! An older copy of the store: noticed at the start, refused, and the one way on.

use super::{ORIGIN, checkpoint, key_of};
use crate::harness::TestApp;
use crate::process::run;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use suyuan::app::{App, Options};
use suyuan::log::note::Note;
use tempfile::TempDir;

/// A service that keeps its mark beside its data folder.
fn marked(folder: &Arc<TempDir>, mark: &Path) -> TestApp {
    TestApp::on(Arc::clone(folder), |options| guarded(options, mark))
}

fn guarded(options: Options, mark: &Path) -> Options {
    let high_water = Some(mark.to_owned());
    Options { origin: Some(ORIGIN.to_owned()), high_water, ..options }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

fn refusal(data: &Path, mark: &Path) -> String {
    match App::open(guarded(Options::new(data), mark)) {
        Ok(_) => panic!("an older copy was opened"),
        Err(error) => error.to_string(),
    }
}

struct Lost {
    folder: Arc<TempDir>,
    data: PathBuf,
    mark: PathBuf,
    /// What the log had published in the end.
    size: u64,
    token: String,
}

/// A store that was put back to a state before the last lot.
fn put_back() -> Lost {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mark = folder.path().join("elsewhere");
    let app = marked(&folder, &mark);
    let data = app.data().to_owned();
    let token = app.with_maker();
    drop(app.stop());
    copy(&data.join("store"), &folder.path().join("older"));
    let app = marked(&folder, &mark);
    app.lot(&token, "L1", 1);
    let size = checkpoint(&app).size;
    drop(app.stop());
    std::fs::remove_dir_all(data.join("store")).unwrap();
    copy(&folder.path().join("older"), &data.join("store"));
    Lost { folder, data, mark, size, token }
}

#[test]
fn an_older_copy_is_refused_and_left_alone() {
    let Lost { folder, data, mark, size, .. } = put_back();
    for _ in 0..2 {
        let told = refusal(&data, &mark);
        assert!(
            told.contains(&format!("published {size}")) && told.contains("continue-log"),
            "{told}"
        );
    }
    // With the newest mark gone nothing shows it: the mark belongs on another disk.
    std::fs::remove_file(&mark).unwrap();
    let app = marked(&folder, &mark);
    assert!(checkpoint(&app).size < size);
}

#[test]
fn another_history_of_the_same_length_is_refused() {
    let Lost { folder, data, mark, size, token } = put_back();
    let kept = std::fs::read(&mark).unwrap();
    let without = folder.path().join("no-mark");
    let app = marked(&folder, &without);
    for lot in 1.. {
        app.lot(&token, &format!("X{lot}"), 1);
        if checkpoint(&app).size > size {
            break;
        }
    }
    drop(app.stop());
    std::fs::write(&mark, kept).unwrap();
    assert!(refusal(&data, &mark).contains("or others"));
}

#[test]
fn the_way_on_is_a_new_name_that_names_the_old_state() {
    let Lost { folder, data, mark, size, .. } = put_back();
    let (data_text, mark_text) = (data.to_str().unwrap(), mark.to_str().unwrap());
    let go_on = |origin: &str| {
        run(&["continue-log", "--data", data_text, "--high-water", mark_text, "--origin", origin])
    };
    assert!(!go_on(ORIGIN).ok, "the old name signs nothing more");
    let done = go_on("t.example.cn/log/2");
    assert!(done.ok && done.out.contains(&format!("{size} facts")), "{}{}", done.out, done.err);
    let again = go_on("t.example.cn/log/3");
    assert!(!again.ok && again.err.contains("nothing is lost"), "{}", again.err);
    let app = marked(&folder, &mark);
    assert_eq!(key_of(&app).name(), "t.example.cn/log/2");
    let now = checkpoint(&app);
    assert_eq!(now.origin, "t.example.cn/log/2");
    let opened = super::entries(&app, now.size).into_iter().rev().find_map(|entry| {
        let fact: serde_json::Value = serde_json::from_slice(&entry).unwrap();
        let text = fact.to_string();
        (text.contains("logOpened")).then_some(text)
    });
    let opened = opened.unwrap();
    for part in ["\"previous\"", ORIGIN, &format!("\"size\":{size}")] {
        assert!(opened.contains(part), "{part} {opened}");
    }
}

#[test]
fn a_mark_of_another_log_is_no_mark() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mark = folder.path().join("elsewhere");
    let app = marked(&folder, &mark);
    app.with_maker();
    let data = app.data().to_owned();
    let size = checkpoint(&app).size;
    drop(app.stop());
    let note = Note::parse(&std::fs::read(&mark).unwrap()).unwrap();
    assert!(note.text.contains(&format!("\n{size}\n")), "the last state is marked at the end");
    let forged = note.to_string().replacen(&format!("\n{size}\n"), "\n1\n", 1);
    for bytes in [forged.as_bytes(), b"", b"\xff"] {
        std::fs::write(&mark, bytes).unwrap();
        assert!(refusal(&data, &mark).contains("--high-water"));
    }
}
