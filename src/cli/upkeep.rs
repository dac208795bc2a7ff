//! `token`, `verify`, `rebuild`: upkeep of a data folder.

use super::{ContinueArgs, Outcome, UnitKeyArgs, VerifyArgs, progress, say};
use crate::app::{mark, new_token, open_store, private_folder};
use crate::clock::{Clock, Entropy};
use crate::ledger::genesis::{
    KeyChange, add_operator_token, change_unit_key, continue_log as continue_log_as,
};
use crate::ledger::replay;
use crate::ledger::tree;
use crate::ledger::verify;
use crate::store::db::Db;
use crate::store::evidence::Files;
use crate::views::query;
use std::path::Path;

/// A new operator token.
pub(super) fn token(data: &Path) -> Outcome {
    must_exist(data)?;
    let (db, keyring) = open_store(data)?;
    let (token, text) = new_token(&keyring, &Entropy::System)?;
    add_operator_token(&db, &keyring, &Clock::system(), &Entropy::System, &token)?;
    say(&format!("operator token (shown once): {text}"));
    Ok(())
}

/// Changes the unit keys.
pub(super) fn unit_key(args: &UnitKeyArgs) -> Outcome {
    must_exist(&args.data)?;
    let (db, mut keyring) = open_store(&args.data)?;
    let change = match args.change.as_str() {
        "retire" => KeyChange::Retire(args.slot),
        "expose" => KeyChange::Expose(args.slot),
        _ => KeyChange::Add,
    };
    let slot = change_unit_key(&db, &mut keyring, &Clock::system(), &Entropy::System, change)?;
    say(&format!("unit key {slot}: {} recorded; back up DIR/keys now", args.change));
    Ok(())
}

/// Names the log anew where its last state is lost: the one way on from an older copy that is no fork.
pub(super) fn continue_log(args: &ContinueArgs) -> Outcome {
    must_exist(&args.data)?;
    let (db, keyring) = open_store(&args.data)?;
    if mark::check(&args.high_water, &db.snapshot()).is_ok() {
        return Err("the store reaches up to its high-water mark: nothing is lost".into());
    }
    let log = tree::verifier(&db.snapshot())?.ok_or("this ledger has no log")?;
    let lost = mark::read(&args.high_water, &log)?.ok_or("there is no high-water mark")?;
    let tools = (&Clock::system(), &Entropy::System);
    continue_log_as(&db, &keyring, tools, &args.origin, &lost)?;
    let size = mark::write(&args.high_water, &db.snapshot())?;
    say(&format!(
        "the log goes on as {} with {size} facts; the fact that opens it names {} with {} facts. \
         Tell those who followed it: their audit begins anew.",
        args.origin, lost.origin, lost.size
    ));
    Ok(())
}

/// Checks everything; prints what was checked.
pub(super) fn verify(args: &VerifyArgs) -> Outcome {
    must_exist(&args.data)?;
    let store = args.data.join("store");
    let db = if args.live { Db::open_read_only(&store)? } else { Db::open(&store, None)? };
    let scratch_path = std::env::temp_dir().join(format!("suyuan-verify-{}", std::process::id()));
    private_folder(&scratch_path)?;
    let scratch = Db::open(&scratch_path, None)?;
    let snapshot = db.snapshot();
    let facts = query::facts(&snapshot)?;
    let bar = progress(2 * facts, "verifying");
    let mut offset = 0;
    let found = verify::verify(&snapshot, &scratch, |done| {
        // The chain is read first, then everything is replayed.
        bar.set_position(offset + done);
        if done == facts {
            offset = facts;
        }
    });
    drop(scratch);
    std::fs::remove_dir_all(&scratch_path)?;
    let found = found?;
    let files = verify::evidence::verify(&snapshot, &Files::open(&args.data)?)?;
    bar.finish_and_clear();
    let head = crate::fact::seal::hex_text(found.head);
    say(&format!(
        "in order: {} facts in {} blocks, {} sections ({} erased), {files} files of evidence, views equal their replay\nhead {head}",
        found.facts, found.blocks, found.sections, found.erased
    ));
    Ok(())
}

/// Replays every view.
pub(super) fn rebuild(data: &Path) -> Outcome {
    must_exist(data)?;
    let (db, _keyring) = open_store(data)?;
    let bar = progress(query::facts(&db.snapshot())?, "replaying");
    let facts = replay::rebuild(&db, |done| bar.set_position(done))?;
    bar.finish_and_clear();
    say(&format!("views made again from {facts} facts"));
    Ok(())
}

/// A mistyped folder must not become a new ledger.
pub(super) fn must_exist(data: &Path) -> Outcome {
    if data.join("store").is_dir() {
        return Ok(());
    }
    Err(format!("{} holds no ledger", data.display()).into())
}
