//! Tables that people keep: rows of a spreadsheet, a text file or lines of JSON become the JSON documents
//! that the API takes. No rule of the goods lives here: `parse` judges what comes out, and its
//! findings are led back to the cell they came from.

mod book;
mod cell;
mod columns;
mod draft;
mod export;
mod header;
mod lines;
mod place;
mod read;
mod write;
mod xlsx;

pub use book::{Beside, Book, Entry, Item};
pub use cell::Form;
pub use columns::{Column, Kind, Sheet, Sheets, tracing};
pub use export::export;
pub use place::{Finding, Level};
pub use read::{Broken, Format};
pub use write::{Mark, failed, template};
