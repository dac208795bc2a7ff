//! `suyuan lineage`: what went into a lot, or what it went into, as a tree in the terminal.

use super::{LineageArgs, Outcome, say, waiting};
use crate::domain::letters::is_unsafe;
use crate::limits::PAGE_ROWS_MAX;
use crate::wire::digital_link::encode_segment;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

type Failure = Box<dyn std::error::Error>;

/// Asks the service page by page and prints the answer.
pub(super) fn lineage(args: &LineageArgs) -> Outcome {
    let token = std::fs::read_to_string(&args.token_file)
        .map_err(|error| format!("{}: {error}", args.token_file.display()))?;
    let token = token.lines().next().unwrap_or_default().trim().to_owned();
    if args.format != "tree" && args.format != "json" {
        say(ask(args, &token, &format!("&format={}", args.format))?.trim_end());
        return Ok(());
    }
    let graph = pages(args, &token)?;
    if args.format == "json" {
        say(&serde_json::to_string_pretty(&graph)?);
        return Ok(());
    }
    tree(&graph, args.forward, args.lang == "zh").iter().for_each(|line| say(line));
    if graph.get("complete") == Some(&Value::Bool(false)) {
        say("… there are too many lots; those reached first are listed");
    }
    Ok(())
}

/// All pages put together.
fn pages(args: &LineageArgs, token: &str) -> Result<Value, Failure> {
    let bar = waiting("lots");
    let (mut nodes, mut edges, mut cursor) = (Vec::new(), Vec::new(), String::new());
    loop {
        let body = ask(args, token, &format!("&format=json&limit={PAGE_ROWS_MAX}{cursor}"))?;
        let page: Value = serde_json::from_str(&body)?;
        for (name, all) in [("nodes", &mut nodes), ("edges", &mut edges)] {
            all.extend(page.get(name).and_then(Value::as_array).into_iter().flatten().cloned());
        }
        if let Some(total) = page.pointer("/counts/nodes").and_then(Value::as_u64) {
            bar.set_length(total);
        }
        bar.set_position(nodes.len() as u64);
        let Some(next) = page.get("next").and_then(Value::as_str) else {
            bar.finish_and_clear();
            return Ok(json!({"complete": page.get("complete"), "nodes": nodes, "edges": edges}));
        };
        cursor = format!("&cursor={}", encode_segment(next));
    }
}

fn ask(args: &LineageArgs, token: &str, query: &str) -> Result<String, Failure> {
    let server = args.server.trim_end_matches('/');
    let path = [&args.organization, &args.product, &args.lot].map(|part| encode_segment(part));
    let direction = if args.forward && !args.back { "forward" } else { "back" };
    let depth = args.depth.map(|depth| format!("&depth={depth}")).unwrap_or_default();
    let lang = encode_segment(&args.lang);
    let url = format!(
        "{server}/api/v1/lineage/{}?direction={direction}&lang={lang}{depth}{query}",
        path.join("/")
    );
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut answer = agent.get(&url).header("Authorization", &format!("Bearer {token}")).call()?;
    let body = answer.body_mut().with_config().limit(ANSWER_BYTES).read_to_string()?;
    if answer.status().is_success() {
        return Ok(body);
    }
    let problem: Value = serde_json::from_str(&body).unwrap_or_default();
    let detail = problem.get("detail").and_then(Value::as_str).unwrap_or("no reason given");
    Err(format!("{server} answered {}: {}", answer.status(), plain(detail)).into())
}

/// Largest answer that is read: every lot of a walk with long names.
const ANSWER_BYTES: u64 = 64 * 1024 * 1024;

