//! `suyuan import`: sends a file of records to a service, shows what was found in it, and has it taken in.

use super::{Outcome, pause, plain, progress, say};
use crate::wire::digital_link::encode_segment;
use crate::wire::table::Format;
use indicatif::ProgressBar;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

type Failure = Box<dyn std::error::Error>;

/// Findings that are printed; the file of failed rows has all.
const PRINTED_COUNT: usize = 50;

/// What to bring in, and where.
#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// The file; its name ends in .csv, .xlsx or .ndjson.
    file: PathBuf,
    /// Organization whose records they are.
    #[arg(long, value_name = "CODE")]
    org: String,
    /// What the file holds; a workbook says so by the names of its sheets.
    #[arg(long, value_parser = ["organizations", "products", "batches", "checks", "events", "serials"])]
    kind: Option<String>,
    /// Try only: nothing is written.
    #[arg(long)]
    dry_run: bool,
    /// When some rows cannot be taken: write none, or the others.
    #[arg(long, default_value = "rollback", value_parser = ["rollback", "proceed"])]
    on_error: String,
    /// Write the rows that were not taken here, with what is wrong beside them.
    #[arg(long, value_name = "FILE")]
    failed: Option<PathBuf>,
    /// The service to send it to.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// File whose first line is a token of the organization.
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// Language of the findings.
    #[arg(long, default_value = "en", value_parser = ["zh", "en"])]
    lang: String,
}

/// A file whose reading moves a bar.
struct Watched(File, ProgressBar);

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.inc(read as u64);
        Ok(read)
    }
}

/// The service, and in whose name it is asked.
struct Client {
    agent: ureq::Agent,
    server: String,
    bearer: String,
    lang: String,
}

/// Sends the file, waits until it was tried, and has it taken in.
pub(super) fn import(args: &ImportArgs) -> Outcome {
    let token = std::fs::read_to_string(&args.token_file)
        .map_err(|error| format!("--token-file {}: {error}", args.token_file.display()))?;
    let client = Client {
        agent: ureq::Agent::config_builder().http_status_as_error(false).build().new_agent(),
        server: args.server.trim_end_matches('/').to_owned(),
        bearer: format!("Bearer {}", token.lines().next().unwrap_or_default().trim()),
        lang: encode_segment(&args.lang),
    };
    let base = format!("/api/v1/organizations/{}/imports", encode_segment(&args.org));
    let id = client.upload(args, &base)?;
    let job = format!("{base}/{id}");
    let tried = client.wait(&job, "checking")?;
    print(&tried, args, true);
    if part(&tried, "/state") != "checked" {
        return Err("the file could not be read; nothing was written".into());
    }
    let failed = count(&tried, "failed");
    if failed > 0 {
        client.failed(&job, args)?;
    }
    if args.dry_run {
        return refused(failed, "a trial only: nothing was written");
    }
    if failed > 0 && args.on_error == "rollback" {
        return refused(failed, "nothing was written (--on-error proceed takes the other rows)");
    }
    client.json("POST", &format!("{job}/run"), Some(&json!({"mode": args.on_error})))?;
    let done = client.wait(&job, "writing")?;
    // What is still found is mostly what the trial found; only more of it is news.
    let more = count(&done, "failed") > failed;
    print(&done, args, more);
    if more {
        client.failed(&job, args)?;
    }
    match part(&done, "/state").as_str() {
        "done" if count(&done, "accepted") + count(&done, "repeated") == 0 => {
            refused(count(&done, "failed"), "nothing was written")
        }
        "done" => refused(count(&done, "failed"), "the other rows are registered"),
        state => Err(format!("{state}: {}", part(&done, "/note")).into()),
    }
}

fn refused(failed: u64, what: &str) -> Outcome {
    if failed == 0 {
        Ok(())
    } else {
        Err(format!("{failed} records were not taken; {what}").into())
    }
}

