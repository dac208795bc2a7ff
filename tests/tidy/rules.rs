//! The rules. Each takes the files and returns one line per breach.

use super::source::{File, Kind, Token, closing, folder_of, line, matches_at, without_tests, word};
use std::collections::BTreeSet;

/// Modules from the bottom up: code may name its own module and what stands before it. `main` is
/// the binary's root.
const LAYERS: [&str; 27] = [
    "limits", "clock", "texts", "domain", "codec", "fact", "store", "access", "measure", "views",
    "lineage", "rules", "verdict", "report", "log", "ledger", "scans", "search", "wire", "labels",
    "print", "notify", "app", "web", "http", "cli", "main",
];

/// A word that only code under the given path prefixes may use.
const CONFINED: [(&str, &str); 2] = [("rocksdb", "src/store"), ("StatusCode", "src/http")];

/// Words that code of a layer may not use: domain types know no outside format.
const BARRED: [(&str, &[&str]); 1] =
    [("domain", &["serde", "Serialize", "Deserialize", "serde_json", "utoipa", "ToSchema"])];

const FILE_LINES_MAX: usize = 400;
const TABLE_FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;

/// Claims that a printed code cannot keep, as substrings (Chinese) and as whole words (English).
const CLAIMS_ZH: [&str; 9] =
    ["正品", "真品", "真伪", "区块链", "不可篡改", "零添加", "政府认证", "监制", "放心"];
const CLAIMS_EN: [&str; 7] = [
    "authentic",
    "authenticity",
    "genuine",
    "genuinely",
    "genuineness",
    "blockchain",
    "tamperproof",
];
/// Sentences that name such a claim in order to deny it.
const DENIALS: [&str; 4] = [
    "不证明真伪",
    "不能证明真伪",
    "proves neither genuineness nor quality",
    "says nothing about genuineness",
];

/// A limit's name ends in one of the first two or holds one of the units.
const LIMIT_ENDS: [&str; 2] = ["MAX", "MIN"];
const LIMIT_UNITS: [&str; 6] = ["BYTES", "COUNT", "MS", "SECONDS", "DAYS", "CHARS"];

pub fn layer_order(files: &[File]) -> Vec<String> {
    let rank = |module: &str| LAYERS.iter().position(|layer| *layer == module);
    let mut breaches = Vec::new();
    for file in files.iter().filter(|f| f.is_rust_in("src/") && f.path != "src/lib.rs") {
        let own = file.top_module();
        let Some(own_rank) = rank(own) else {
            breaches.push(format!("{}: module `{own}` has no place in the layers", file.path));
            continue;
        };
        for (line, used) in modules_used(file) {
            if rank(used).is_none_or(|used_rank| used_rank > own_rank) {
                breaches.push(format!("{}:{line}: `{own}` may not use `{used}`", file.path));
            }
        }
    }
    breaches
}

/// Names right under the crate's root that the file's paths go through, with their lines.
fn modules_used(file: &File) -> Vec<(usize, &str)> {
    let code = file.code();
    let is_root = matches!(file.path.as_str(), "src/lib.rs" | "src/main.rs");
    let file_depth = if is_root { 0 } else { file.path.matches('/').count() };
    let mut used = Vec::new();
    let mut braces = Vec::new();
    for at in 0..code.len() {
        match word(&code, at) {
            "{" => braces.push(at >= 2 && word(&code, at - 2) == "mod"),
            "}" => _ = braces.pop(),
            "crate" | "suyuan" => collect_names(&code, at + 1, &mut used),
            "super" if at == 0 || word(&code, at - 1) != ":" => {
                let mut last = at;
                let mut climbed = 1;
                while matches_at(&code, last, &["super", ":", ":", "super"]) {
                    (last, climbed) = (last + 3, climbed + 1);
                }
                if climbed == file_depth + braces.iter().filter(|is_module| **is_module).count() {
                    collect_names(&code, last + 1, &mut used);
                }
            }
            _ => {}
        }
    }
    used
}

/// Adds what stands after the `::` at `at`: one name, or the first names of a group.
fn collect_names<'a>(code: &[&'a Token], at: usize, used: &mut Vec<(usize, &'a str)>) {
    if !matches_at(code, at, &[":", ":"]) {
        return;
    }
    let start = at + 2;
    if word(code, start) != "{" {
        used.push((line(code, start), word(code, start)));
        return;
    }
    let end = closing(code, start);
    let mut next = start + 1;
    while next < end {
        used.push((line(code, next), word(code, next)));
        while next < end && word(code, next) != "," {
            next = if word(code, next) == "{" { closing(code, next) } else { next } + 1;
        }
        next += 1;
    }
}

