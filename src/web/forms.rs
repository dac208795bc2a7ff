//! The forms for typing what a label says, and the page that holds them. What was typed stands in its
//! field again, beside what is wrong with it. Nothing here reads a code.

use super::{PageContext, rendered};
use crate::texts::{firms, page};
use askama::Template;

/// What was typed into the forms, for typing on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entered<'a> {
    pub code: &'a str,
    pub gtin: &'a str,
    pub lot: &'a str,
    /// Serial beside the barcode.
    pub gtin_serial: &'a str,
    pub organization: &'a str,
    /// Serial beside the organization.
    pub serial: &'a str,
    pub wrong: Option<Wrong<'a>>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy)]
pub struct Wrong<'a> {
    pub field: Field,
    /// In the reader's language; names the field.
    pub sentence: &'a str,
}

/// A field of the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Code,
    Gtin,
    Lot,
    GtinSerial,
    Organization,
    Serial,
    /// The photo of a code.
    Photo,
}

impl Field {
    /// Its `id` in the page.
    pub fn id(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Gtin => "gtin",
            Self::Lot => "lot",
            Self::GtinSerial => "gtin-serial",
            Self::Organization => "org",
            Self::Serial => "serial",
            Self::Photo => "photo",
        }
    }
}

impl Entered<'_> {
    /// Marks of a field for readers who hear the page: its hint, and what is wrong with it.
    pub(super) fn marks(&self, field: &str, hint: &str) -> String {
        match self.wrong {
            Some(wrong) if wrong.field.id() == field => {
                format!("aria-invalid=\"true\" aria-describedby=\"wrong {hint}\"")
            }
            _ => format!("aria-describedby=\"{hint}\""),
        }
    }
}

/// The page for typing a code, a serial or a barcode.
pub fn home(ctx: &PageContext<'_>, entered: &Entered<'_>) -> String {
    rendered(&Home { ctx, entered }, 12 * 1024)
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    ctx: &'a PageContext<'a>,
    entered: &'a Entered<'a>,
}

impl Home<'_> {
    fn entered(&self) -> &Entered<'_> {
        self.entered
    }
}
