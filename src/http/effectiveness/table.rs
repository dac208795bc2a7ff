//! Consignees as a table: one row for each site.

use crate::wire::spreadsheet;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

const COLUMNS: [&str; 18] = [
    "id",
    "owner",
    "organization",
    "name",
    "region",
    "address",
    "contact",
    "level",
    "under",
    "lots",
    "first",
    "last",
    "notifiedOn",
    "stoppedSaleOn",
    "answeredAt",
    "silentDays",
    "outcomes",
    "final",
];

/// The page as `text/csv`, with a header line.
pub(super) fn answer(items: &[Value]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"consignees.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, text(items)).into_response()
}

/// The same as text.
pub(super) fn text(items: &[Value]) -> String {
    let mut out = spreadsheet::line(COLUMNS);
    for item in items {
        let cells: Vec<String> =
            COLUMNS.iter().map(|name| item.get(name).map(cell).unwrap_or_default()).collect();
        out.push_str(&spreadsheet::line(cells.iter().map(String::as_str)));
    }
    out
}

/// A member of a row as people read it.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(text) => {
            let both = ["zh", "en"].iter().filter_map(|lang| text.get(*lang)?.as_str());
            both.collect::<Vec<_>>().join(" / ")
        }
        Value::Array(all) => all.iter().map(amount).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// A lot or an outcome on one line.
pub(super) fn amount(value: &Value) -> String {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let quantity = |it: &Value| {
        let part = |name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default();
        format!("{} {}", part("value"), part("unit"))
    };
    let many = value.get("quantities").and_then(Value::as_array).into_iter().flatten();
    let quantities = many.chain(value.get("quantity")).map(quantity);
    let parts = ["outcome", "product", "lot"].into_iter().map(text).chain(quantities);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
