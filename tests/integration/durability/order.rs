//! Invariant 1 as the kernel sees it: between the write of a group to the log and the answer 201 stands
//! the sync of that log.

use crate::process::{Server, binary, operator, signal, with_maker};
use std::collections::BTreeMap;
use std::process::Command;

const CALLS: &str = "trace=write,pwrite64,writev,sendto,sendmsg,fdatasync,fsync";

#[test]
fn no_answer_before_the_sync() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let trace = folder.path().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-s", "32", "-e", CALLS, "-o"]).arg(&trace).arg(binary());
    let mut server = Server::launch(command, &data);
    let service = Traced::child_of(server.id());
    with_maker(server.address, &operator(&data));
    signal("TERM", service.0);
    assert!(server.wait().success());
    // Organization, token, product.
    assert_eq!(answers_after_sync(&std::fs::read_to_string(&trace).unwrap()), Ok(3));
}

/// The reading of traces itself: it must see a missing, a failed and a late sync.
#[test]
fn a_trace_without_its_sync_is_seen() {
    const WRITE: &str = "11 write(8</d/store/000004.log>, \"\\262\"..., 99) = 99\n";
    const SYNC: &str = "11 fdatasync(8</d/store/000004.log>) = 0\n";
    const OTHER: &str = "11 fdatasync(9</d/store/000005.log>) = 0\n";
    const FAILED: &str = "11 fdatasync(8</d/store/000004.log>) = -1 EIO (Input/output error)\n";
    const BEGUN: &str = "11 fdatasync(8</d/store/000004.log> <unfinished ...>\n";
    const ENDED: &str = "11 <... fdatasync resumed>) = 0\n";
    const ELSEWHERE: &str = "12 <... fdatasync resumed>) = 0\n";
    const ANSWER: &str = "12 writev(4<socket:[1]>, [{iov_base=\"HTTP/1.1 201 Created\\r\\n\"...\n";
    let rows: [(&[&str], Result<usize, usize>); 12] = [
        (&[WRITE, SYNC, ANSWER], Ok(1)),
        (&[WRITE, SYNC, ANSWER, WRITE, SYNC, ANSWER], Ok(2)),
        (&[WRITE, BEGUN, ENDED, ANSWER], Ok(1)),
        (&[WRITE, ANSWER], Err(2)),
        (&[ANSWER], Err(1)),
        (&[WRITE, SYNC, ANSWER, ANSWER], Err(4)),
        (&[WRITE, ANSWER, SYNC], Err(2)),
        (&[WRITE, OTHER, ANSWER], Err(3)),
        (&[WRITE, FAILED, ANSWER], Err(3)),
        (&[WRITE, BEGUN, ANSWER, ENDED], Err(3)),
        (&[WRITE, BEGUN, ELSEWHERE, ANSWER], Err(4)),
        (&[BEGUN, WRITE, ENDED, ANSWER], Err(4)),
    ];
    for (lines, expected) in rows {
        assert_eq!(answers_after_sync(&lines.concat()), expected, "{lines:?}");
    }
}

/// How many answers 201 there are; an error is the line of one with nothing written to a log since the
/// answer before it, or with something written that was not synced.
fn answers_after_sync(trace: &str) -> Result<usize, usize> {
    // Writes to each log, and how many of them are synced.
    let mut logs: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    // Syncs under way: by thread, the log and its writes when the sync began.
    let mut syncing: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let (mut answers, mut answered_writes) = (0, 0);
    for (at, line) in trace.lines().enumerate() {
        let (thread, call) = line.split_once(' ').unwrap_or((line, ""));
        let call = call.trim_start();
        let name = call.split(['(', ' ']).next().unwrap_or_default();
        let file = call.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        let file = file.map_or("", |(file, _)| file);
        let is_log = file.contains("/store/") && file.ends_with(".log");
        let done = call.ends_with("= 0");
        if call.starts_with("<... fdatasync resumed") || call.starts_with("<... fsync resumed") {
            if let (true, Some((log, written))) = (done, syncing.remove(thread)) {
                logs.entry(log).or_default().1 = written;
            }
        } else if is_log && ["write", "writev", "pwrite64"].contains(&name) {
            logs.entry(file).or_default().0 += 1;
        } else if is_log && ["fdatasync", "fsync"].contains(&name) {
            let (written, synced) = logs.entry(file).or_default();
            if done {
                *synced = *written;
            } else if call.ends_with("<unfinished ...>") {
                syncing.insert(thread, (file, *written));
            }
        } else if file.starts_with("socket:") && call.contains("HTTP/1.1 201") {
            let writes = logs.values().map(|(written, _)| written).sum();
            let synced = logs.values().all(|(written, synced)| written == synced);
            if !synced || writes == answered_writes {
                return Err(at + 1);
            }
            (answers, answered_writes) = (answers + 1, writes);
        }
    }
    Ok(answers)
}

/// The service under strace, which must not outlive the test.
struct Traced(u32);

impl Traced {
    /// The one child of strace.
    fn child_of(strace: u32) -> Self {
        let children = format!("/proc/{strace}/task/{strace}/children");
        let children = std::fs::read_to_string(children).unwrap();
        Self(children.trim().parse().unwrap())
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        if std::thread::panicking() {
            signal("KILL", self.0);
        }
    }
}
