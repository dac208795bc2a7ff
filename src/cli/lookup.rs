//! `suyuan lookup`: a trace report in the terminal, from a code, an address or the picture of a label.

use super::{LookupArgs, Outcome, say};
use crate::domain::lot::ProductCode;
use crate::wire::digital_link::encode_segment;
use serde_json::Value;
use std::path::Path;

type Failure = Box<dyn std::error::Error>;

/// Asks the service and prints the answer.
pub(super) fn lookup(args: &LookupArgs) -> Outcome {
    let is_picture =
        Path::new(&args.code).extension().is_some_and(|kind| kind.eq_ignore_ascii_case("png"));
    let text = if is_picture { read_label(Path::new(&args.code))? } else { args.code.clone() };
    let server = args.server.trim_end_matches('/');
    let url = format!("{server}{}?lang={}", path(&text)?, encode_segment(&args.lang));
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut answer = agent.get(&url).header("Accept", "application/json").call()?;
    let body = answer.body_mut().read_to_string()?;
    let report: Value = serde_json::from_str(&body)
        .map_err(|_| format!("{server} answered {} without a report", answer.status()))?;
    if args.json {
        say(&serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    print(&report, &args.lang, is_picture.then_some(text.as_str()));
    Ok(())
}

/// The path of a code, or of an address whatever its host: the server is named apart.
fn path(text: &str) -> Result<String, Failure> {
    if let Some((_, rest)) = text.split_once("://") {
        let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
        let path = path.split(['?', '#']).next().unwrap_or("/");
        return Ok(path.to_owned());
    }
    if ProductCode::parse(&text.replace([' ', '-'], "")).is_err() {
        return Err("write a code as printed, a whole address, or a PNG file of a label".into());
    }
    Ok(format!("/c/{}", encode_segment(text)))
}

/// Reads the QR symbol of a picture.
fn read_label(file: &Path) -> Result<String, Failure> {
    let picture = image::open(file)?.to_luma8();
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    let symbols = prepared.detect_grids();
    let symbol = symbols.first().ok_or("no QR symbol can be read in this picture")?;
    Ok(symbol.decode()?.1)
}

fn print(report: &Value, lang: &str, label: Option<&str>) {
    let text = |pointer: &str| {
        let node = report.pointer(pointer)?;
        let other = if lang == "zh" { "en" } else { "zh" };
        node.as_str().or_else(|| node.get(lang)?.as_str()).or_else(|| node.get(other)?.as_str())
    };
    if let Some(label) = label {
        say(&format!("label     {label}"));
    }
    if let Some(detail) = text("/detail") {
        say(detail);
    }
    let lines = [
        ("verdict", text("/verdict")),
        ("", text("/display/title")),
        ("", text("/display/sentence")),
        ("product", text("/product/name")),
        ("lot", text("/compareWithPack/lotAsPrinted")),
        ("produced", text("/batch/producedOn")),
        ("expires", text("/batch/expiresOn")),
        ("producer", text("/organization/name")),
        ("origin", text("/provenance/origin/name")),
        ("as of", text("/asOf")),
    ];
    for (name, value) in lines {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            say(&format!("{name:<9} {value}"));
        }
    }
    for recall in report.get("recalls").and_then(Value::as_array).into_iter().flatten() {
        let part = |name: &str| recall.get(name).and_then(Value::as_str).unwrap_or_default();
        say(&format!("recall    {} ({}, {})", part("id"), part("state"), part("hazard")));
    }
}
