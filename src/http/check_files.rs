//! Files by which the built-in browsers of WeChat and Alipay check that an address is ours. Their rules
//! are for a stable prefix of paths (`/c/`, `/01/`, …), and the file is asked for right below it.

use crate::limits::{CHECK_FILE_BYTES_MAX, CHECK_FILE_NAME_CHARS_MAX, CHECK_FILES_COUNT_MAX};
use axum::body::Bytes;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use std::path::Path;

/// Where labels lead, as the first part of their paths, and the root.
const PREFIXES: [&str; 6] = ["", "/01", "/c", "/C", "/o", "/O"];

/// The files, by name.
#[derive(Debug, Default)]
pub struct CheckFiles(Vec<(String, Bytes)>);

impl CheckFiles {
    /// Reads files given as `NAME=PATH`. A name is letters, digits, `_` and `-`, then `.txt` or `.html`,
    /// so that it can be neither a code nor another page of the service.
    pub fn read(given: &[String]) -> Result<Self, String> {
        if given.len() > CHECK_FILES_COUNT_MAX {
            return Err(format!("--check-file: at most {CHECK_FILES_COUNT_MAX}"));
        }
        let mut files = Vec::new();
        for text in given {
            let (name, path) =
                text.split_once('=').ok_or(format!("--check-file {text}: NAME=PATH"))?;
            if !is_name(name) {
                return Err(format!("--check-file {name}: the name must be like MP_verify_x.txt"));
            }
            let bytes = std::fs::read(Path::new(path))
                .map_err(|error| format!("--check-file {path}: {error}"))?;
            if bytes.len() > CHECK_FILE_BYTES_MAX {
                return Err(format!("--check-file {path}: at most {CHECK_FILE_BYTES_MAX} bytes"));
            }
            files.push((name.to_owned(), Bytes::from(bytes)));
        }
        Ok(Self(files))
    }

    /// The answer to a request for one of them.
    pub(super) fn answer(&self, method: &Method, path: &str) -> Option<Response> {
        if self.0.is_empty() || !matches!(*method, Method::GET | Method::HEAD) {
            return None;
        }
        let (prefix, name) = path.rsplit_once('/')?;
        let (_, bytes) = self.0.iter().find(|(known, _)| known == name)?;
        let media = HeaderValue::from_static(if name.ends_with(".html") {
            "text/html; charset=utf-8"
        } else {
            "text/plain; charset=utf-8"
        });
        let headers = [(header::CONTENT_TYPE, media)];
        PREFIXES.contains(&prefix).then(|| (headers, bytes.clone()).into_response())
    }
}

fn is_name(name: &str) -> bool {
    let stem = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".html"));
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    name.len() <= CHECK_FILE_NAME_CHARS_MAX
        && stem.is_some_and(|stem| !stem.is_empty() && stem.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_small_files_under_plain_names_are_taken() {
        let folder = std::env::temp_dir().join(format!("check-files-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, bytes: usize| {
            std::fs::write(folder.join(name), vec![b'x'; bytes]).unwrap();
            folder.join(name).display().to_string()
        };
        let (small, large) =
            (file("small", CHECK_FILE_BYTES_MAX), file("large", CHECK_FILE_BYTES_MAX + 1));
        let longest = format!("{}.txt", "a".repeat(CHECK_FILE_NAME_CHARS_MAX - 4));
        for name in ["MP_verify_Ab3-x.txt", "a.html", &longest] {
            assert!(CheckFiles::read(&[format!("{name}={small}")]).is_ok(), "{name}");
        }
        let too_long = format!("a{longest}");
        for name in
            ["", ".txt", "a.js", "a/b.txt", "..txt", "a.b.txt", "a b.txt", "码.txt", &too_long]
        {
            assert!(CheckFiles::read(&[format!("{name}={small}")]).is_err(), "{name}");
        }
        assert!(CheckFiles::read(&[format!("a.txt={large}")]).is_err());
        assert!(CheckFiles::read(&["a.txt".to_owned()]).is_err());
        assert!(CheckFiles::read(&[format!("a.txt={}", folder.join("none").display())]).is_err());
        let many = vec![format!("a.txt={small}"); CHECK_FILES_COUNT_MAX + 1];
        assert!(CheckFiles::read(&many).is_err() && CheckFiles::read(&many[1..]).is_ok());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
