//! `backup` and `restore`: a logical copy of every row, so that what was erased is not in it, and the
//! keys in a file of their own, encrypted with a passphrase (Argon2id, XChaCha20-Poly1305).

use super::upkeep::must_exist;
use super::{BackupArgs, Outcome, RestoreArgs, progress, say};
use crate::app::private_folder;
use crate::clock::Entropy;
use crate::ledger::replay;
use crate::ledger::verify::evidence;
use crate::store::db::Db;
use crate::store::evidence::Files;
use crate::store::keyring::write_private;
use crate::store::layout::Family;
use crate::views::query;
use argon2::Argon2;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use std::collections::BTreeMap;
use std::path::Path;

const KEYS_FILE: &str = "keys.encrypted";
const MAGIC: &[u8] = b"suyuan-keys-1\n";
const SALT_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

type Failure = Box<dyn std::error::Error>;

/// Copies a ledger, running or not.
pub(super) fn backup(args: &BackupArgs) -> Outcome {
    must_exist(&args.data)?;
    must_be_new(&args.to)?;
    let passphrase = passphrase(&args.passphrase_file)?;
    let db = Db::open_read_only(&args.data.join("store"))?;
    private_folder(&args.to)?;
    let facts = copy(&db, &args.to.join("store"), "copying")?;
    let files = copy_evidence(&args.data, &args.to)?;
    let sealed = seal(&keys(&args.data.join("keys"))?, &passphrase)?;
    write_private(&args.to.join(KEYS_FILE), &sealed)?;
    say(&format!(
        "{facts} facts and {files} files of evidence copied to {}; keep the passphrase elsewhere: without it the keys are lost",
        args.to.display()
    ));
    Ok(())
}

/// Puts a backup into a new data folder.
pub(super) fn restore(args: &RestoreArgs) -> Outcome {
    must_exist(&args.from)?;
    must_be_new(&args.data)?;
    let sealed = std::fs::read(args.from.join(KEYS_FILE))?;
    let keys = open(&sealed, &passphrase(&args.passphrase_file)?)?;
    let db = Db::open_read_only(&args.from.join("store"))?;
    private_folder(&args.data)?;
    private_folder(&args.data.join("keys"))?;
    for (name, text) in keys {
        write_private(&args.data.join("keys").join(name), text.as_bytes())?;
    }
    let facts = copy(&db, &args.data.join("store"), "restoring")?;
    let files = copy_evidence(&args.from, &args.data)?;
    let left_out = match &args.erasures {
        Some(newer) => apply_erasures(newer, &args.data)?,
        None => 0,
    };
    say(&format!(
        "{facts} facts and {files} files of evidence restored to {}, {left_out} erased sections and files left out",
        args.data.display()
    ));
    Ok(())
}

/// Every row of every family, in a new store; returns the number of facts. Who was counted today stays
/// behind: with the key of the day it could be told apart for as long as the copy is kept.
fn copy(from: &Db, target: &Path, what: &'static str) -> Result<u64, Failure> {
    let snapshot = from.snapshot();
    let facts = query::facts(&snapshot)?;
    let bar = progress(Family::ALL.len() as u64, what);
    let to = Db::open(target, None)?;
    let mut envelopes = 0;
    replay::mark(&to, Some(replay::COPY_PENDING))?;
    for family in Family::ALL.iter().filter(|family| **family != Family::ScanSessions) {
        let mut batch = crate::store::db::Batch::default();
        let mut bytes = 0;
        snapshot.each(*family, &[], |key, value| {
            envelopes += u64::from(*family == Family::Facts);
            to.change(&mut batch, (*family, key, Some(value)))?;
            bytes += key.len() + value.len();
            if bytes > COPY_BYTES {
                bytes = 0;
                to.write_unsynced(std::mem::take(&mut batch))?;
            }
            Ok(())
        })?;
        to.write_unsynced(batch)?;
        bar.inc(1);
    }
    if envelopes != facts {
        return Err("the service replaced its files while they were read; copy again".into());
    }
    to.flush()?;
    replay::mark(&to, None)?;
    bar.finish_and_clear();
    Ok(facts)
}

