//! Words that every printed document carries.

use super::Lang;

/// The number of a page among all of them.
pub fn page(lang: Lang, number: usize, count: usize) -> String {
    match lang {
        Lang::Zh => format!("第 {number} 页，共 {count} 页"),
        Lang::En => format!("Page {number} of {count}"),
    }
}
