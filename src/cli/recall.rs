//! `suyuan recall`: recalls of a running service, by a token of whoever may open them. What is sent is
//! what the HTTP interface takes; a repeat of the same command is recognized and opens nothing twice.

use super::{Outcome, pause, plain, say, waiting};
use crate::limits::PAGE_ROWS_MAX;
use crate::wire::digital_link::encode_segment;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

/// Largest answer that is read.
const ANSWER_BYTES: u64 = 16 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct RecallArgs {
    #[command(subcommand)]
    what: What,
    /// The service to ask.
    #[arg(long, global = true, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// File whose first line is a token of the firm, or of its regulator; `show` and `list` need none.
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Language of messages: zh or en.
    #[arg(long, global = true, default_value = "en", value_parser = ["zh", "en"])]
    lang: String,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Count what a recall would reach; nothing is written.
    Preview {
        /// The recall, or only its scope, as JSON; `-` reads standard input.
        file: PathBuf,
    },
    /// Open a recall, and wait until it is known what it reaches; where the authority chose four eyes,
    /// propose it.
    Open {
        /// The recall as JSON (schemas/recall.schema.json); `-` reads standard input.
        file: PathBuf,
        #[command(flatten)]
        sent: Sent,
    },
    /// Show a recall as everyone may read it.
    Show {
        /// Its number, e.g. `R-2026-000001`.
        id: String,
    },
    /// List recalls, the newest first.
    List {
        /// `open`, `closed` or `lifted`.
        #[arg(long)]
        state: Option<String>,
        /// At most so many.
        #[arg(long, value_name = "N", default_value_t = 50)]
        count: usize,
    },
    /// Recall more goods.
    Extend(Step),
    /// Take goods out of a recall.
    Narrow(Step),
    /// End a recall whose campaign is over; goods that were not returned stay recalled.
    Close(End),
    /// End a recall that had no reason; its goods are clear.
    Lift(End),
}

#[derive(Debug, Args)]
struct Sent {
    /// Name of the command, so that a repeat is recognized. [default: derived from what is sent]
    #[arg(long)]
    key: Option<String>,
    /// Longest time to wait until all goods are found; 0 does not wait.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    wait: u64,
}

#[derive(Debug, Args)]
struct Reason {
    /// Why, in Chinese.
    #[arg(long, value_name = "TEXT")]
    reason_zh: Option<String>,
    /// Why, in English.
    #[arg(long, value_name = "TEXT")]
    reason_en: Option<String>,
}

#[derive(Debug, Args)]
struct Step {
    /// The recall's number.
    id: String,
    /// `{scope, reason}` as JSON; `-` reads standard input. Or by the options.
    #[arg(conflicts_with_all = ["organization", "product", "lot", "reason_zh", "reason_en"])]
    file: Option<PathBuf>,
    /// Organization of the lots.
    #[arg(long, value_name = "ORG", requires = "product", requires = "lot")]
    organization: Option<String>,
    /// Its code of the product.
    #[arg(long)]
    product: Option<String>,
    /// A lot; may be given several times.
    #[arg(long)]
    lot: Vec<String>,
    #[command(flatten)]
    reason: Reason,
    #[command(flatten)]
    sent: Sent,
}

#[derive(Debug, Args)]
struct End {
    /// The recall's number.
    id: String,
    /// `{reason, evidence?}` as JSON; `-` reads standard input. Or by the options.
    #[arg(conflicts_with_all = ["reason_zh", "reason_en"])]
    file: Option<PathBuf>,
    #[command(flatten)]
    reason: Reason,
    /// Name of the command, so that a repeat is recognized. [default: derived from what is sent]
    #[arg(long)]
    key: Option<String>,
}

/// Why a command did not end well although the service answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum Ended {
    /// The command line says too little.
    #[error("{0}")]
    Asked(&'static str),
    /// What the service says, with each member that is wrong on its own line.
    #[error("{0}")]
    Refused(String),
    /// The recall is open, and goods are still being found.
    #[error("{id} is open; {batches} lots are found so far, and more are being looked for")]
    StillFollowed { id: String, batches: u64 },
}

