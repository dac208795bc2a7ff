//! The commands of the binary. Each is a thin use of `app`, `ledger` and `http`; help texts teach.

mod audit;
mod backup;
mod demo;
mod import;
mod lineage;
pub mod logging;
mod lookup;
mod recall;
pub mod serve;
mod upkeep;
mod world;

use crate::domain::letters::is_unsafe;
use crate::limits::SCAN_RETENTION_DAYS_DEFAULT;
use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// How often work that a service does is asked for.
const POLL: Duration = Duration::from_millis(200);

/// Suyuan 溯源: where a unit comes from, what is in it, whether it was tested, whether it is recalled.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service on a data folder (created when it is not there).
    ///
    /// The first start prints an operator token once; with --token-file it is written there instead.
    /// With that token admit an organization, give it a token, and it can register its products.
    Serve(ServeArgs),
    /// Run a filled service on a throw-away store: tokens of each role, codes to try, their pages.
    Demo(DemoArgs),
    /// Make a new operator token when the first one is lost (service stopped).
    Token(DataArgs),
    /// Add, retire or declare exposed a unit key (service stopped).
    UnitKey(UnitKeyArgs),
    /// Look up a code, an address or the picture of a label, and print its trace report.
    Lookup(LookupArgs),
    /// Follow a lot back to what it was made from, or forward to what it went into.
    Lineage(LineageArgs),
    /// Follow a service's public log from outside: whether its history was rewritten since the last run.
    ///
    /// Reads every new fact and every hash, and verifies the signed checkpoint. With the name of a proof
    /// file instead of an address, checks that file, without network.
    Audit(AuditArgs),
    /// Count, open, change, end, list and show recalls of a service.
    ///
    /// Ends with 0 when it is done, 1 when it failed, 2 when it was asked wrongly, 3 when the service
    /// refused it, 4 when the recall is open and still being followed after --wait.
    Recall(recall::RecallArgs),
    /// Bring in records from a CSV, XLSX or NDJSON file: tried first, then all or those that can be taken.
    Import(import::ImportArgs),
    /// Check the whole ledger: chain, commitments, and that the views equal a replay.
    Verify(VerifyArgs),
    /// Make every view again from the facts (service stopped).
    Rebuild(DataArgs),
    /// Copy the ledger to a new folder, its keys into an encrypted file; the service may be running.
    Backup(BackupArgs),
    /// Put a backup into a new data folder.
    Restore(RestoreArgs),
    /// Go on under a new name of the log where only an older copy of the store is left (service stopped).
    ContinueLog(ContinueArgs),
}

