//! The forms of a lineage for other programs and for people: each parses again, whatever the names.

use super::{firm, lot_of, product};
use crate::harness::{Answer, MAKER, TestApp};
use serde_json::json;
use std::process::Command;

const HOSTILE: &str = "=cmd|' /C calc'!A0 \"x\" <script>alert(1)</script> \\ & ]]> \u{627}\u{644}";

fn world() -> (TestApp, super::Firm) {
    let app = TestApp::start();
    let maker = firm(&app, MAKER, "341124", "maker");
    let mut goods = product(HOSTILE);
    goods["product"] = json!("H");
    super::created(&app, &maker.token, &maker.path("products"), &goods);
    let mut lot = lot_of("=1+1", (10.0, "KGM"), &json!([]));
    lot["product"] = json!("H");
    super::created(&app, &maker.token, &maker.path("batches"), &lot);
    let source = json!({"organization": MAKER, "product": "H", "lot": "=1+1"});
    let line =
        json!({"name": {"en": "i"}, "quantity": {"value": 5, "unit": "KGM"}, "source": source});
    let body = lot_of("L1", (10.0, "KGM"), &json!([line]));
    super::created(&app, &maker.token, &maker.path("batches"), &body);
    (app, maker)
}

/// The names of the elements, after checking that every one is closed in order and every `&` begins an
/// entity.
fn elements(xml: &str) -> Vec<String> {
    let (mut open, mut names) = (Vec::new(), Vec::new());
    let body = xml.split_once("?>").map_or(xml, |(_, body)| body);
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("not closed: {part}"));
        for piece in part.split('&').skip(1) {
            let entity = piece.split(';').next().unwrap();
            assert!(["amp", "lt", "gt", "quot", "#39"].contains(&entity), "&{piece}");
        }
        assert!(!text.contains('>') && tag.matches('"').count() % 2 == 0, "{part}");
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap().to_owned();
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_ref(), Some(&name), "{part}");
        } else {
            names.push(name.clone());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    names
}

#[test]
fn every_form_parses_again_whatever_the_names() {
    let (app, maker) = world();
    let of = |format: &str| {
        let answer = app.get_as(&maker.token, &maker.walk_path("L1", &format!("format={format}")));
        assert_eq!(answer.status, 200, "{format}: {}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-store");
        answer
    };
    let graph = of("json").json();
    assert_eq!(graph["nodes"][1]["product"]["name"]["en"], HOSTILE);

    let csv = of("csv");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    let rows: Vec<_> = text.split("\r\n").collect();
    assert_eq!((rows.len(), rows[4]), (5, ""), "head, two lots, an edge");
    assert!(rows[2].contains(&format!("\"'{}\"", HOSTILE.replace('"', "\"\""))), "{}", rows[2]);
    assert!(rows[2].contains("\"'=1+1\""), "{}", rows[2]);
    assert!(rows[3].ends_with("\"n1\",\"n0\",\"5 KGM\",\"0.5\",\"\""), "{}", rows[3]);
    let quotes = rows.iter().map(|row| row.matches('"').count());
    assert!(quotes.clone().all(|count| count % 2 == 0), "{:?}", quotes.collect::<Vec<_>>());

    let names = elements(&of("graphml").text());
    let count = |name: &str| names.iter().filter(|known| *known == name).count();
    assert_eq!((count("graphml"), count("graph"), count("node"), count("edge")), (1, 1, 2, 1));

    let dot = of("dot").text();
    let lines: Vec<_> = dot.lines().collect();
    assert_eq!(lines.len(), 7, "{dot}");
    for line in &lines[3..6] {
        // Outside of quotes nothing but the grammar is left.
        let mut inside = false;
        let mut escaped = false;
        let bare: String = line
            .chars()
            .filter(|letter| {
                let quote = *letter == '"' && !escaped;
                escaped = *letter == '\\' && !escaped && inside;
                inside ^= quote;
                !inside && !quote
            })
            .collect();
        assert!(!inside, "{line}");
        assert!(["   [label=];", "   ->  [label=];"].contains(&bare.as_str()), "{bare:?} {line}");
    }

    let svg = of("svg");
    assert_eq!(svg.header("content-type"), "image/svg+xml; charset=utf-8");
    let names = elements(&svg.text());
    assert!(names.iter().all(|name| name != "script"), "{names:?}");
    assert!(svg.text().contains("&lt;script&gt;") || svg.text().contains('…'));
    assert!(!svg.text().contains("http://") || svg.text().matches("http").count() == 1);
}

