//! A store of many batches, filled through the writer of the service, and codes drawn evenly from it.

use crate::goods;
use crate::table::{Table, count};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use suyuan::app::{App, Options, open_store};
use suyuan::domain::code_ids::TokenId;
use suyuan::domain::command::{Actor, BatchKey, Command, IssueToken, Retry, Submission};
use suyuan::domain::lot::{Lot, ProductCode};
use suyuan::domain::org_code::OrgCode;
use suyuan::domain::words::Role;
use suyuan::fact::record::BatchRef;
use suyuan::ledger::queue::Receipt;
use suyuan::views::query;
use suyuan::wire::parse;
use tempfile::TempDir;

/// Batches of an organization.
const BATCHES_EACH: u64 = 1_000;
/// Batches in hand at a time: enough for the writer to make groups.
const IN_HAND: u64 = 256;
/// Codes drawn for the scans.
const DRAWN: u64 = 200_000;

/// A filled data folder with nobody on it.
pub(crate) struct Store {
    folder: TempDir,
    pub(crate) batches: u64,
    /// The maker that registers more: its code and the text of its token.
    pub(crate) maker: String,
    pub(crate) token: String,
    /// Codes all over the store.
    pub(crate) codes: Arc<Vec<Code>>,
}

/// A code with the addresses it has.
pub(crate) struct Code {
    pub(crate) organization: String,
    pub(crate) gtin: String,
    pub(crate) serial: String,
}

/// A maker with its token.
pub(crate) struct Maker {
    pub(crate) code: OrgCode,
    pub(crate) actor: Actor,
    pub(crate) token: String,
}

/// A folder that is deleted at the end, on the disk that builds are on: the system's folder for
/// temporary files may be memory, where a sync costs nothing.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

impl Store {
    /// Fills a new store.
    pub(crate) fn filled(batches: u64) -> Self {
        let folder = folder();
        let (app, operator) = App::open(Options::new(folder.path())).unwrap();
        let operator = app.authenticate(&operator.expect("a new ledger")).unwrap();
        let app = Arc::new(app);
        let makers = batches.div_ceil(BATCHES_EACH);
        let makers: Vec<_> = (0..makers).map(|n| maker(&app, &operator, n)).collect();
        let makers = Arc::new(makers);
        let began = Instant::now();
        let next = Arc::new(AtomicU64::new(0));
        threads().block_on(async {
            let mut workers = tokio::task::JoinSet::new();
            for _ in 0..IN_HAND {
                let (app, makers, next) =
                    (Arc::clone(&app), Arc::clone(&makers), Arc::clone(&next));
                workers.spawn(async move {
                    loop {
                        let batch = next.fetch_add(1, Ordering::Relaxed);
                        if batch >= batches {
                            return;
                        }
                        let at = usize::try_from(batch / BATCHES_EACH).unwrap();
                        let maker = makers.get(at).expect("a maker for each thousand");
                        whole_life(&app, maker, batch).await;
                    }
                });
            }
            workers.join_all().await;
        });
        let filled_in = began.elapsed();
        let facts = query::facts(&app.snapshot()).unwrap();
        app.close();
        let first = makers.first().expect("a maker");
        let (maker, token) = (first.code.to_string(), first.token.clone());
        drop(app);
        let codes = Arc::new(draw(&folder, batches));
        let table =
            Table::new("Filling the store in process", &["batches", "codes", "facts", "facts/s"]);
        table.row(&[
            count(batches as f64),
            count((batches * goods::UNITS) as f64),
            count(facts as f64),
            count(facts as f64 / filled_in.as_secs_f64()),
        ]);
        Self { folder, batches, maker, token, codes }
    }

    /// The data folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

/// A runtime with a thread for each core.
pub(crate) fn threads() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap()
}

/// Admits the n-th organization, gives it a token and registers its licence and its products, with a
/// lot of each that an outside laboratory tested: without them the profile refuses release.
pub(crate) fn maker(app: &App, operator: &Actor, n: u64) -> Maker {
    let body = bytes(&goods::organization_body(n));
    let admitted = parse::organization(&body).unwrap();
    let code = admitted.code.clone();
    now(app, operator, &body, Command::AdmitOrganization(admitted));
    let (token, text) = app.new_token().unwrap();
    let command = Command::IssueToken(IssueToken {
        organization: Some(code.clone()),
        role: Role::Producer,
        token: TokenId(token.id),
        hash: token.hash,
        post: None,
        expires_on: None,
        document: suyuan::domain::command::Document::default(),
    });
    now(app, operator, code.as_str().as_bytes(), command);
    let actor = app.authenticate(&text).unwrap();
    let body = bytes(&goods::licence_body(n));
    let (licence, _) = parse::entry(&code, &body).unwrap();
    now(app, &actor, &body, Command::RegisterEntry(Box::new(licence)));
    for p in 0..goods::PRODUCTS {
        let body = bytes(&goods::product_body(n, p));
        let product = parse::product(&code, &body).unwrap();
        now(app, &actor, &body, Command::RegisterProduct(product));
        tested_outside(app, &code, &actor, n, p);
    }
    Maker { code, actor, token: text }
}