/// The lines of the tree: each lot once with what lies beyond it, later only by name.
fn tree(graph: &Value, forward: bool, chinese: bool) -> Vec<String> {
    let list = |name: &str| graph.get(name).and_then(Value::as_array).into_iter().flatten();
    let end = |edge: &Value, name: &str| {
        edge.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (near, far) = if forward { ("from", "to") } else { ("to", "from") };
    let mut beyond: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for edge in list("edges") {
        beyond.entry(end(edge, near)).or_default().push(edge);
    }
    let nodes: BTreeMap<String, &Value> =
        list("nodes").map(|node| (end(node, "id"), node)).collect();
    let Some(start) = list("nodes").next() else { return Vec::new() };
    let mut lines = Vec::new();
    let mut shown = BTreeSet::new();
    // What is still to print: a lot, the edge that leads to it, the strokes before it.
    let mut stack: Vec<(String, Option<&Value>, String, &str)> =
        vec![(end(start, "id"), None, String::new(), "")];
    while let Some((id, edge, before, stroke)) = stack.pop() {
        let node = nodes.get(&id).copied().unwrap_or(&Value::Null);
        let again = !shown.insert(id.clone());
        let edges = if again { &[][..] } else { beyond.get(&id).map_or(&[][..], Vec::as_slice) };
        let mark = if again && beyond.contains_key(&id) { "  (see above)" } else { "" };
        lines.push(format!("{before}{stroke}{}{}{mark}", said(node, chinese), went(edge)));
        let inner = match stroke {
            "" => String::new(),
            "└─ " => format!("{before}   "),
            _ => format!("{before}│  "),
        };
        for (at, edge) in edges.iter().enumerate().rev() {
            let stroke = if at + 1 == edges.len() { "└─ " } else { "├─ " };
            stack.push((end(edge, far), Some(edge), inner.clone(), stroke));
        }
    }
    lines
}

/// A lot in one line: sign and word of its state, product, lot, day, firm.
fn said(node: &Value, chinese: bool) -> String {
    let text = |pointer: &str| node.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let state = text("/state");
    let sign = match state {
        "recalled" => "✕",
        "recallClosed" => "⊗",
        "held" => "‖",
        "withdrawn" => "⊘",
        "released" => "✓",
        "registered" => "·",
        _ => "?",
    };
    let name = |pointer: &str| {
        let langs = if chinese { ["zh", "en"] } else { ["en", "zh"] };
        let names = langs.map(|lang| text(&format!("{pointer}/name/{lang}")));
        names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned()
    };
    let or = |name: String, code: &str| if name.is_empty() { code.to_owned() } else { name };
    let product = or(or(name("/product"), text("/product/product")), text("/gtin"));
    let firm = or(name("/organization"), text("/organization/code"));
    let product = or(product, "(another firm's lot)");
    let parts = [product.as_str(), text("/lot"), text("/producedOn"), &firm];
    let parts: Vec<_> =
        parts.iter().filter(|part| !part.is_empty()).map(|part| plain(part)).collect();
    format!("{sign} {}  [{state}]", parts.join("  "))
}

/// What went over an edge.
fn went(edge: Option<&Value>) -> String {
    let Some(edge) = edge else { return String::new() };
    let part = |used: &Value, name: &str| {
        used.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let used = edge.get("used").and_then(Value::as_array).into_iter().flatten();
    let used = used.map(|used| format!("{} {}", part(used, "value"), part(used, "unit")));
    let mut said: Vec<String> = used.collect();
    if let Some(share) = edge.get("share").and_then(Value::as_str) {
        said.push(format!("share {share}"));
    }
    if edge.get("loop") == Some(&Value::Bool(true)) {
        said.push("loop".to_owned());
    }
    if said.is_empty() { String::new() } else { format!("  {}", plain(&said.join(", "))) }
}

/// Text of others without what could steer a terminal.
fn plain(text: &str) -> String {
    text.chars().map(|letter| if is_unsafe(letter) { '\u{fffd}' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lot_is_spelled_out_once_and_loops_end() {
        let node = |id: &str, lot: &str, state: &str| {
            json!({"id": id, "lot": lot, "state": state,
            "product": {"product": "P", "name": {"en": "Sausage\u{1b}[31m"}}})
        };
        let graph = json!({
            "nodes": [node("n0", "A", "released"), node("n1", "B", "recalled"), node("n2", "C", "unregistered")],
            "edges": [
                {"from": "n1", "to": "n0", "used": [{"value": "2", "unit": "KGM"}], "share": "0.5"},
                {"from": "n2", "to": "n0"},
                {"from": "n2", "to": "n1"},
                {"from": "n0", "to": "n2", "loop": true},
            ],
        });
        let clean = "Sausage\u{fffd}[31m";
        assert_eq!(
            tree(&graph, false, false),
            [
                format!("✓ {clean}  A  [released]"),
                format!("├─ ✕ {clean}  B  [recalled]  2 KGM, share 0.5"),
                format!("│  └─ ? {clean}  C  [unregistered]"),
                format!("│     └─ ✓ {clean}  A  [released]  loop  (see above)"),
                format!("└─ ? {clean}  C  [unregistered]  (see above)"),
            ]
        );
        assert!(tree(&json!({}), true, true).is_empty());
    }
}
