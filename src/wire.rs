//! Wire formats: the only place that knows how bytes from outside become commands and how records become
//! bytes for others. GS1 Digital Link and the JSON of the contract.

pub mod address;
pub mod digital_link;
pub mod feeds;
pub mod form;
pub mod lineage;
pub mod linkset;
pub mod parse;
pub mod spreadsheet;
pub mod table;
