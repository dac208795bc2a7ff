//! `suyuan recall` against a running service: what it sends, prints and ends with.

use crate::harness::{MAKER, REGULATOR, TestApp, recall};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

struct Terminal {
    app: TestApp,
    folder: TempDir,
}

impl Terminal {
    fn new() -> Self {
        let app = TestApp::start();
        let maker = app.with_maker();
        ["L1", "L2"].iter().for_each(|lot| app.lot(&maker, lot, 2));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("token"), format!("{maker}\n")).unwrap();
        Self { app, folder }
    }

    fn file(&self, name: &str, body: &Value) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, body.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Exit code, output and errors.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let token = self.folder.path().join("token");
        self.run_as(Some(&token), arguments)
    }

    fn run_as(&self, token: Option<&Path>, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_suyuan"));
        command.arg("recall").args(arguments).stdin(Stdio::null());
        command.args(["--server", &format!("http://{}", self.app.address)]);
        if let Some(token) = token {
            command.arg("--token-file").arg(token);
        }
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }
}

#[test]
fn a_recall_is_counted_opened_changed_and_ended_from_the_terminal() {
    let at = Terminal::new();
    let body = at.file("recall.json", &recall(&["L1"]));
    let (code, out, err) = at.run(&["preview", &body]);
    let counted: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &counted["reach"]["batches"]), (0, &json!(1)), "{err}");
    assert_eq!(at.app.get("/api/v1/recalls").json()["items"], json!([]));

    let (code, out, err) = at.run(&["open", &body]);
    assert_eq!(code, 0, "{err}");
    let opened: Value = serde_json::from_str(&out).unwrap();
    let id = opened["id"].as_str().unwrap();
    assert_eq!(opened["reach"]["units"], 2);
    // The same file again opens nothing; under another name it is another recall.
    let (code, out, _) = at.run(&["open", &body]);
    assert_eq!((code, serde_json::from_str::<Value>(&out).unwrap()["id"].as_str()), (0, Some(id)));
    let (code, out, _) = at.run(&["open", &body, "--key", "second", "--wait", "0"]);
    let second: Value = serde_json::from_str(&out).unwrap();
    assert!(code == 0 && second["id"] != id, "{second}");

    let lots = ["--organization", MAKER, "--product", "SS-200", "--lot", "L2"];
    let why = ["--reason-zh", "查明", "--reason-en", "worked out"];
    let step = |word| [&[word, id][..], &lots, &why].concat();
    assert_eq!(at.run(&step("extend")).0, 0);
    assert_eq!(at.app.verdict(&lot_page("L2")), "recalled");
    assert_eq!(at.run(&step("narrow")).0, 0);
    assert_eq!(at.app.verdict(&lot_page("L2")), "registered");
    let ending = at.file("end.json", &json!({"reason": {"en": "all returned"}}));
    assert_eq!(at.run(&["close", id, &ending]).0, 0);
    let second = second["id"].as_str().unwrap();
    assert_eq!(at.run(&[&["lift", second][..], &why].concat()).0, 0);

    // Everyone may read them, without a token.
    let (code, out, _) = at.run_as(None, &["list"]);
    let lines: Vec<_> = out.lines().collect();
    assert_eq!((code, lines.len()), (0, 2), "{out}");
    assert!(lines[0].starts_with(&format!("{second}  lifted  1  ")), "{out}");
    assert!(lines[1].starts_with(&format!("{id}  closed  1  ")), "{out}");
    assert!(lines[1].ends_with("Listeria found"), "{out}");
    assert_eq!(at.run_as(None, &["list", "--count", "1"]).1.lines().count(), 1);
    assert_eq!(at.run_as(None, &["list", "--state", "open"]).1, "");
    let (code, out, _) = at.run_as(None, &["show", id]);
    assert_eq!(
        (code, &serde_json::from_str::<Value>(&out).unwrap()["state"]),
        (0, &json!("closed"))
    );
}

#[test]
fn what_goes_wrong_is_told_apart_by_the_exit_code() {
    let at = Terminal::new();
    let mut wrong = recall(&["L1"]);
    wrong["class"] = json!(7);
    let (code, _, err) = at.run(&["open", &at.file("wrong.json", &wrong)]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("400 ") && err.contains("/class outOfRange"), "{err}");
    assert_eq!(at.app.get("/api/v1/recalls").json()["items"], json!([]));
    let good = at.file("recall.json", &recall(&["L1"]));
    for asked in [
        &["extend", "R-2026-000001"][..],
        &["close", "R-2026-000001"],
        &["extend", "R-2026-000001", "--organization", MAKER],
        &["list", "--lang", "fr"],
        &[],
    ] {
        assert_eq!(at.run(asked).0, 2, "{asked:?}");
    }
    assert_eq!(at.run_as(None, &["open", &good]).0, 2);
    assert_eq!(at.run(&["show", "R-2026-000009"]).0, 3);
    assert_eq!(at.run(&["close", "R-2026-000009", "--reason-en", "none"]).0, 3);
    assert_eq!(at.run(&["preview", "/nowhere/at-all.json"]).0, 1);
    let (code, _, err) = at.run(&["list", "--server", "http://127.0.0.1:1"]);
    assert_eq!(code, 2, "two servers: {err}");
}

fn lot_page(lot: &str) -> String {
    format!("/o/{MAKER}/SS-200/10/{lot}")
}

/// An officer of an authority that chose four eyes is told that the recall waits, and for which position.
#[test]
fn a_recall_that_waits_for_a_second_post_is_said_to_wait() {
    let at = Terminal::new();
    let app = &at.app;
    app.admit(REGULATOR, "regulator", "340000");
    let authority = |rest: &str| format!("/api/v1/organizations/{REGULATOR}/{rest}");
    let post = json!({"role": "regulator", "label": "duty", "post": "duty"});
    let issued = app.post_keyed(&app.operator, "duty", &authority("tokens"), &post).json();
    let duty = issued["token"].as_str().unwrap();
    let choice = json!({"recalls": "fourEyes"});
    assert_eq!(app.post_keyed(duty, "eyes", &authority("settings"), &choice).status, 201);
    let token = at.folder.path().join("duty");
    std::fs::write(&token, duty).unwrap();
    let body = at.file("recall.json", &recall(&["L1"]));
    let (code, out, err) = at.run_as(Some(&token), &["open", &body]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &told["state"]), (0, &json!("proposed")), "{err}");
    assert!(told["receipt"]["position"].is_u64(), "{out}");
    assert_eq!(app.get("/api/v1/recalls").json()["items"], json!([]));
}
