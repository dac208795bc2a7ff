//! The repository as files of tokens. A token reader, not a compiler: it sees comments, literals,
//! words and marks with their lines, no macro expansion and no name resolution.

use std::fs;
use std::path::Path;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Comment,
    Literal,
    Word,
    Mark,
}

pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
}

pub struct File {
    /// Relative to the repository, with `/`.
    pub path: String,
    pub text: String,
    /// Empty unless the file is Rust.
    pub tokens: Vec<Token>,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        let rust = path.ends_with(".rs");
        let tokens = if rust { tokens(text) } else { Vec::new() };
        Self { path: path.to_owned(), text: text.to_owned(), tokens }
    }

    pub fn is_rust_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder) && self.path.ends_with(".rs")
    }

    pub fn code(&self) -> Vec<&Token> {
        self.tokens.iter().filter(|token| token.kind != Kind::Comment).collect()
    }

    /// `src/foo.rs` and `src/foo/bar.rs` belong to `foo`.
    pub fn top_module(&self) -> &str {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inner.split(['/', '.']).next().unwrap_or(inner)
    }

    /// The folder in which this file's `mod x;` are looked up.
    pub fn module_folder(&self) -> String {
        let parts: Vec<&str> = self.path.split('/').collect();
        let name = parts.last().copied().unwrap_or_default();
        let is_root = matches!(name, "lib.rs" | "main.rs")
            || parts.len() == 2 && parts.first() != Some(&"src");
        let stem = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        if is_root { folder_of(stem).to_owned() } else { stem.to_owned() }
    }
}

pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Every text file of the repository, without what builds and version control leave there.
pub fn repository() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() && !matches!(name, ".git" | ".cache" | "target") {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path)
                && !name.ends_with(".log")
                && let Some(relative) = path.strip_prefix(root).ok().and_then(Path::to_str)
            {
                files.push(File::new(relative, &text));
            }
        }
    }
    assert!(files.iter().any(|file| file.path == "src/lib.rs"), "src/lib.rs was not read");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while !rest.is_empty() {
        let (kind, length) = first_piece(rest);
        let (piece, after) = rest.split_at(length);
        if !piece.chars().all(char::is_whitespace) {
            found.push(Token { kind, text: piece.to_owned(), line });
        }
        line += piece.matches('\n').count();
        rest = after;
    }
    found
}

/// Kind and length in bytes of what `rest` (not empty) begins with.
fn first_piece(rest: &str) -> (Kind, usize) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if rest.starts_with("//") {
        (Kind::Comment, rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        (Kind::Comment, block_comment(rest))
    } else if let Some(length) = raw_string(rest).or_else(|| quoted(rest)) {
        (Kind::Literal, length)
    } else if rest.starts_with(is_word) {
        (Kind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len()))
    } else {
        (Kind::Mark, rest.chars().next().map_or(1, char::len_utf8))
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix(['b', 'c']).unwrap_or(rest).strip_prefix('r')?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let start = rest.len() - body.len() + hashes;
    let inner = rest.get(start..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(inner.find(&end).map_or(rest.len(), |at| start + 1 + at + end.len()))
}

/// A string or character; a lifetime is neither.
fn quoted(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    let mut chars = body.char_indices();
    let quote = chars.next().map(|(_, c)| c).filter(|c| matches!(c, '"' | '\''))?;
    let mut ahead = body.chars().skip(1);
    if quote == '\'' && ahead.next() != Some('\\') && ahead.next() != Some('\'') {
        return None;
    }
    let mut escaped = false;
    let end = chars.find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    Some(end.map_or(rest.len(), |(at, _)| rest.len() - body.len() + at + 1))
}

/// The text of token `at`, empty past the end.
pub fn word<'a>(code: &[&'a Token], at: usize) -> &'a str {
    code.get(at).map_or("", |token| token.text.as_str())
}

pub fn line(code: &[&Token], at: usize) -> usize {
    code.get(at).map_or(0, |token| token.line)
}

pub fn matches_at(code: &[&Token], at: usize, pattern: &[&str]) -> bool {
    pattern.iter().enumerate().all(|(i, expected)| word(code, at + i) == *expected)
}

/// Index of the mark that closes the bracket opened at `open`.
pub fn closing(code: &[&Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in code.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

/// The code without its `#[cfg(test)] mod … { … }`.
pub fn without_tests<'a>(code: &[&'a Token]) -> Vec<&'a Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(token) = code.get(at) {
        if matches_at(code, at, &["#", "[", "cfg", "(", "test", ")", "]", "mod"])
            && word(code, at + 9) == "{"
        {
            at = closing(code, at + 9);
        } else {
            kept.push(*token);
        }
        at += 1;
    }
    kept
}
