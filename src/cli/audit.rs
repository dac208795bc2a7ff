//! `suyuan audit`: whether a service rewrote its history since the last look, from outside and without
//! trusting it; and whether a proof file or a check record holds, without network.

use super::{AuditArgs, Outcome, plain, progress, say};
use crate::codec::canonical::to_bytes;
use crate::log::checkpoint::Checkpoint;
use crate::log::follow::Follower;
use crate::log::note::{Note, Verifier};
use crate::log::proof::Proof;
use crate::log::seal::Seal;
use crate::log::tile::{Content, TILE_WIDTH_COUNT, Tile};
use crate::log::tree::{Node, leaf_hash};
use crate::log::{Hash, from_base64, to_base64};
use crate::store::keyring::write_private;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

type Failure = Box<dyn std::error::Error>;

/// What an auditor remembers from one run to the next.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// The log's key.
    key: String,
    /// The checkpoint that was verified last, with its signatures.
    checkpoint: String,
    /// Hashes at the right edge of its tree, base64.
    edge: Vec<String>,
}

/// Follows a log, or checks a file.
pub(super) fn audit(args: &AuditArgs) -> Outcome {
    if Path::new(&args.target).is_file() {
        return file(Path::new(&args.target), args.key.as_deref());
    }
    let log = Log::at(&args.target);
    let kept = kept(&args.state)?;
    let key = key(&log, args.key.as_deref(), kept.as_ref())?;
    let note = log.text("checkpoint")?;
    let note = Note::parse(note.as_bytes())?;
    let now = Checkpoint::signed_by(&note, &key)
        .map_err(|error| format!("the checkpoint is not signed by {}: {error}", key.name()))?;
    let mut follower = match &kept {
        Some(kept) => resume(kept, &key)?,
        None => Follower::default(),
    };
    let seen = follower.size();
    if now.size < seen {
        return Err(format!(
            "the log was rolled back: it had {seen} facts when last seen and has {} now; keep {} as evidence",
            now.size, args.state.display()
        )
        .into());
    }
    let facts = follow(&log, &mut follower, now.size)?;
    if follower.root() != now.root {
        let what = if facts == 0 { "two states of one size" } else { "a rewritten history" };
        return Err(format!(
            "the facts do not lead to the checkpoint: {what}; keep {} and {} as evidence",
            args.state.display(),
            log.url("checkpoint")
        )
        .into());
    }
    keep(&args.state, &key, &note, &follower)?;
    say(&format!(
        "{}: {} facts, {facts} of them new; every entry, tile and hash leads to the signed root {}",
        key.name(),
        now.size,
        to_base64(&now.root)
    ));
    Ok(())
}

/// A log's address.
struct Log {
    prefix: String,
    agent: ureq::Agent,
}

impl Log {
    fn at(url: &str) -> Self {
        let prefix = format!("{}/log", url.trim_end_matches('/').trim_end_matches("/log"));
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        Self { prefix, agent }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.prefix)
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let url = self.url(path);
        let mut answer = self.agent.get(&url).call()?;
        if answer.status() != 200 {
            return Err(format!("{url} answered {}", answer.status()).into());
        }
        Ok(answer.body_mut().with_config().limit(FILE_BYTES).read_to_vec()?)
    }

    fn text(&self, path: &str) -> Result<String, Failure> {
        Ok(String::from_utf8(self.bytes(path)?)?)
    }
}

/// Largest file that is read: a whole bundle of the largest entries.
const FILE_BYTES: u64 = 256 * (65_535 + 2);

/// The key to verify with: the one named, else the one known from the last run, else, at the first run,
/// the one that the service names. It may not change.
fn key(log: &Log, named: Option<&str>, kept: Option<&Kept>) -> Result<Verifier, Failure> {
    let text = match (named, kept) {
        (Some(named), _) => named.to_owned(),
        (None, Some(kept)) => kept.key.clone(),
        (None, None) => log.text("vkey")?.trim().to_owned(),
    };
    let key = Verifier::parse(&text).ok_or("that is no verifier key: name+id+key")?;
    if kept.is_some_and(|kept| kept.key != key.to_string()) {
        return Err("the log's key is another one than at the last run".into());
    }
    Ok(key)
}