/// A lot without codes, so that the numbers of those that are drawn stay what they are.
fn tested_outside(app: &App, code: &OrgCode, actor: &Actor, n: u64, p: u64) {
    // Of another lot than any other maker's: a body says what a repeat is.
    let lot = format!("T{n}-{p}");
    let mut body = goods::batch_body(&goods::product(p), &lot, goods::UNITS);
    body.as_object_mut().expect("a batch").remove("units");
    let body = bytes(&body);
    let batch = parse::batch(code, &body).unwrap();
    let key = batch.batch.clone();
    now(app, actor, &body, Command::RegisterBatch(Box::new(batch)));
    let body = bytes(&goods::outside_check_body(&lot));
    let check = parse::check(key, &body, [0; 32]).unwrap();
    now(app, actor, &body, Command::AddCheck(check));
}

/// Registers, tests, releases and activates a batch.
async fn whole_life(app: &App, maker: &Maker, batch: u64) {
    let product = goods::product(batch % goods::PRODUCTS);
    let lot = format!("L{batch:08}");
    let body = bytes(&goods::batch_body(&product, &lot, goods::UNITS));
    let registered = parse::batch(&maker.code, &body).unwrap();
    let key = registered.batch.clone();
    let check_body = bytes(&goods::check_body(&lot));
    let check = parse::check(key.clone(), &check_body, [0; 32]).unwrap();
    let commands = [
        (Command::RegisterBatch(Box::new(registered)), body),
        (Command::AddCheck(check), check_body),
        (Command::Release { batch: key.clone() }, format!("release {lot}").into_bytes()),
        (Command::Activate { batch: key, ordinals: None }, format!("all {lot}").into_bytes()),
    ];
    for (command, body) in commands {
        app.submit(submission(app, &maker.actor, &body, command)).await.unwrap();
    }
}

/// A command with its body, which also says what a repeat is.
pub(crate) fn submission(app: &App, actor: &Actor, body: &[u8], command: Command) -> Submission {
    let retry =
        Retry { identity: *blake3::hash(body).as_bytes(), digest: app.keyring.retry_digest(body) };
    Submission { actor: actor.clone(), command, retry, bytes: 1_024 + 2 * body.len() }
}

/// Has a command accepted, now.
pub(crate) fn now(app: &App, actor: &Actor, body: &[u8], command: Command) -> Receipt {
    app.submit_blocking(submission(app, actor, body, command)).unwrap()
}

/// Identity of a batch.
pub(crate) fn batch_key(maker: &Maker, product: &str, lot: &str) -> BatchKey {
    BatchKey {
        organization: maker.code.clone(),
        product: ProductCode::parse(product).unwrap(),
        lot: Lot::parse(lot).unwrap(),
    }
}

/// JSON as a client sends it.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// Codes at even odds for every unit, in an order that has nothing to do with where they are stored.
fn draw(folder: &TempDir, batches: u64) -> Vec<Code> {
    let (db, keyring) = open_store(folder.path()).unwrap();
    let snapshot = db.snapshot();
    let mut gtins: BTreeMap<(String, String), String> = BTreeMap::new();
    for n in 0..batches.div_ceil(BATCHES_EACH) {
        for p in 0..goods::PRODUCTS {
            gtins.insert((goods::organization(n), goods::product(p)), goods::gtin(n, p));
        }
    }
    let units = batches * goods::UNITS;
    let mut random = blake3::Hasher::new_derive_key("suyuan bench: drawn codes").finalize_xof();
    let mut code = |_| {
        let mut number = [0; 8];
        random.fill(&mut number);
        let code = keyring.code(0, u64::from_le_bytes(number) % units)?;
        let unit = query::issued_unit(&snapshot, &keyring, &code).unwrap()?;
        let BatchRef { organization, product, .. } = unit.batch;
        let gtin = gtins.get(&(organization.clone(), product))?.clone();
        Some(Code { organization, gtin, serial: code.compact().as_str().to_owned() })
    };
    let codes: Vec<_> = (0..DRAWN).filter_map(&mut code).collect();
    assert!(codes.len() as u64 > DRAWN / 2, "most numbers below {units} are codes");
    codes
}