pub fn confined_words(files: &[File]) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| file.is_rust_in("src/")) {
        for token in file.code().iter().filter(|token| token.kind == Kind::Word) {
            let place = format!("{}:{}: `{}`", file.path, token.line, token.text);
            for (name, home) in CONFINED {
                if token.text == name && !file.path.starts_with(home) {
                    breaches.push(format!("{place} belongs to {home}"));
                }
            }
            for (layer, words) in BARRED {
                if file.top_module() == layer && words.contains(&token.text.as_str()) {
                    breaches.push(format!("{place} is barred from `{layer}`"));
                }
            }
        }
    }
    breaches
}

pub fn sizes_and_heads(files: &[File]) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in
        files.iter().filter(|f| ["src/", "tests/", "benches/"].iter().any(|d| f.is_rust_in(d)))
    {
        if !file.text.starts_with("//!") {
            breaches.push(format!("{}: does not begin with //!", file.path));
        }
        if file.path.ends_with("/mod.rs") {
            breaches.push(format!("{}: write foo.rs beside foo/, not mod.rs", file.path));
        }
        let is_table = file.path.starts_with("tests/") || file.path.contains("schemas");
        let most = if is_table { TABLE_FILE_LINES_MAX } else { FILE_LINES_MAX };
        let lines = file.text.lines().count();
        if lines > most {
            breaches.push(format!("{}: {lines} lines, at most {most}", file.path));
        }
        breaches.extend(long_functions(file));
    }
    breaches
}

fn long_functions(file: &File) -> Vec<String> {
    let code = file.code();
    let mut breaches = Vec::new();
    for at in 0..code.len() {
        let is_function =
            word(&code, at) == "fn" && code.get(at + 1).is_some_and(|name| name.kind == Kind::Word);
        if !is_function {
            continue;
        }
        let mut body = at + 2;
        while body < code.len() && !matches!(word(&code, body), "{" | ";") {
            let opens = matches!(word(&code, body), "(" | "[");
            body = if opens { closing(&code, body) } else { body } + 1;
        }
        let (first, last) = (line(&code, at), line(&code, closing(&code, body)));
        if word(&code, body) == "{" && last - first >= FUNCTION_LINES_MAX {
            let (name, lines) = (word(&code, at + 1), last - first + 1);
            breaches.push(format!("{}:{first}: fn {name} has {lines} lines", file.path));
        }
    }
    breaches
}

pub fn dead_files(files: &[File]) -> Vec<String> {
    let rust = |file: &&File| file.is_rust_in("src/") || file.is_rust_in("tests/");
    let is_root = |file: &&File| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let in_tests = file.path.starts_with("tests/");
        let own_binary = in_tests && (file.path.matches('/').count() == 1 || name == "main.rs");
        own_binary || matches!(file.path.as_str(), "src/lib.rs" | "src/main.rs")
    };
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<&File> = files.iter().filter(rust).filter(is_root).collect();
    while let Some(file) = waiting.pop() {
        if reached.insert(file.path.clone()) {
            let declared = declared_files(file);
            waiting.extend(files.iter().filter(|other| declared.contains(&other.path)));
        }
    }
    let dead = files.iter().filter(rust).filter(|file| !reached.contains(&file.path));
    dead.map(|file| format!("{}: no `mod` leads here", file.path)).collect()
}

/// The files that the `mod x;` of this one stand for.
fn declared_files(file: &File) -> Vec<String> {
    let code = file.code();
    let mut declared = Vec::new();
    let mut braces: Vec<Option<&str>> = Vec::new();
    for at in 0..code.len() {
        if word(&code, at) == "{" {
            let in_module = at >= 2 && word(&code, at - 2) == "mod";
            braces.push(in_module.then(|| word(&code, at - 1)));
        } else if word(&code, at) == "}" {
            braces.pop();
        } else if word(&code, at) == "mod" && word(&code, at + 2) == ";" {
            let mut folder = file.module_folder();
            for module in braces.iter().flatten() {
                folder = format!("{folder}/{module}");
            }
            declared.push(format!("{folder}/{}.rs", word(&code, at + 1)));
        } else if matches_at(&code, at, &["#", "[", "path", "="]) {
            let given = word(&code, at + 4).trim_matches('"');
            declared.push(format!("{}/{given}", folder_of(&file.path)));
        }
    }
    declared
}

