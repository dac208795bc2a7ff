//! `suyuan import` against a running service: what it prints, writes and ends with.

use super::{HEAD, good, lines};
use crate::harness::{MAKER, TestApp, batch_path};
use std::path::Path;
use std::process::{Command, Stdio};

/// Exit code, output and errors.
fn import(app: &TestApp, folder: &Path, file: &str, more: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_suyuan"));
    command.current_dir(folder).args(["import", file, "--org", MAKER, "--token-file", "token"]);
    command.args(["--server", &format!("http://{}", app.address)]).args(more).stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_file_is_tried_mended_and_taken_in_from_the_terminal() {
    let app = TestApp::start();
    let token = app.with_maker();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("token"), format!("{token}\n")).unwrap();
    let wrong = good("A2").replace("2026-11-01", "soon");
    std::fs::write(at("b.csv"), lines(&[&good("A1"), &wrong])).unwrap();
    let kind = ["--kind", "batches"];
    let there = |lot: &str| app.get_as(&token, &batch_path(lot, "")).status == 200;

    let (code, out, err) =
        import(&app, folder.path(), "b.csv", &[&kind[..], &["--dry-run"]].concat());
    assert!(code != 0 && err.contains("nothing was written"), "{err}");
    assert!(out.contains("b.csv  C3 生产日期") && out.contains("[notADate]"), "{out}");
    let more = [&kind[..], &["--failed", "mend.csv"]].concat();
    let (code, _, err) = import(&app, folder.path(), "b.csv", &more);
    assert!(code != 0 && err.contains("proceed"), "{err}");
    assert!(!there("A1") && !there("A2"));
    let (code, out, _) =
        import(&app, folder.path(), "b.csv", &[&more[..], &["--on-error", "proceed"]].concat());
    assert_ne!(code, 0, "a row that was left out is told by the exit code");
    assert_eq!(out.matches("[notADate]").count(), 1, "{out}");
    assert!(there("A1") && !there("A2"));

    let marked = std::fs::read_to_string(at("mend.csv")).unwrap();
    assert!(marked.starts_with(&format!("\u{feff}{}", HEAD.trim_end())), "{marked}");
    std::fs::write(at("mend.csv"), marked.replace("soon", "2026-11-02")).unwrap();
    let (code, out, err) = import(&app, folder.path(), "mend.csv", &kind);
    assert_eq!(code, 0, "{out}{err}");
    assert!(there("A2"));
    let (code, _, err) = import(&app, folder.path(), "token", &kind);
    assert!(code != 0 && err.contains(".csv, .xlsx or .ndjson"), "{err}");
}
