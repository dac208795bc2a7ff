//! Domain types: values that cannot be wrong, commands made of them, refusals. Pure: no clock, no
//! store, no format.

pub mod base_units;
pub mod check_digit;
pub mod code_ids;
pub mod command;
pub mod day;
pub mod evidence;
pub mod groups;
pub mod gtin;
pub mod isolate;
pub mod letters;
pub mod listing;
pub mod lot;
pub mod org_code;
pub mod permit;
pub mod quantity;
pub mod refusal;
pub mod region;
pub mod region_names;
pub mod scope;
pub mod sscc;
pub mod unit_code;
pub mod words;
