//! A linkset (RFC 9264, JSON form) for a GS1 Digital Link: where the page, the trace record and the
//! recall status of the same code are.

use super::address::PublicUrl;
use crate::report::model::TraceReport;
use serde_json::{Value, json};

/// The linkset of one answer; `path` is the path that was asked for.
pub fn linkset(url: &PublicUrl, path: &str, json_path: &str, report: &TraceReport) -> Value {
    let anchor = format!("{}{path}", url.as_str());
    let name = report.product.as_ref().map(|product| product.name.clone()).unwrap_or_default();
    let title = |chinese: bool| {
        let name = name.pick(chinese);
        if name.is_empty() { path.to_owned() } else { name.to_owned() }
    };
    let page = |lang: &str, title: String| {
        let href = format!("{anchor}?lang={lang}");
        let hreflang = if lang == "zh" { "zh-CN" } else { "en" };
        json!({"href": href, "title": title, "hreflang": [hreflang], "type": "text/html"})
    };
    let record = json!({
        "href": format!("{}{json_path}", url.as_str()),
        "title": title(false),
        "type": "application/json",
    });
    json!({"linkset": [{
        "anchor": anchor,
        "itemDescription": title(false),
        "https://ref.gs1.org/voc/defaultLink": [{"href": anchor, "title": title(false)}],
        "https://ref.gs1.org/voc/pip": [page("zh", title(true)), page("en", title(false))],
        "https://ref.gs1.org/voc/traceability": [page("zh", title(true)), page("en", title(false)), record],
        "https://ref.gs1.org/voc/recallStatus": [record],
    }]})
}