impl Ended {
    /// What the process ends with.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Asked(_) => 2,
            Self::Refused(_) => 3,
            Self::StillFollowed { .. } => 4,
        }
    }
}

/// Runs one of the commands.
pub(super) fn recall(args: &RecallArgs) -> Outcome {
    let service = Service::of(args)?;
    match &args.what {
        What::Preview { file } => {
            let counted = service.post("/preview", None, &read(file)?)?;
            say(&serde_json::to_string_pretty(&counted)?);
            Ok(())
        }
        What::Open { file, sent } => service.follow("", sent, &read(file)?),
        What::Show { id } => {
            say(&serde_json::to_string_pretty(&service.get(&format!("/{}", encode_segment(id)))?)?);
            Ok(())
        }
        What::List { state, count } => list(&service, state.as_deref(), *count),
        What::Extend(step) => stepped(&service, "extension", step),
        What::Narrow(step) => stepped(&service, "narrowing", step),
        What::Close(end) => ended(&service, "closure", end),
        What::Lift(end) => ended(&service, "lifting", end),
    }
}

/// The service and who asks it.
struct Service {
    recalls: String,
    token: Option<String>,
    lang: String,
    agent: ureq::Agent,
}

impl Service {
    fn of(args: &RecallArgs) -> Result<Self, Failure> {
        let token = args.token_file.as_ref().map(|file| {
            let text = std::fs::read_to_string(file);
            text.map_err(|error| format!("{}: {error}", file.display()))
        });
        let first_line = |text: String| text.lines().next().unwrap_or_default().trim().to_owned();
        Ok(Self {
            recalls: format!("{}/api/v1/recalls", args.server.trim_end_matches('/')),
            token: token.transpose()?.map(first_line),
            lang: args.lang.clone(),
            agent: ureq::Agent::config_builder().http_status_as_error(false).build().new_agent(),
        })
    }

    fn get(&self, path: &str) -> Result<Value, Failure> {
        let asked = self.agent.get(format!("{}{path}", self.recalls));
        self.answered(asked.header("Accept-Language", &self.lang).call()?)
    }

    fn post(&self, path: &str, key: Option<&str>, body: &[u8]) -> Result<Value, Failure> {
        let token = self.token.as_ref();
        let token = token.ok_or(Ended::Asked("this needs a token: --token-file FILE"))?;
        let asked = self.agent.post(format!("{}{path}", self.recalls));
        let mut asked = asked
            .header("Authorization", &format!("Bearer {token}"))
            .header("Accept-Language", &self.lang)
            .header("Content-Type", "application/json");
        if path != "/preview" {
            let derived = format!("cli-{}", digest(path, body));
            asked = asked.header("Idempotency-Key", key.unwrap_or(&derived));
        }
        self.answered(asked.send(body)?)
    }

    fn answered(&self, mut answer: ureq::http::Response<ureq::Body>) -> Result<Value, Failure> {
        let body = answer.body_mut().with_config().limit(ANSWER_BYTES).read_to_string()?;
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        if answer.status().is_success() {
            return Ok(body);
        }
        let said = refusal(answer.status().as_u16(), &body);
        if answer.status().is_client_error() {
            Err(Ended::Refused(said).into())
        } else {
            Err(said.into())
        }
    }

    /// Sends a scope and waits, with a bar, until nothing is left to follow.
    fn follow(&self, path: &str, sent: &Sent, body: &[u8]) -> Outcome {
        let done = self.post(path, sent.key.as_deref(), body)?;
        let Some(id) = done.get("id").and_then(Value::as_str).map(str::to_owned) else {
            // The authority chose four eyes: nothing is open before a second post agrees.
            say(&serde_json::to_string_pretty(&done)?);
            return Ok(());
        };
        let until = Instant::now() + Duration::from_secs(sent.wait);
        let bar = waiting("lots");
        loop {
            let shown = self.get(&format!("/{}", encode_segment(&id)))?;
            let batches = shown.pointer("/reach/batches").and_then(Value::as_u64).unwrap_or(0);
            bar.set_length(batches);
            bar.set_position(batches);
            if shown.pointer("/reach/state").and_then(Value::as_str) != Some("running") {
                break;
            }
            if Instant::now() >= until {
                bar.finish_and_clear();
                return Err(Ended::StillFollowed { id, batches }.into());
            }
            pause();
        }
        bar.finish_and_clear();
        say(&serde_json::to_string_pretty(&done)?);
        Ok(())
    }
}