#[test]
fn people_read_a_page_in_their_language() {
    let (app, maker) = world();
    let page = |accept: &str, query: &str| -> Answer {
        let bearer = format!("Bearer {}", maker.token);
        let headers = [("authorization", bearer.as_str()), ("accept", accept)];
        app.send("GET", &maker.walk_path("L1", query), &headers, None)
    };
    for (lang, words) in [
        ("zh", ["该批次用了哪些批次", "已登记，未放行", "占用料批次 50%", "zh-CN"]),
        (
            "en",
            [
                "What this lot was made from",
                "Registered, not released",
                "50% of the input",
                "lang=\"en\"",
            ],
        ),
    ] {
        let answer = page("text/html,application/xhtml+xml", &format!("lang={lang}"));
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        let text = answer.text();
        for word in words {
            assert!(text.contains(word), "{word}");
        }
        let ours = format!("<script>{}</script>", suyuan::web::SCRIPT);
        assert_eq!(text.matches("<script").count(), 1, "one script, whatever the names");
        assert!(text.contains(&ours), "and it is ours");
        // Beside the picture the same as tables; the sign never stands without its word.
        assert_eq!(text.matches("<g class=\"lot registered\">").count(), 2);
        assert_eq!(text.matches("<tr id=\"n").count(), 2);
        assert!(text.contains("<title id=\"lt\">") && text.contains("<desc id=\"ld\">"));
    }
    for (accept, media) in [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("image/svg+xml;q=0.9", "image/svg+xml; charset=utf-8"),
        ("application/graphml+xml", "application/graphml+xml; charset=utf-8"),
        ("text/vnd.graphviz", "text/vnd.graphviz; charset=utf-8"),
    ] {
        assert_eq!(page(accept, "").header("content-type"), media, "{accept}");
    }
    // What is asked for in the address goes before what the browser takes.
    assert_eq!(page("text/html", "format=json").header("content-type"), "application/json");
}

#[test]
fn the_terminal_prints_a_tree() {
    let (app, maker) = world();
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token");
    std::fs::write(&token, format!("{}\n", maker.token)).unwrap();
    let run = |more: &[&str]| {
        let server = format!("http://{}", app.address);
        let output = Command::new(env!("CARGO_BIN_EXE_suyuan"))
            .args(["lineage", MAKER, "P", "L1", "--server", &server, "--token-file"])
            .arg(&token)
            .args(more)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), said, String::from_utf8(output.stderr).unwrap())
    };
    let (done, tree, _) = run(&["--back", "--depth", "3"]);
    assert!(done);
    let lines: Vec<_> = tree.lines().collect();
    assert_eq!(lines.len(), 2, "{tree}");
    assert_eq!(lines[0], "· maker goods  L1  2026-11-01  maker  [registered]");
    assert!(lines[1].starts_with("└─ · =cmd|"), "{tree}");
    assert!(lines[1].ends_with("[registered]  5 KGM, share 0.5"), "{tree}");
    let (done, json, _) = run(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(done && json["nodes"].as_array().unwrap().len() == 2, "{json}");
    let (done, svg, _) = run(&["--forward", "--format", "svg"]);
    assert!(done && svg.starts_with("<svg "), "{svg}");
    let (done, _, error) = run(&["--depth", "0"]);
    assert!(!done && error.contains("400"), "{error}");
    assert!(!run(&["--back", "--forward"]).0);
}