/// Where the data is.
#[derive(Debug, clap::Args)]
struct DataArgs {
    /// Data folder.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(Debug, clap::Args)]
struct ServeArgs {
    /// Data folder.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Address to listen on; put a TLS proxy before it.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Scheme and host that labels carry, e.g. <https://t.example.cn>. It outlives the software: choose well.
    #[arg(long, value_name = "URL")]
    public_url: String,
    /// A host of labels printed earlier that also leads here.
    #[arg(long, value_name = "HOST")]
    also_host: Vec<String>,
    /// Network whose X-Forwarded-For is believed, e.g. 10.0.0.0/8.
    #[arg(long, value_name = "CIDR")]
    trusted_proxy: Vec<ipnet::IpNet>,
    /// Write the first operator token to this file (mode 0600) instead of printing it.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Keep the last signed state of the log in this file, on another disk than the data: an older copy of the
    /// store is then refused.
    #[arg(long, value_name = "FILE")]
    high_water: Option<PathBuf>,
    /// A file by which WeChat or Alipay checks that the address is ours, served under NAME at the root and
    /// below each prefix of labels (/c/, /o/, /01/), e.g. `MP_verify_x.txt=verify.txt`. May be repeated.
    #[arg(long, value_name = "NAME=PATH")]
    check_file: Vec<String>,
    /// Zone in which dates are judged; fixed when the ledger is opened. [default: Asia/Shanghai]
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Which patterns of scans are unusual, instead of the file that comes with the program.
    #[arg(long, value_name = "FILE")]
    scan_patterns: Option<PathBuf>,
    /// Days that counts of a code are kept after its last scan.
    #[arg(long, value_name = "DAYS", default_value_t = SCAN_RETENTION_DAYS_DEFAULT)]
    scan_retention_days: u32,
    /// Append the log (JSON, one line an event) to this file instead of standard error.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// For development: webhooks may lead to this machine, without encryption.
    #[arg(long)]
    webhook_loopback: bool,
    /// For demonstrations: alerts of recalls say that they are tests.
    #[arg(long)]
    test_alerts: bool,
}

#[derive(Debug, clap::Args)]
struct DemoArgs {
    /// Keep the store here instead of in a folder that is deleted at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Also write the tokens here, a line each: role, organization, token.
    #[arg(long, value_name = "FILE")]
    tokens_file: Option<PathBuf>,
    /// Also write the codes to try here, a line each: address, title in English, title in Chinese,
    /// parted by tabs.
    #[arg(long, value_name = "FILE")]
    codes_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct UnitKeyArgs {
    /// Data folder.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// What to do: `add`, `retire` (print no more with it) or `expose` (others know it: its codes then say so).
    #[arg(value_parser = ["add", "retire", "expose"])]
    change: String,
    /// Slot of the key, 0 to 30; not for `add`.
    #[arg(default_value_t = 0)]
    slot: u8,
}

#[derive(Debug, clap::Args)]
struct LookupArgs {
    /// A code as printed, a whole address, or a PNG file of a label.
    #[arg(value_name = "CODE|URL|FILE")]
    code: String,
    /// The service to ask.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// Language of the texts: zh or en.
    #[arg(long, default_value = "en")]
    lang: String,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct LineageArgs {
    /// Organization of the lot.
    #[arg(value_name = "ORG")]
    organization: String,
    /// Its code of the product.
    product: String,
    /// The lot.
    lot: String,
    /// What went into it (the default).
    #[arg(long, conflicts_with = "forward")]
    back: bool,
    /// What it went into.
    #[arg(long)]
    forward: bool,
    /// How many steps to go at most.
    #[arg(long, value_name = "N")]
    depth: Option<u32>,
    /// The service to ask.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// File whose first line is a token of the lot's firm, or of its regulator.
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// How to print it.
    #[arg(long, default_value = "tree", value_parser = ["tree", "json", "csv", "graphml", "dot", "svg"])]
    format: String,
    /// Language of names: zh or en.
    #[arg(long, default_value = "en")]
    lang: String,
}

#[derive(Debug, clap::Args)]
struct AuditArgs {
    /// Address of the service, a .tlog-proof file, or a check record kept as JSON.
    #[arg(value_name = "URL|FILE")]
    target: String,
    /// The log's key as NAME+ID+KEY, from a source you trust; without it, the first run believes the service.
    #[arg(long, value_name = "VKEY")]
    key: Option<String>,
    /// What this auditor has seen so far (made at the first run).
    #[arg(long, value_name = "FILE", default_value = "suyuan-audit.json")]
    state: PathBuf,
}

#[derive(Debug, clap::Args)]
struct ContinueArgs {
    /// Data folder with the older copy.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// What the service kept as --high-water: the state that the log had published.
    #[arg(long, value_name = "FILE")]
    high_water: PathBuf,
    /// New name of the log, e.g. t.example.cn/log/2.
    #[arg(long, value_name = "NAME")]
    origin: String,
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// Data folder.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Check beside a running service, as of now.
    #[arg(long)]
    live: bool,
}

#[derive(Debug, clap::Args)]
struct BackupArgs {
    /// Data folder.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// New folder for the copy.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// File whose first line is the passphrase for the keys.
    #[arg(long, value_name = "FILE")]
    passphrase_file: PathBuf,
}

#[derive(Debug, clap::Args)]
struct RestoreArgs {
    /// New data folder; it must not exist yet.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Folder of the backup.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// File whose first line is the passphrase for the keys.
    #[arg(long, value_name = "FILE")]
    passphrase_file: PathBuf,
    /// A newer backup of the same ledger: what was erased since is left out here too.
    #[arg(long, value_name = "DIR")]
    erasures: Option<PathBuf>,
}

/// What a command ends with when it fails: one sentence for a person.
type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Runs the command line.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(args) => serve::serve(args),
        Command::Demo(args) => demo::demo(&args),
        Command::Token(args) => upkeep::token(&args.data),
        Command::UnitKey(args) => upkeep::unit_key(&args),
        Command::Lookup(args) => lookup::lookup(&args),
        Command::Lineage(args) => lineage::lineage(&args),
        Command::ContinueLog(args) => upkeep::continue_log(&args),
        Command::Audit(args) => audit::audit(&args),
        Command::Recall(args) => recall::recall(&args),
        Command::Import(args) => import::import(&args),
        Command::Verify(args) => upkeep::verify(&args),
        Command::Rebuild(args) => upkeep::rebuild(&args.data),
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&format!("suyuan: {error}"));
            let code = error.downcast_ref::<recall::Ended>().map(recall::Ended::code);
            code.map_or(ExitCode::FAILURE, ExitCode::from)
        }
    }
}

/// Prints a line for the person at the terminal.
#[expect(clippy::print_stdout, reason = "the terminal is what a command line is for")]
fn say(line: &str) {
    println!("{line}");
}

/// Prints a line about what went wrong.
#[expect(clippy::print_stderr, reason = "the terminal is what a command line is for")]
fn say_error(line: &str) {
    eprintln!("{line}");
}

/// A progress bar over something fetched, whose number shows with the first answer.
fn waiting(what: &'static str) -> indicatif::ProgressBar {
    progress(0, what)
}

/// A progress bar over facts, for long work.
fn progress(total: u64, what: &'static str) -> indicatif::ProgressBar {
    let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    let bar = indicatif::ProgressBar::new(total).with_message(what);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Text of others without what could steer a terminal.
fn plain(text: &str) -> String {
    text.chars().map(|letter| if is_unsafe(letter) { '\u{fffd}' } else { letter }).collect()
}

/// Waits a little before asking again: the service has no way to ring a command line.
#[expect(clippy::disallowed_methods, reason = "nothing to wait on but the clock")]
fn pause() {
    std::thread::sleep(POLL);
}
