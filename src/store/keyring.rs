//! The key folder `DIR/keys`: unit keys, token pepper, retry key, seed of the log's key. Files of 64 hexadecimal digits, mode
//! 0600, never in RocksDB or a fact; a lost one cannot be made again.

use super::KeyringError;
use crate::clock::Entropy;
use crate::domain::unit_code::{KeySlot, UnitCode, UnitKey};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Keys in memory.
pub struct Keyring {
    folder: PathBuf,
    units: BTreeMap<u8, (UnitKey, [u8; 32])>,
    pepper: [u8; 32],
    retry: [u8; 32],
    log: Option<[u8; 32]>,
}

impl Keyring {
    /// Opens the folder. For a `fresh` ledger it is made with the two general keys; for another one a
    /// missing key is an error, because a new one in its place would void every token.
    pub fn open(folder: &Path, fresh: bool, entropy: &Entropy) -> Result<Self, KeyringError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(at(folder))?;
        let general = |name: &str| {
            let path = folder.join(name);
            if !fresh && !path.exists() {
                return Err(KeyringError::Lost(path.display().to_string()));
            }
            load_or_make(&path, entropy)
        };
        let (pepper, retry) = (general("token-pepper.key")?, general("retry-digest.key")?);
        let mut units = BTreeMap::new();
        for slot in 0..=30 {
            let path = unit_path(folder, slot);
            if path.exists() {
                units.insert(slot, unit_key(load(&path)?));
            }
        }
        let log = folder.join(LOG_FILE);
        let log = log.exists().then(|| load(&log)).transpose()?;
        Ok(Self { folder: folder.to_owned(), units, pepper, retry, log })
    }

    /// Makes the key of a slot, on disk before it returns; its fingerprint goes into a fact.
    pub fn add_unit_key(
        &mut self,
        slot: KeySlot,
        entropy: &Entropy,
    ) -> Result<[u8; 32], KeyringError> {
        let bytes = load_or_make(&unit_path(&self.folder, slot.get()), entropy)?;
        let (key, fingerprint) = unit_key(bytes);
        self.units.insert(slot.get(), (key, fingerprint));
        Ok(fingerprint)
    }

    /// Makes the seed of the log's key, on disk before it returns; one that is there is kept.
    pub fn add_log_seed(&mut self, entropy: &Entropy) -> Result<[u8; 32], KeyringError> {
        let seed = load_or_make(&self.folder.join(LOG_FILE), entropy)?;
        self.log = Some(seed);
        Ok(seed)
    }

    /// Seed of the key that signs the ledger as a log.
    pub fn log_seed(&self) -> Option<[u8; 32]> {
        self.log
    }

    /// Refuses a slot whose key is not there or is another one than the ledger names.
    pub fn require(&self, slot: u8, fingerprint: [u8; 32]) -> Result<(), KeyringError> {
        match self.units.get(&slot) {
            None => Err(KeyringError::Missing(slot)),
            Some((_, found)) if *found != fingerprint => Err(KeyringError::Other(slot)),
            Some(_) => Ok(()),
        }
    }

    /// The code of an ordinal.
    pub fn code(&self, slot: u8, ordinal: u64) -> Option<UnitCode> {
        self.units.get(&slot)?.0.code(KeySlot::new(slot)?, ordinal)
    }

    /// Slot and ordinal behind a code; `None` for most well-formed codes.
    pub fn decode(&self, code: &UnitCode) -> Option<(u8, u64)> {
        let slot = code.slot().get();
        Some((slot, self.units.get(&slot)?.0.decode(code)?))
    }

    /// Hash of a token's secret, as stored.
    pub fn token_hash(&self, secret: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.pepper, secret).as_bytes()
    }

    /// Key from which the secrets of webhooks are derived.
    pub fn webhook_key(&self) -> [u8; 32] {
        *blake3::keyed_hash(&self.pepper, b"suyuan.v1.webhooks\0").as_bytes()
    }

    /// Digest by which a repeated command is recognized. Keyed: a plain hash would let contents be guessed.
    pub fn retry_digest(&self, content: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.retry, content).as_bytes()
    }
}

/// Names the folder, never a key.
impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// Seed of the log's key.
const LOG_FILE: &str = "log.key";

fn unit_path(folder: &Path, slot: u8) -> PathBuf {
    folder.join(format!("unit-{slot:02}.key"))
}

fn unit_key(bytes: [u8; 32]) -> (UnitKey, [u8; 32]) {
    let fingerprint = blake3::derive_key("suyuan 2026 unit key fingerprint", &bytes);
    (UnitKey::from_bytes(bytes), fingerprint)
}

fn load_or_make(path: &Path, entropy: &Entropy) -> Result<[u8; 32], KeyringError> {
    if path.exists() {
        return load(path);
    }
    let bytes = entropy.bytes32()?;
    write_private(path, blake3::Hash::from_bytes(bytes).to_hex().as_bytes())?;
    Ok(bytes)
}

fn load(path: &Path) -> Result<[u8; 32], KeyringError> {
    let text = fs::read_to_string(path).map_err(at(path))?;
    let hash = blake3::Hash::from_hex(text.trim().as_bytes())
        .map_err(|_| KeyringError::Malformed(path.display().to_string()))?;
    Ok(*hash.as_bytes())
}

/// Writes a file only its owner can read, all of it or nothing: a half key would be worse than none.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), KeyringError> {
    let draft = path.with_extension("new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .map_err(at(&draft))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at(&draft))?;
    fs::rename(&draft, path).map_err(at(path))?;
    // A bare file name has the empty path as its folder.
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> KeyringError {
    let path = path.display().to_string();
    move |error| KeyringError::File { path: path.clone(), error }
}
