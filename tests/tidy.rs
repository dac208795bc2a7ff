//! The house rules that neither rustfmt nor clippy checks: layer order, who may name which crate,
//! size of files and functions, dead files, left-over marks, words the product must not say, named
//! limits. Each rule is proved twice: the tree keeps it, and an example that breaks it is caught.
//! The rules are in `tidy/rules.rs`, the token reader in `tidy/source.rs`.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test binary has no users, and one that fails should fail loudly"
)]

#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/source.rs"]
mod source;

use source::{File, Kind, repository};

type Rule = fn(&[File]) -> Vec<String>;

#[track_caller]
fn holds(rule: Rule) {
    let breaches = rule(&repository());
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

/// Each file alone gives the breaches whose ends are listed, in order, and no other.
#[track_caller]
fn catches(rule: Rule, cases: &[(&str, &str, &[&str])]) {
    for (path, text, expected) in cases {
        let breaches = rule(&[File::new(path, text)]);
        let fits = breaches.len() == expected.len()
            && breaches.iter().zip(*expected).all(|(breach, end)| breach.ends_with(end));
        assert!(fits, "{path}\n{text}\nexpected {expected:?}\nfound    {breaches:?}");
    }
}

#[test]
fn layer_order_holds() {
    catches(
        rules::layer_order,
        &[
            ("src/store.rs", "use crate::codec::Key;\nuse crate::store::row;", &[]),
            ("src/store.rs", "use crate::views::Row;", &["`store` may not use `views`"]),
            ("src/store.rs", "/// See [`crate::views`].\nstruct S;", &[]),
            ("src/store/row.rs", "fn f() { suyuan::app::run() }", &["may not use `app`"]),
            ("src/rules.rs", "use crate::{fact::{A, B}, http, limits};", &["may not use `http`"]),
            ("src/rules.rs", "use super::ledger::X;", &["may not use `ledger`"]),
            ("src/rules/gate.rs", "use super::ledger::X;", &[]),
            ("src/rules/gate.rs", "use super::super::ledger::X;", &["may not use `ledger`"]),
            ("src/rules.rs", "mod tests { use super::*; use super::super::app::X; }", &["`app`"]),
            ("src/web.rs", "use crate::http::Page;", &["`web` may not use `http`"]),
            ("src/http.rs", "use crate::web::Page;", &[]),
            ("src/cli.rs", "use crate::http::Server;", &[]),
            ("src/main.rs", "fn main() { suyuan::cli::run() }", &[]),
            ("src/cli.rs", "use crate::*;", &["`cli` may not use `*`"]),
            ("src/extras.rs", "", &["module `extras` has no place in the layers"]),
        ],
    );
    holds(rules::layer_order);
}

#[test]
fn confined_words_stay_home() {
    catches(
        rules::confined_words,
        &[
            ("src/store/open.rs", "use rocksdb::DB; // StatusCode", &[]),
            ("src/views.rs", "use rocksdb::DB;", &["`rocksdb` belongs to src/store"]),
            ("src/app.rs", "use axum::http::StatusCode;", &["belongs to src/http"]),
            ("src/http/problem.rs", "use axum::http::StatusCode;", &[]),
            ("src/domain/gtin.rs", "#[derive(Serialize)] struct G;", &["barred from `domain`"]),
            ("src/fact.rs", "#[derive(Serialize)] struct F;", &[]),
        ],
    );
    holds(rules::confined_words);
}

#[test]
fn sizes_and_heads_hold() {
    let long_file = format!("//! x\n{}", "\n".repeat(400));
    let full_function = format!("//! x\nfn f(a: [u8; 2]) {{{}}}", "\n".repeat(69));
    let long_function = format!("//! x\nfn g() {{ let _ = '}}';{}}}", "\n".repeat(70));
    catches(
        rules::sizes_and_heads,
        &[
            ("src/a.rs", "use x;", &["does not begin with //!"]),
            ("src/a/mod.rs", "//! x", &["write foo.rs beside foo/, not mod.rs"]),
            ("src/a.rs", &long_file, &["401 lines, at most 400"]),
            ("tests/a.rs", &long_file, &[]),
            ("src/a.rs", &full_function, &[]),
            ("src/a.rs", &long_function, &["src/a.rs:2: fn g has 71 lines"]),
        ],
    );
    holds(rules::sizes_and_heads);
}

#[test]
fn no_file_is_dead() {
    let tree = [
        ("src/lib.rs", "mod a; // mod b;"),
        ("src/a.rs", "mod c; mod inline { mod d; }"),
        ("src/a/c.rs", ""),
        ("src/a/inline/d.rs", ""),
        ("src/b.rs", ""),
        ("tests/t.rs", "#[path = \"t/e.rs\"] mod e;"),
        ("tests/t/e.rs", ""),
        ("tests/t/f.rs", ""),
    ];
    let files: Vec<File> = tree.iter().map(|(path, text)| File::new(path, text)).collect();
    let dead = rules::dead_files(&files);
    assert_eq!(dead, ["src/b.rs: no `mod` leads here", "tests/t/f.rs: no `mod` leads here"]);
    holds(rules::dead_files);
}

#[test]
fn nothing_is_left_over() {
    let mark = concat!("// TO", "DO later");
    catches(
        rules::leftovers,
        &[
            ("src/a.rs", mark, &[concat!("TO", "DO")]),
            ("src/a.rs", "fn f() { todo!() }", &["todo!"]),
            ("src/a.rs", "fn f() { dbg!(1); unimplemented!() }", &["dbg!", "unimplemented!"]),
            ("tests/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}", &["a.rs:2: ignored test"]),
            ("tests/a.rs", "#[cfg_attr(miri, ignore)]\nfn f() {}", &["ignored test"]),
            ("src/a.rs", "fn f() { let ignore = \"todo!()\"; }", &[]),
        ],
    );
    holds(rules::leftovers);
}

#[test]
fn no_text_claims_what_a_code_cannot_prove() {
    catches(
        rules::claims,
        &[
            ("src/texts.rs", "const A: &str = \"保证正品\";", &["正品"]),
            ("src/texts/en.rs", "const A: &str = \"A Genuine product\";", &["genuine"]),
            ("src/texts/en.rs", "// never say genuine\nconst A: &str = \"authenticate\";", &[]),
            ("src/texts/en.rs", "const A: &str = \"This says nothing about genuineness.\";", &[]),
            ("src/texts/zh.rs", "const A: &str = \"本页不证明真伪，零添加\";", &["零添加"]),
            ("templates/scan.html", "<p>区块链</p>", &["区块链"]),
            ("src/rules.rs", "const A: &str = \"区块链\";", &[]),
        ],
    );
    holds(rules::claims);
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    let path = concat!("cd /ro", "ot/x");
    let address = concat!("https://example.cn/ho", "me/");
    catches(
        rules::machine_paths,
        &[("Makefile", path, &[concat!("names /ro", "ot/")]), ("README.md", address, &[])],
    );
    holds(rules::machine_paths);
}

#[test]
fn documents_are_there() {
    let missing =
        rules::missing_documents(&[File::new("README.md", "# x"), File::new("LICENSE", "")]);
    assert_eq!(missing, ["ARCHITECTURE.md: missing", "CHANGELOG.md: missing", "LICENSE: missing"]);
    holds(rules::missing_documents);
}

#[test]
fn limits_are_named_documented_and_used() {
    let texts = "/// Most.\npub const BODY_BYTES: u64 = 1;\n/// Least.\npub const LOT_CHARS_MIN: u8 = 1;
        pub const BARE_MAX: u8 = 1;\n/// What?\npub const SPEED: u8 = 1;\n/// x\npub const fn f() {}";
    let user = "use crate::limits::{BODY_BYTES, SPEED, BARE_MAX};
        #[cfg(test)] mod tests { use crate::limits::LOT_CHARS_MIN; }";
    let breaches =
        rules::limits(&[File::new("src/limits.rs", texts), File::new("src/wire.rs", user)]);
    let ends =
        ["LOT_CHARS_MIN limits nothing", "BARE_MAX has no doc", "SPEED neither names a unit"];
    assert_eq!(breaches.len(), ends.len(), "{breaches:?}");
    assert!(breaches.iter().zip(ends).all(|(b, end)| b.contains(end)), "{breaches:?}");
    assert_eq!(rules::limits(&[]).len(), 1, "no limits at all must be noticed");
    holds(rules::limits);
}

/// What the rules stand on: nothing inside a comment, string or character counts as code.
#[test]
fn tokens_are_told_apart() {
    let text = "r#\"a \"fn\" b\"# 'x' '\\'' '}' \"{\\\"\" b'\\n' &'a str /* { /* fn */ { */ r#type // }\n0..9";
    let file = File::new("src/a.rs", text);
    let of = |kind| file.tokens.iter().filter(move |t| t.kind == kind).map(|t| t.text.as_str());
    let literals = ["r#\"a \"fn\" b\"#", "'x'", "'\\''", "'}'", "\"{\\\"\"", "b'\\n'"];
    assert!(of(Kind::Literal).eq(literals), "{:?}", of(Kind::Literal).collect::<Vec<_>>());
    assert!(of(Kind::Word).eq(["a", "str", "r", "type", "0", "9"]));
    assert!(of(Kind::Mark).eq(["&", "'", "#", ".", "."]));
    assert!(of(Kind::Comment).eq(["/* { /* fn */ { */", "// }"]));
    assert_eq!(file.tokens.last().map(|token| token.line), Some(2));
}
