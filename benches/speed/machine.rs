//! What the figures were measured on, and the processor time of a process (Linux).

use std::fs;
use std::time::Duration;

/// Ticks of `/proc/PID/stat` per second: `USER_HZ`, 100 wherever Linux shows it.
const TICKS: u64 = 100;

/// One line: processor, cores, memory, day.
pub(crate) fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let model = line("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let memory = line("/proc/meminfo", "MemTotal").unwrap_or_default();
    let kibibytes: u64 = memory.trim_end_matches(" kB").parse().unwrap_or(0);
    let today = jiff::Zoned::now().date();
    format!("{model}, {cores} cores, {} GiB, {today}", kibibytes.div_ceil(1024 * 1024))
}

/// Processor time of a process so far, in user and kernel mode.
pub(crate) fn cpu_time(process: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("a running process");
    // The name in brackets may hold spaces; fields 14 and 15 are counted from behind it.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_ascii_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 1000 / TICKS)
}

fn line(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let found = text.lines().find(|line| line.starts_with(name))?;
    Some(found.split_once(':')?.1.trim().to_owned())
}

/// The most memory that a process ever held at once.
pub(crate) fn peak_mebibytes(process: u32) -> u64 {
    let peak = line(&format!("/proc/{process}/status"), "VmHWM").unwrap_or_default();
    peak.trim_end_matches(" kB").trim().parse::<u64>().unwrap_or(0) / 1024
}