/// The files of evidence that the copied ledger names, each held against its name.
fn copy_evidence(from: &Path, to: &Path) -> Result<usize, Failure> {
    let copied = Db::open_read_only(&to.join("store"))?;
    let snapshot = copied.snapshot();
    let (source, target) = (Files::open(from)?, Files::open(to)?);
    let mut count = 0;
    for (hash, position) in evidence::named(&snapshot)? {
        let Some(bytes) = source.read(hash)? else {
            if evidence::is_left_out(&snapshot, hash)? {
                continue;
            }
            return Err(format!(
                "fact {position}: its file of evidence is missing; if it was erased just now, copy again"
            )
            .into());
        };
        let mut draft = target.draft()?;
        draft.write(&bytes)?;
        target.keep(&draft)?;
        count += 1;
    }
    Ok(count)
}

/// Bytes written at a time.
const COPY_BYTES: usize = 4 * 1024 * 1024;

/// Deletes from a restored store what a newer backup shows as erased.
fn apply_erasures(newer: &Path, data: &Path) -> Result<usize, Failure> {
    let newer = Db::open_read_only(&newer.join("store"))?;
    let erased = crate::ledger::verify::erased(&newer.snapshot())?;
    let db = Db::open(&data.join("store"), None)?;
    let first = |db: &Db| query::receipt(&db.snapshot(), 0);
    if first(&newer)? != first(&db)? {
        return Err("the backup named by --erasures is of another ledger".into());
    }
    let count = crate::ledger::verify::leave_out(&db, &erased)?;
    db.scrub(Family::Sections, &[], &[u8::MAX; 16])?;
    Ok(count + evidence::leave_out(&db, &Files::open(data)?, &newer.snapshot())?)
}

fn keys(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut keys = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str())
            && path.extension().is_some_and(|extension| extension == "key")
        {
            keys.insert(name.to_owned(), std::fs::read_to_string(&path)?);
        }
    }
    Ok(keys)
}

fn seal(keys: &BTreeMap<String, String>, passphrase: &str) -> Result<Vec<u8>, Failure> {
    let salt = Entropy::System.bytes32()?;
    let nonce = Entropy::System.bytes32()?;
    let nonce = nonce.first_chunk::<NONCE_BYTES>().ok_or("no nonce")?;
    let plain = serde_json::to_vec(keys)?;
    let sealed = cipher(passphrase, &salt)?.encrypt(XNonce::from_slice(nonce), plain.as_slice());
    let sealed = sealed.map_err(|_| "the keys cannot be encrypted")?;
    Ok([MAGIC, salt.as_slice(), nonce, &sealed].concat())
}

fn open(bytes: &[u8], passphrase: &str) -> Result<BTreeMap<String, String>, Failure> {
    let rest = bytes.strip_prefix(MAGIC).ok_or("this is no key file of a backup")?;
    let (salt, rest) = rest.split_at_checked(SALT_BYTES).ok_or("the key file is cut short")?;
    let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES).ok_or("the key file is cut short")?;
    let plain = cipher(passphrase, salt)?.decrypt(XNonce::from_slice(nonce), sealed);
    let plain = plain.map_err(|_| "the passphrase does not open the keys")?;
    let keys: BTreeMap<String, String> = serde_json::from_slice(&plain)?;
    let plain_name = |name: &String| !name.contains(['/', '\\']) && name.ends_with(".key");
    if keys.keys().all(plain_name) {
        Ok(keys)
    } else {
        Err("the key file names strange files".into())
    }
}

fn cipher(passphrase: &str, salt: &[u8]) -> Result<XChaCha20Poly1305, Failure> {
    let mut key = [0; 32];
    Argon2::default()
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(|error| format!("the passphrase cannot be used: {error}"))?;
    Ok(XChaCha20Poly1305::new(&key.into()))
}

fn passphrase(file: &Path) -> Result<String, Failure> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let line = text.lines().next().unwrap_or_default().to_owned();
    if line.chars().count() < 12 {
        return Err("the passphrase needs at least 12 characters".into());
    }
    Ok(line)
}

fn must_be_new(folder: &Path) -> Outcome {
    if folder.exists() {
        return Err(format!("{} is there already; name a new folder", folder.display()).into());
    }
    Ok(())
}
