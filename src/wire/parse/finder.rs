//! Collects findings while a document is walked, and knows at every step where it is.

use crate::domain::letters::is_unsafe;
use crate::domain::refusal::{Code, FieldCode, FieldError, Refusal};
use crate::limits::{FINDINGS_COUNT_MAX, SHOWN_CHARS_MAX};

/// Findings so far, and the pointer of the value being judged.
pub(super) struct Finder {
    pointer: String,
    errors: Vec<FieldError>,
    /// Pointers whose values are stand-ins for something missing or of a wrong type.
    muted: Vec<String>,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self { pointer: String::new(), errors: Vec::new(), muted: Vec::new() }
    }

    /// A finding of the reader at a pointer of the whole body. Nothing more is said of that value.
    pub(super) fn note(&mut self, pointer: &str, code: FieldCode, value: &str) {
        self.muted.push(pointer.to_owned());
        self.push(pointer.to_owned(), code, value);
    }

    /// A finding about the value being judged.
    pub(super) fn report(&mut self, code: FieldCode, value: &str) {
        let here = |muted: &String| lies_in(&self.pointer, muted);
        if !self.muted.iter().any(here) {
            self.push(self.pointer.clone(), code, value);
        }
    }

    /// A finding about a member of the value being judged.
    pub(super) fn report_in(&mut self, name: &str, code: FieldCode, value: &str) {
        self.within(name, |finder| finder.report(code, value));
    }

    /// Judges a member.
    pub(super) fn within<R>(&mut self, name: &str, judge: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&segment(name));
        let judged = judge(self);
        self.pointer.truncate(length);
        judged
    }

    /// Judges the elements of a list, up to `count_max`.
    pub(super) fn each<T>(
        &mut self,
        name: &str,
        elements: &mut [T],
        count_max: usize,
        mut judge: impl FnMut(&mut Self, &mut T),
    ) {
        self.within(name, |finder| {
            if elements.len() > count_max {
                finder.report(FieldCode::TooMany, &elements.len().to_string());
            }
            for (at, element) in elements.iter_mut().take(count_max).enumerate() {
                finder.within(&at.to_string(), |finder| judge(finder, element));
            }
        });
    }

    /// Reports every element that stood in the list before.
    pub(super) fn distinct<T: Ord + AsRef<str>>(&mut self, name: &str, elements: &[T]) {
        let mut seen = std::collections::BTreeSet::new();
        self.within(name, |finder| {
            for (at, element) in elements.iter().enumerate() {
                if !seen.insert(element) {
                    finder.report_in(&at.to_string(), FieldCode::Overlap, element.as_ref());
                }
            }
        });
    }

    /// What was found.
    pub(super) fn into_errors(self) -> Vec<FieldError> {
        self.errors
    }

    /// The result of a walk without findings, else the refusal.
    pub(super) fn finish<T>(self, judged: Option<T>) -> Result<T, Refusal> {
        match judged {
            Some(judged) if self.errors.is_empty() => Ok(judged),
            // A value is only ever missing beside a finding.
            None if self.errors.is_empty() => Err(Refusal::Because(Code::Internal)),
            _ => Err(Refusal::Invalid(self.errors)),
        }
    }

    fn push(&mut self, pointer: String, code: FieldCode, value: &str) {
        if self.errors.len() < FINDINGS_COUNT_MAX {
            self.errors.push(FieldError { pointer, code, value: shown(value) });
        }
    }
}

/// A member's name as a segment of a JSON pointer (RFC 6901).
pub(super) fn segment(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Whether `pointer` is `other` or lies below it.
pub(super) fn lies_in(pointer: &str, other: &str) -> bool {
    pointer.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A value shortened, without characters that could disturb where it is shown.
fn shown(value: &str) -> String {
    let mut out: String = value
        .chars()
        .take(SHOWN_CHARS_MAX)
        .map(|character| if is_unsafe(character) { '\u{fffd}' } else { character })
        .collect();
    if value.chars().nth(SHOWN_CHARS_MAX).is_some() {
        out.pop();
        out.push('…');
    }
    out
}
