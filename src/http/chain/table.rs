//! The same steps as a table: one row for each, the same columns both ways.

use super::{Asked, Steps};
use crate::wire::spreadsheet;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// A column and where its value stands in a step, first place that has one.
type Column = (&'static str, &'static [&'static str]);

const COLUMNS: [Column; 16] = [
    ("kind", &["/kind"]),
    ("line", &["/line"]),
    ("step", &["/bizStep"]),
    ("organization", &["/organization", "/source/organization", "/by"]),
    ("product", &["/product", "/source/product"]),
    ("lot", &["/lot", "/source/lot", "/source/lotAsPrinted"]),
    ("name", &["/name/zh", "/name/en", "/cns", "/ins"]),
    ("supplier", &["/source/declared/name"]),
    ("counterpart", &["/counterpart"]),
    ("quantity", &["/quantity/value", "/quantities/0/value"]),
    ("unit", &["/quantity/unit", "/quantities/0/unit"]),
    ("on", &["/on", "/receivedOn"]),
    ("region", &["/region", "/origin/region", "/origin/country"]),
    ("sscc", &["/sscc"]),
    ("papers", &["/documents"]),
    ("position", &["/position"]),
];

/// The page as `text/csv`, with a header line.
pub(super) fn answer(asked: &Asked<'_>, steps: &Steps) -> Response {
    let lead = ["direction", "ofProduct", "ofLot"];
    let heads = lead.into_iter().chain(COLUMNS.iter().map(|(name, _)| *name));
    let mut out = spreadsheet::line(heads.chain(["gaps"]));
    let both = [("back", &steps.back), ("forward", &steps.forward)];
    let all = both.into_iter().flat_map(|(way, rows)| rows.iter().map(move |step| (way, step)));
    for (direction, step) in all {
        let cells = COLUMNS.iter().map(|(_, places)| first(step, places));
        let cells: Vec<_> = cells.chain([gaps(steps, step)]).collect();
        let lead = [direction, asked.batch.product.as_str(), asked.batch.lot.as_str()];
        out.push_str(&spreadsheet::line(lead.into_iter().chain(cells.iter().map(String::as_str))));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"steps.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, out).into_response()
}

fn first(step: &Value, places: &[&str]) -> String {
    places.iter().find_map(|place| step.pointer(place)).map(plain).unwrap_or_default()
}

fn plain(value: &Value) -> String {
    let papers = |paper: &Value| {
        let part = |name: &str| paper.get(name).and_then(Value::as_str).unwrap_or_default();
        format!("{} {}", part("type"), part("number")).trim().to_owned()
    };
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(papers).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// Codes of what a step lacks.
fn gaps(steps: &Steps, step: &Value) -> String {
    let place = |value: &Value| {
        let line = value.get("line").filter(|line| line.is_string());
        line.or_else(|| value.get("position")).cloned()
    };
    let own = place(step);
    let of = steps.gaps.iter().filter(|gap| own.is_some() && place(gap) == own);
    of.filter_map(|gap| gap.get("code")?.as_str()).collect::<Vec<_>>().join(" ")
}