fn part(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn count(job: &Value, name: &str) -> u64 {
    job.pointer(&format!("/counts/{name}")).and_then(Value::as_u64).unwrap_or(0)
}

impl Client {
    fn upload(&self, args: &ImportArgs, base: &str) -> Result<String, Failure> {
        let ending = args.file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let ending = ending.map(|ending| match ending.as_str() {
            "jsonl" => "ndjson".to_owned(),
            "txt" | "tsv" => "csv".to_owned(),
            _ => ending,
        });
        let format = ending.as_deref().and_then(Format::parse);
        let format = format.ok_or("the name of the file has to end in .csv, .xlsx or .ndjson")?;
        let file =
            File::open(&args.file).map_err(|error| format!("{}: {error}", args.file.display()))?;
        let bytes = file.metadata()?.len();
        let bar = progress(bytes, "sending");
        let kind = args.kind.as_ref().map(|kind| format!("&kind={kind}")).unwrap_or_default();
        let mut answer = self
            .agent
            .post(format!("{}{base}?lang={}{kind}", self.server, self.lang))
            .header("Authorization", &self.bearer)
            .header("Content-Type", format.media())
            .header("Content-Length", bytes.to_string())
            .send(ureq::SendBody::from_reader(&mut Watched(file, bar.clone())))?;
        bar.finish_and_clear();
        let body: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
        match part(&body, "/id") {
            id if id.is_empty() => Err(part(&body, "/detail").into()),
            id => Ok(id),
        }
    }

    fn json(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let separator = if path.contains('?') { '&' } else { '?' };
        let uri = format!("{}{path}{separator}lang={}", self.server, self.lang);
        let request = ureq::http::Request::builder().method(method).uri(uri);
        let request = request.header("Authorization", &self.bearer);
        let mut answer = match body {
            Some(body) => {
                let request = request.header("Content-Type", "application/json");
                self.agent.run(request.body(body.to_string())?)?
            }
            None => self.agent.run(request.body(())?)?,
        };
        let value: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
        if answer.status().is_success() {
            return Ok(value);
        }
        Err(format!("{} {}", part(&value, "/code"), part(&value, "/detail")).into())
    }

    /// Asks until it is neither read nor written any more.
    fn wait(&self, job: &str, what: &'static str) -> Result<Value, Failure> {
        let bar = ProgressBar::new_spinner().with_message(what);
        loop {
            let now = self.json("GET", &format!("{job}?limit=50"), None)?;
            let records = count(&now, "records");
            bar.set_position(records);
            bar.set_message(format!("{what} {records}"));
            if !matches!(part(&now, "/state").as_str(), "checking" | "running") {
                bar.finish_and_clear();
                return Ok(now);
            }
            pause();
        }
    }

    /// Writes the rows that were not taken beside the file, or where it was asked.
    fn failed(&self, job: &str, args: &ImportArgs) -> Outcome {
        let Some(to) = &args.failed else { return Ok(()) };
        let uri = format!("{}{job}/failed?lang={}", self.server, self.lang);
        let mut answer = self.agent.get(uri).header("Authorization", &self.bearer).call()?;
        let bytes = answer.body_mut().with_config().limit(1 << 30).read_to_vec()?;
        std::fs::write(to, bytes).map_err(|error| format!("{}: {error}", to.display()))?;
        say(&format!("rows to mend: {}", to.display()));
        Ok(())
    }
}

fn print(job: &Value, args: &ImportArgs, findings: bool) {
    let names = ["records", "accepted", "repeated", "failed", "errors", "notes"];
    let counts = names.map(|name| format!("{name} {}", count(job, name)));
    say(&format!("{}: {}", part(job, "/state"), counts.join(", ")));
    let told = job.get("items").filter(|_| findings);
    let findings = told.and_then(Value::as_array).into_iter().flatten();
    for finding in findings.take(PRINTED_COUNT) {
        let row = finding.get("row").and_then(Value::as_u64).unwrap_or(0);
        let parts = ["/sheet", "/column", "/header", "/value", "/code", "/message", "/hint"];
        let [sheet, column, header, value, code, message, hint] =
            parts.map(|pointer| part(finding, pointer));
        let file = args.file.display();
        let place = format!("{file} {sheet} {column}{row} {header} {value:?}");
        say(&plain(&format!("{place}: {message} {hint} [{code}]")));
    }
    let note = part(job, "/note");
    if !note.is_empty() {
        say(&note);
    }
}