fn stepped(service: &Service, word: &str, step: &Step) -> Outcome {
    let body = match (&step.file, &step.organization) {
        (Some(file), _) => read(file)?,
        (None, Some(organization)) => {
            let scope = json!({
                "organization": organization, "product": step.product, "lots": step.lot,
            });
            serde_json::to_vec(&json!({"scope": scope, "reason": step.reason.said()?}))?
        }
        (None, None) => return Err(Ended::Asked(BY_FILE_OR_LOTS).into()),
    };
    service.follow(&format!("/{}/{word}", encode_segment(&step.id)), &step.sent, &body)
}

const BY_FILE_OR_LOTS: &str = "name what to change: a FILE, or --organization, --product and --lot";

fn ended(service: &Service, word: &str, end: &End) -> Outcome {
    let body = match &end.file {
        Some(file) => read(file)?,
        None => serde_json::to_vec(&json!({"reason": end.reason.said()?}))?,
    };
    let path = format!("/{}/{word}", encode_segment(&end.id));
    let done = service.post(&path, end.key.as_deref(), &body)?;
    say(&serde_json::to_string_pretty(&done)?);
    Ok(())
}

impl Reason {
    fn said(&self) -> Result<Value, Ended> {
        let mut said = Map::new();
        for (lang, text) in [("zh", &self.reason_zh), ("en", &self.reason_en)] {
            said.extend(text.as_ref().map(|text| (lang.to_owned(), text.as_str().into())));
        }
        match said.is_empty() {
            true => Err(Ended::Asked("say why: --reason-zh TEXT or --reason-en TEXT, or a FILE")),
            false => Ok(Value::Object(said)),
        }
    }
}

/// A line for each: number, state, class, day, reason.
fn list(service: &Service, state: Option<&str>, count: usize) -> Outcome {
    let state = state.map(|word| format!("&state={}", encode_segment(word))).unwrap_or_default();
    let (mut left, mut cursor) = (count, String::new());
    while left > 0 {
        let limit = left.min(PAGE_ROWS_MAX);
        let page = service.get(&format!("?limit={limit}{state}{cursor}"))?;
        let items = page.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        left = left.saturating_sub(items.len());
        items.iter().for_each(|item| say(&line(item, &service.lang)));
        match page.get("next").and_then(Value::as_str) {
            Some(next) if !items.is_empty() => cursor = format!("&cursor={}", encode_segment(next)),
            _ => break,
        }
    }
    Ok(())
}

fn line(item: &Value, lang: &str) -> String {
    let text = |pointer: &str| item.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let class = item.get("class").and_then(Value::as_u64);
    let class = class.map_or_else(|| "-".to_owned(), |class| class.to_string());
    let day = text("/openedAt").get(..10).unwrap_or_default().to_owned();
    let named = [lang, "en", "zh"].map(|lang| text(&format!("/reason/{lang}")).to_owned());
    let reason = named.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    plain(&format!("{}  {:<6}  {class}  {day}  {reason}", text("/id"), text("/state")))
}

/// What is wrong, and where.
fn refusal(status: u16, problem: &Value) -> String {
    let text = |value: &Value, name: &str| {
        value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let mut lines =
        vec![format!("{status} {}: {}", text(problem, "code"), text(problem, "detail"))];
    for error in problem.get("errors").and_then(Value::as_array).into_iter().flatten() {
        let [pointer, code, message] = ["pointer", "code", "message"].map(|name| text(error, name));
        lines.push(format!("  {pointer} {code}: {message}"));
    }
    lines.iter().map(|line| plain(line)).collect::<Vec<_>>().join("\n")
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = match file.as_os_str() == "-" {
        true => {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map(|_| bytes)
        }
        false => std::fs::read(file),
    };
    Ok(bytes.map_err(|error| format!("{}: {error}", file.display()))?)
}

fn digest(path: &str, body: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.as_bytes()).update(b"\n").update(body);
    hasher.finalize().to_hex().get(..32).unwrap_or_default().to_owned()
}
