//! Lineage for other programs: JSON, CSV, GraphML and DOT of the same lots and edges. Names come from
//! whoever registered them: each format quotes them so that they stay names.

use crate::domain::letters::is_unsafe;
use crate::fact::record::QuantityRecord;
use crate::fact::text::BiText;
use crate::lineage::graph::{Edge, Node, Page};
use crate::texts::Lang;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// Lots and edges as JSON: `nodes` and `edges`. What the reader may not know is not there.
pub fn json(page: &Page) -> (Value, Value) {
    (page.nodes.iter().map(node_json).collect(), page.edges.iter().map(edge_json).collect())
}

fn node_json(node: &Node) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        out.insert(name.to_owned(), value);
    };
    put("id", id(node.id).into());
    put("depth", node.depth.into());
    put("access", node.access.word().into());
    put("state", node.state.word().into());
    if let Some(code) = &node.organization {
        put("organization", json!({"code": code, "name": node.organization_name}));
    }
    if let Some(product) = &node.product {
        put("product", json!({"product": product, "name": node.product_name}));
    }
    let texts = [("gtin", node.gtin.clone()), ("lot", node.lot.clone())];
    let produced_on = ("producedOn", node.produced_on.map(|day| day.to_string()));
    let touched = ("touched", node.touched.map(|share| share.to_string()));
    for (name, text) in texts.into_iter().chain([produced_on, touched]) {
        if let Some(text) = text {
            put(name, text.into());
        }
    }
    for (name, set) in [("foreign", node.foreign), ("more", node.more)] {
        if set {
            put(name, true.into());
        }
    }
    Value::Object(out)
}

fn edge_json(edge: &Edge) -> Value {
    let mut out = Map::new();
    out.insert("from".to_owned(), id(edge.from).into());
    out.insert("to".to_owned(), id(edge.to).into());
    if !edge.used.is_empty() {
        let used = |used: &QuantityRecord| json!({"value": used.value, "unit": used.unit});
        out.insert("used".to_owned(), edge.used.iter().map(used).collect());
    }
    for (name, share) in [("share", edge.share), ("ofOutput", edge.of_output)] {
        if let Some(share) = share {
            out.insert(name.to_owned(), share.to_string().into());
        }
    }
    if edge.in_loop {
        out.insert("loop".to_owned(), true.into());
    }
    Value::Object(out)
}

/// The columns of [`csv`]: those of a lot, then those of an edge.
const COLUMNS: [&str; 16] = [
    "kind",
    "id",
    "depth",
    "organization",
    "organizationName",
    "product",
    "productName",
    "gtin",
    "lot",
    "producedOn",
    "state",
    "from",
    "to",
    "used",
    "share",
    "loop",
];

/// A table (RFC 4180) with a row for each lot, then one for each edge. Cells that a spreadsheet would
/// take for a formula begin with an apostrophe.
pub fn csv(page: &Page, lang: Lang) -> String {
    let mut out = String::new();
    line(&mut out, &COLUMNS.map(str::to_owned));
    for node in &page.nodes {
        let facts = facts(node, lang);
        let mut row = vec!["lot".to_owned(), id(node.id)];
        row.extend(facts.into_iter().map(|(_, value)| value));
        row.resize(COLUMNS.len(), String::new());
        line(&mut out, &row);
    }
    for edge in &page.edges {
        let mut row = vec!["edge".to_owned()];
        row.resize(COLUMNS.len() - 5, String::new());
        let share = edge.share.map(|share| share.to_string()).unwrap_or_default();
        let in_loop = if edge.in_loop { "true".to_owned() } else { String::new() };
        row.extend([id(edge.from), id(edge.to), used(edge), share, in_loop]);
        line(&mut out, &row);
    }
    out
}

fn line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
        let mark = if formula { "'" } else { "" };
        // Writing to a text does not fail.
        let _ = write!(out, "{comma}\"{mark}{}\"", cell.replace('"', "\"\""));
    }
    out.push_str("\r\n");
}

/// GraphML (graphml.graphdrawing.org, 1.0): a directed graph, data by key.
pub fn graphml(page: &Page, lang: Lang) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    let of_edge = ["used", "share", "loop"];
    for name in COLUMNS.iter().skip(2).filter(|name| !["from", "to"].contains(name)) {
        let of = if of_edge.contains(name) { "edge" } else { "node" };
        let _ = writeln!(
            out,
            "<key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"string\"/>"
        );
    }
    out.push_str("<graph edgedefault=\"directed\">\n");
    for node in &page.nodes {
        let _ = write!(out, "<node id=\"{}\">", id(node.id));
        for (name, value) in facts(node, lang) {
            data(&mut out, name, &value);
        }
        out.push_str("</node>\n");
    }
    for edge in &page.edges {
        let _ = write!(out, "<edge source=\"{}\" target=\"{}\">", id(edge.from), id(edge.to));
        data(&mut out, "used", &used(edge));
        data(&mut out, "share", &edge.share.map(|share| share.to_string()).unwrap_or_default());
        data(&mut out, "loop", if edge.in_loop { "true" } else { "" });
        out.push_str("</edge>\n");
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

fn data(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let _ = write!(out, "<data key=\"{name}\">{}</data>", xml(value));
    }
}