/// Reads the facts up to a size; every entry and every tile that is new has to fit what they come to.
/// Returns how many were new.
fn follow(log: &Log, follower: &mut Follower, size: u64) -> Result<u64, Failure> {
    let began = follower.size();
    let bar = progress(size - began, "facts");
    let mut upper: BTreeMap<(u8, u64), Hash> = BTreeMap::new();
    while follower.size() < size {
        let index = follower.size() / TILE_WIDTH_COUNT;
        let width = (size - index * TILE_WIDTH_COUNT).min(TILE_WIDTH_COUNT);
        let width = u16::try_from(width)?;
        let tile = |content| Tile { content, index, width };
        let entries = entries(&log.bytes(&tile(Content::Entries).to_string())?)?;
        let hashes = log.bytes(&tile(Content::Hashes { level: 0 }).to_string())?;
        let first = index * TILE_WIDTH_COUNT;
        if entries.len() != usize::from(width) || hashes.len() != 32 * usize::from(width) {
            return Err(format!("the files of facts from {first} have another length").into());
        }
        for ((position, entry), hash) in (first..).zip(entries).zip(hashes.chunks(32)) {
            if position < follower.size() {
                continue;
            }
            let leaf = leaf_hash(&entry);
            if leaf != *hash || !says(&entry, position) {
                return Err(format!("fact {position} is not the one that the log holds").into());
            }
            follower.push(leaf, |Node { level, index }, hash| {
                if level > 0 && level % 8 == 0 {
                    upper.insert((level / 8, index), hash);
                }
            });
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    tiles_above(log, &upper, size)?;
    Ok(size - began)
}

/// Whether an entry states its own place.
fn says(entry: &[u8], position: u64) -> bool {
    let envelope: Option<Value> = serde_json::from_slice(entry).ok();
    envelope.is_some_and(|envelope| envelope.get("position") == Some(&position.into()))
}

/// Compares the new hashes of upper tiles with what was computed.
fn tiles_above(log: &Log, upper: &BTreeMap<(u8, u64), Hash>, size: u64) -> Outcome {
    let mut read: Option<(Tile, Vec<u8>)> = None;
    for ((level, at), wanted) in upper {
        let index = at / TILE_WIDTH_COUNT;
        let hashes = size.checked_shr(8 * u32::from(*level)).unwrap_or_default();
        let width = (hashes - index * TILE_WIDTH_COUNT).min(TILE_WIDTH_COUNT);
        let tile = Tile {
            content: Content::Hashes { level: *level },
            index,
            width: u16::try_from(width)?,
        };
        if read.as_ref().is_none_or(|(known, _)| *known != tile) {
            read = Some((tile, log.bytes(&tile.to_string())?));
        }
        let place = usize::try_from(at % TILE_WIDTH_COUNT)?;
        let found = read.as_ref().and_then(|(_, bytes)| bytes.chunks(32).nth(place));
        if found != Some(wanted.as_slice()) {
            return Err(format!("{tile} does not fit the facts").into());
        }
    }
    Ok(())
}

/// The entries of a bundle, each behind its length.
fn entries(mut bytes: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, rest) =
            rest.split_at_checked(length).ok_or("a bundle of entries is cut off")?;
        entries.push(entry.to_vec());
        bytes = rest;
    }
    Ok(entries)
}

fn kept(path: &Path) -> Result<Option<Kept>, Failure> {
    if !path.exists() {
        return Ok(None);
    }
    let bytes = std::fs::read(path)?;
    let kept = serde_json::from_slice(&bytes);
    Ok(Some(kept.map_err(|error| format!("{}: {error}", path.display()))?))
}

/// Where the last run ended; what it kept is believed no more than the signature in it.
fn resume(kept: &Kept, key: &Verifier) -> Result<Follower, Failure> {
    let broken = "the kept state is not that of a verified checkpoint; look from the start with another --state";
    let note = Note::parse(kept.checkpoint.as_bytes()).map_err(|_| broken)?;
    let checkpoint = Checkpoint::signed_by(&note, key).map_err(|_| broken)?;
    let edge: Option<Vec<Hash>> =
        kept.edge.iter().map(|hash| from_base64(hash)?.try_into().ok()).collect();
    let follower = edge.and_then(|edge| Follower::resume(checkpoint.size, edge)).ok_or(broken)?;
    if follower.root() == checkpoint.root { Ok(follower) } else { Err(broken.into()) }
}

fn keep(path: &Path, key: &Verifier, note: &Note, follower: &Follower) -> Outcome {
    let edge = follower.edge().iter().map(|hash| to_base64(hash)).collect();
    let kept = Kept { key: key.to_string(), checkpoint: note.to_string(), edge };
    Ok(write_private(path, serde_json::to_string_pretty(&kept)?.as_bytes())?)
}

/// Checks a proof file, or a check record that a reader kept, with the log's key alone.
fn file(path: &Path, key: Option<&str>) -> Outcome {
    let key = key.ok_or("a file is checked with the log's key: --key NAME+ID+KEY")?;
    let key = Verifier::parse(key).ok_or("that is no verifier key: name+id+key")?;
    let bytes = std::fs::read(path)?;
    if bytes.trim_ascii_start().starts_with(b"{") {
        record(&bytes, &key)
    } else {
        proof(&bytes, &key)
    }
}

/// The signature covers the canonical bytes of everything but itself.
fn record(bytes: &[u8], key: &Verifier) -> Outcome {
    let mut record: Map<String, Value> = serde_json::from_slice(bytes)?;
    let seal = record.remove("seal").ok_or("the record is not signed")?;
    let note = Note::parse(seal.as_str().unwrap_or_default().as_bytes())?;
    let seal = Seal::signed_by(&note, key)?;
    let record = Value::Object(record);
    if seal.digest != Seal::digest_of(&to_bytes(&record)) {
        return Err("the record was changed after it was signed".into());
    }
    let part = |pointer| plain(record.pointer(pointer).and_then(Value::as_str).unwrap_or_default());
    say(&format!("{} {}: {}", part("/asOf"), part("/url"), part("/report/verdict")));
    say(&format!(
        "{} answers for having shown it, as of its first {} facts",
        key.name(),
        seal.size
    ));
    Ok(())
}

fn proof(bytes: &[u8], key: &Verifier) -> Outcome {
    let file = Proof::parse(bytes)?;
    let entry = file.extra.clone().ok_or("the proof does not carry its fact")?;
    let checkpoint = file.verify(&entry, key)?;
    say(&String::from_utf8_lossy(&entry));
    say(&format!("stands as fact {} of the {} in {}", file.index, checkpoint.size, key.name()));
    Ok(())
}