pub fn leftovers(files: &[File]) -> Vec<String> {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        for (at, text) in file.text.lines().enumerate() {
            for mark in marks.iter().filter(|mark| text.contains(**mark)) {
                breaches.push(format!("{}:{}: {mark}", file.path, at + 1));
            }
        }
        let code = file.code();
        for at in 0..code.len() {
            let name = word(&code, at);
            let is_macro = matches!(name, "todo" | "unimplemented" | "dbg");
            if is_macro && word(&code, at + 1) == "!" {
                breaches.push(format!("{}:{}: {name}!", file.path, line(&code, at)));
            }
            let is_attribute = matches_at(&code, at, &["#", "["]);
            let end = if is_attribute { closing(&code, at + 1) } else { at };
            if (at..end).any(|inner| word(&code, inner) == "ignore") {
                breaches.push(format!("{}:{}: ignored test", file.path, line(&code, at)));
            }
        }
    }
    breaches
}

/// Reads what people read: the literals of `src/texts`, and pages, scripts and styles.
pub fn claims(files: &[File]) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| !file.path.starts_with("tests/")) {
        let kind = file.path.rsplit('.').next().unwrap_or_default();
        let shown = if file.path.starts_with("src/texts") && !file.path.ends_with("tests.rs") {
            let code = file.code();
            let literals = without_tests(&code).into_iter().filter(|t| t.kind == Kind::Literal);
            literals.map(|token| (token.line, token.text.as_str())).collect()
        } else if matches!(kind, "html" | "js" | "css" | "svg") {
            vec![(1, file.text.as_str())]
        } else {
            Vec::new()
        };
        for (line, text) in shown {
            let found = claims_in(text);
            breaches.extend(found.iter().map(|claim| format!("{}:{line}: {claim}", file.path)));
        }
    }
    breaches
}

fn claims_in(text: &str) -> Vec<&'static str> {
    let mut rest = text.to_lowercase();
    for denial in DENIALS {
        rest = rest.replace(denial, " ");
    }
    let words: Vec<&str> = rest.split(|c: char| !c.is_ascii_alphabetic()).collect();
    let chinese = CLAIMS_ZH.into_iter().filter(|claim| rest.contains(claim));
    chinese.chain(CLAIMS_EN.into_iter().filter(|claim| words.contains(claim))).collect()
}

/// A path of one machine: it must not start a word, since `example.cn/home/` is an address.
pub fn machine_paths(files: &[File]) -> Vec<String> {
    let roots = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
    let mut breaches = Vec::new();
    for file in files {
        for (at, text) in file.text.lines().enumerate() {
            let is_path = |(start, _): (usize, &str)| {
                let before = text.get(..start).and_then(|head| head.chars().last());
                before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '}'))
            };
            for root in roots.iter().filter(|root| text.match_indices(**root).any(is_path)) {
                breaches.push(format!("{}:{}: names {root}", file.path, at + 1));
            }
        }
    }
    breaches
}

pub fn missing_documents(files: &[File]) -> Vec<String> {
    let needed = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE"];
    let is_there = |name: &str| files.iter().any(|f| f.path == name && !f.text.trim().is_empty());
    needed
        .into_iter()
        .filter(|name| !is_there(name))
        .map(|name| format!("{name}: missing"))
        .collect()
}

pub fn limits(files: &[File]) -> Vec<String> {
    let (own, others): (Vec<_>, Vec<_>) =
        files.iter().filter(|f| f.is_rust_in("src/")).partition(|f| f.top_module() == "limits");
    let used: BTreeSet<&str> = others
        .iter()
        .filter(|file| !file.path.ends_with("tests.rs"))
        .flat_map(|file| without_tests(&file.code()))
        .filter(|token| token.kind == Kind::Word)
        .map(|token| token.text.as_str())
        .collect();
    let mut breaches = Vec::new();
    let mut known = 0;
    for file in own {
        let all: Vec<&Token> = file.tokens.iter().collect();
        for at in 0..all.len() {
            let name = word(&all, at + 2);
            if !matches_at(&all, at, &["pub", "const"]) || name == "fn" {
                continue;
            }
            known += 1;
            let place = format!("{}:{}: {name}", file.path, line(&all, at));
            if at == 0 || !word(&all, at - 1).starts_with("///") {
                breaches.push(format!("{place} has no doc comment"));
            }
            let mut parts = name.split('_');
            let has_unit = name.split('_').any(|part| LIMIT_UNITS.contains(&part));
            if !has_unit && !parts.next_back().is_some_and(|end| LIMIT_ENDS.contains(&end)) {
                breaches.push(format!("{place} neither names a unit nor ends in MAX or MIN"));
            }
            if !used.contains(name) {
                breaches.push(format!("{place} limits nothing: no use outside its file"));
            }
        }
    }
    if known == 0 {
        breaches.push("src/limits.rs: no `pub const` found".to_owned());
    }
    breaches
}