/// Text as XML character data; what XML 1.0 cannot hold (clause 2.2) becomes U+FFFD.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter if is_unsafe(letter) => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

/// The DOT language of Graphviz: every identifier quoted.
pub fn dot(page: &Page, lang: Lang) -> String {
    let mut out = String::from("digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n");
    for node in &page.nodes {
        let wanted = ["organization", "organizationName", "product", "productName", "lot"];
        let shown = ["gtin", "producedOn", "state"];
        let facts = facts(node, lang);
        let lines = facts.iter().filter(|(name, value)| {
            !value.is_empty() && (wanted.contains(name) || shown.contains(name))
        });
        let label: Vec<_> = lines.map(|(_, value)| quoted(value)).collect();
        let _ = writeln!(out, "  \"{}\" [label=\"{}\"];", id(node.id), label.join("\\n"));
    }
    for edge in &page.edges {
        let style = if edge.in_loop { ", style=dashed" } else { "" };
        let _ = writeln!(
            out,
            "  \"{}\" -> \"{}\" [label=\"{}\"{style}];",
            id(edge.from),
            id(edge.to),
            quoted(&used(edge))
        );
    }
    out.push_str("}\n");
    out
}

/// Inside a quoted string of DOT: a quotation mark would end it, a backslash begins an escape.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            letter if is_unsafe(letter) => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

/// The name of a lot within one answer.
pub fn id(place: usize) -> String {
    format!("n{place}")
}

/// What was used, as text.
pub fn used(edge: &Edge) -> String {
    let one = |used: &QuantityRecord| format!("{} {}", used.value, used.unit);
    edge.used.iter().map(one).collect::<Vec<_>>().join(" + ")
}

/// What is known of a lot, in the order of the columns.
fn facts(node: &Node, lang: Lang) -> [(&'static str, String); 9] {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let name = |name: &BiText| name.pick(lang.is_chinese()).to_owned();
    [
        ("depth", node.depth.to_string()),
        ("organization", known(&node.organization)),
        ("organizationName", name(&node.organization_name)),
        ("product", known(&node.product)),
        ("productName", name(&node.product_name)),
        ("gtin", known(&node.gtin)),
        ("lot", known(&node.lot)),
        ("producedOn", node.produced_on.map(|day| day.to_string()).unwrap_or_default()),
        ("state", node.state.word().to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineage::graph::{Access, State};

    /// A lot whose names hold what each form has to quote, and what no name of a request could hold.
    fn page() -> Page {
        let hostile = "a\"b\\c\nd\u{202e}e<f>&g\u{0}";
        let node = |id, name: &str| Node {
            id,
            depth: 0,
            access: Access::Full,
            organization: Some("@SUM(A1)".to_owned()),
            organization_name: BiText::both(name, name),
            foreign: false,
            product: Some("P".to_owned()),
            product_name: BiText::both(name, name),
            gtin: None,
            lot: Some("-1+2".to_owned()),
            produced_on: None,
            state: State::Held,
            touched: None,
            more: false,
        };
        let edge = Edge {
            from: 1,
            to: 0,
            used: vec![QuantityRecord { value: "1.5".to_owned(), unit: "KGM".to_owned() }],
            share: None,
            of_output: None,
            in_loop: true,
        };
        Page { nodes: vec![node(0, hostile), node(1, "plain")], edges: vec![edge] }
    }

    #[test]
    fn names_stay_names() {
        let csv = csv(&page(), Lang::En);
        assert!(csv.contains("\"'@SUM(A1)\"") && csv.contains("\"'-1+2\""), "{csv}");
        assert!(csv.contains("\"a\"\"b\\c\nd"), "{csv}");
        assert_eq!(csv.matches('"').count() % 2, 0);
        let dot = dot(&page(), Lang::En);
        assert_eq!(dot.lines().count(), 7, "a line break in a name begins no line: {dot}");
        assert!(dot.contains("a\\\"b\\\\c\u{fffd}d\u{fffd}e<f>&g\u{fffd}"), "{dot}");
        assert!(dot.contains("\"n1\" -> \"n0\" [label=\"1.5 KGM\", style=dashed];"), "{dot}");
        let graphml = graphml(&page(), Lang::En);
        assert!(
            graphml.contains("a&quot;b\\c\u{fffd}d\u{fffd}e&lt;f&gt;&amp;g\u{fffd}"),
            "{graphml}"
        );
        assert!(graphml.contains("<edge source=\"n1\" target=\"n0\">"), "{graphml}");
        let (nodes, edges) = json(&page());
        assert_eq!(nodes[0]["lot"], "-1+2");
        assert_eq!(
            (&edges[0]["loop"], &edges[0]["used"][0]["value"]),
            (&true.into(), &"1.5".into())
        );
        assert_eq!(nodes[0].get("more"), None);
    }
}
