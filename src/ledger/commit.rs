//! A block: the facts of one group, chained by hash to the block before, with the rows that follow from
//! them. Live writes, replay and later a follower add facts the same way and write them the same way.

use super::tree;
use crate::fact::body::Private;
use crate::fact::seal::SealedFact;
use crate::log::note::Signer;
use crate::store::StoreError;
use crate::store::db::{Batch, Db, Snapshot};
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::BlockRow;
use crate::views::apply::{At, apply};

/// Section numbers, as in the keys of `sections`.
pub const SECTION_PUBLIC: u8 = 0;
/// See [`SECTION_PUBLIC`].
pub const SECTION_RESTRICTED: u8 = 1;

/// Facts of one group, with the view as it stands after them.
pub struct Block<'a> {
    pub view: Overlay<Snapshot<'a>>,
    first: u64,
    contents: Vec<[u8; 32]>,
}

impl<'a> Block<'a> {
    /// An empty block that follows what `snapshot` shows.
    pub fn new(snapshot: Snapshot<'a>) -> Result<Self, StoreError> {
        let first = crate::views::query::facts(&snapshot)?;
        Ok(Self { view: Overlay::new(snapshot), first, contents: Vec::new() })
    }

    /// Place of the next fact.
    pub fn next_position(&self) -> u64 {
        self.first + self.contents.len() as u64
    }

    /// How many facts there are to write.
    pub fn len(&self) -> usize {
        self.contents.len()
    }

    /// Whether there is anything to write.
    pub fn is_empty(&self) -> bool {
        self.contents.is_empty()
    }

    /// Adds a fact: its bytes and every row that follows from it. Gives back what they followed from.
    pub fn append(&mut self, fact: SealedFact) -> Result<Private, StoreError> {
        tree::grow(&mut self.view, fact.position, &fact.envelope)?;
        self.contents.push(fact.content_id);
        put(&mut self.view, fact)
    }

    /// Writes facts and rows as one synced batch, after checking that the block follows the last one; with
    /// them the checkpoint, where the ledger has a key that signs one.
    ///
    /// A crash before the sync leaves nothing of the group; after it, all of it.
    pub fn commit(mut self, db: &Db, signer: Option<&Signer>) -> Result<(), StoreError> {
        let previous = last_block(&self.view)?;
        let follows = previous.map_or(0, |(first, block)| first + u64::from(block.count));
        if follows != self.first {
            return Err(StoreError::Damaged { family: "blocks", reason: "the chain does not fit" });
        }
        let previous = previous.map_or([0; 32], |(_, block)| block.hash);
        let count = u32::try_from(self.contents.len()).unwrap_or(u32::MAX);
        let hash = block_hash(previous, self.first, &self.contents);
        self.view.put(key::position(self.first), &BlockRow { count, previous, hash })?;
        if let Some(signer) = signer {
            let size = self.next_position();
            tree::sign(&mut self.view, signer, size)?;
        }
        db.commit(batch(db, &self.view)?)
    }
}

/// Puts a fact's bytes and every row that follows from it into a view; neither block nor log know of it.
pub(super) fn put<B: Read>(view: &mut Overlay<B>, fact: SealedFact) -> Result<Private, StoreError> {
    let position = key::position(fact.position);
    view.put_bytes(Family::Facts, position.clone(), fact.envelope);
    view.put_bytes(Family::Private, position, fact.private_bytes);
    let sections = [(SECTION_PUBLIC, fact.public), (SECTION_RESTRICTED, fact.restricted)];
    for (section, bytes) in sections {
        if let Some(bytes) = bytes {
            view.put_bytes(Family::Sections, key::section(fact.position, section), bytes);
        }
    }
    let (recorded_at, content_id) = (fact.recorded_at.0, fact.content_id);
    apply(view, &fact.private, At { position: fact.position, recorded_at, content_id })?;
    Ok(fact.private)
}

/// The pending rows of a view as one batch.
pub fn batch<B: Read>(db: &Db, view: &Overlay<B>) -> Result<Batch, StoreError> {
    let mut batch = Batch::default();
    view.pending().try_for_each(|change| db.change(&mut batch, change))?;
    Ok(batch)
}

/// The last block and its first position.
pub fn last_block(view: &impl Read) -> Result<Option<(u64, BlockRow)>, StoreError> {
    let found = view.last_row::<BlockRow>(&[], &key::position(u64::MAX))?;
    Ok(found.and_then(|(key, row)| Some((key::last_number(&key)?, row))))
}

/// Hash of a block: the hash before it, its first position and the content of each fact.
pub fn block_hash(previous: [u8; 32], first: u64, contents: &[[u8; 32]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"suyuan.v1.block\0").update(&previous).update(&first.to_be_bytes());
    for content in contents {
        hasher.update(content);
    }
    *hasher.finalize().as_bytes()
}
