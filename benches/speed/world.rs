//! A world of lots made from lots: clusters of a fixed shape over many organizations, the same for the
//! same numbers. A cluster is a root lot (flour, say) and what was made from it over twelve steps.

use crate::fill::{Maker, bytes, folder, now, submission, threads};
use crate::goods;
use crate::table::{Table, count};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use suyuan::app::{App, Options};
use suyuan::domain::code_ids::TokenId;
use suyuan::domain::command::{Command, Document, IssueToken};
use suyuan::domain::words::Role;
use suyuan::fact::record::BatchRef;
use suyuan::views::query;
use suyuan::wire::parse;
use tempfile::TempDir;

/// Organizations that the lots are spread over.
const ORGANIZATIONS: u64 = 2_000;
/// Steps from the root of a cluster to its last lots.
const DEPTH: u64 = 12;
/// Lots that went into each lot.
const INPUTS: u64 = 3;
/// Lots that the root of a cluster goes into directly, at most.
const FAN_OUT_MAX: u64 = 50_000;
/// Share of the world that is the first cluster: one in so many.
const FIRST_CLUSTER: u64 = 4;
/// Lots of every other cluster.
pub(crate) const CLUSTER: u64 = 2_500;
/// Registrations in hand at a time.
const IN_HAND: u64 = 256;

/// A filled data folder with nobody on it.
pub(crate) struct World {
    folder: TempDir,
    pub(crate) lots: u64,
    /// Code and token of every organization.
    pub(crate) makers: Arc<Vec<Maker>>,
}

/// Where a lot stands.
struct Place {
    /// First lot of its cluster.
    root: u64,
    /// Lots of the cluster.
    size: u64,
    /// Steps from the root, 0 for raw lots.
    step: u64,
}

impl World {
    /// Fills a new store with so many lots.
    pub(crate) fn filled(lots: u64) -> Self {
        let folder = folder();
        let (app, operator) = App::open(Options::new(folder.path())).unwrap();
        let operator = app.authenticate(&operator.expect("a new ledger")).unwrap();
        let app = Arc::new(app);
        let makers: Vec<_> =
            (0..ORGANIZATIONS.min(lots)).map(|n| maker(&app, &operator, n)).collect();
        let makers = Arc::new(makers);
        let (began, next) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        threads().block_on(async {
            let mut workers = tokio::task::JoinSet::new();
            for _ in 0..IN_HAND {
                let (app, makers, next) =
                    (Arc::clone(&app), Arc::clone(&makers), Arc::clone(&next));
                workers.spawn(async move {
                    loop {
                        let lot = next.fetch_add(1, Ordering::Relaxed);
                        if lot >= lots {
                            return;
                        }
                        register(&app, &makers, lot, lots).await;
                    }
                });
            }
            workers.join_all().await;
        });
        let took = began.elapsed();
        let facts = query::facts(&app.snapshot()).unwrap();
        app.close();
        let title = "Filling a world of lots made from lots";
        let table = Table::new(title, &["lots", "edges", "organizations", "facts", "lots/s"]);
        let edges: u64 = (0..lots).map(|lot| inputs(lot, lots).len() as u64).sum();
        table.row(&[
            count(lots as f64),
            count(edges as f64),
            count(makers.len() as f64),
            count(facts as f64),
            count(lots as f64 / took.as_secs_f64()),
        ]);
        Self { folder, lots, makers }
    }

    /// The data folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Lots of the first cluster, which are numbered from 0.
    pub(crate) fn flour_lots(&self) -> u64 {
        self.lots / FIRST_CLUSTER
    }

    /// Who made a lot of this world.
    pub(crate) fn maker(&self, lot: &BatchRef) -> &Maker {
        let found = self.makers.iter().find(|maker| maker.code.as_str() == lot.organization);
        found.expect("a maker for each lot")
    }

    /// The root of the first cluster, a quarter of the world.
    pub(crate) fn flour(&self) -> BatchRef {
        batch(0, self.makers.len() as u64)
    }

    /// The root of another cluster, of the same size in every world.
    pub(crate) fn small_root(&self) -> BatchRef {
        batch(self.lots / FIRST_CLUSTER, self.makers.len() as u64)
    }

    /// The last lot of the first cluster.
    pub(crate) fn last_of_flour(&self) -> BatchRef {
        batch(self.lots / FIRST_CLUSTER - 1, self.makers.len() as u64)
    }
}

/// Identity of the n-th lot.
pub(crate) fn batch(lot: u64, organizations: u64) -> BatchRef {
    BatchRef {
        organization: goods::organization(lot % organizations),
        product: PRODUCT.to_owned(),
        lot: format!("L{lot:07}"),
    }
}

/// The one product of every organization.
pub(crate) const PRODUCT: &str = "P1";

/// Body of a lot that names its inputs; the quantities are of no matter here.
pub(crate) fn body(lot: &str, inputs: &[BatchRef]) -> Vec<u8> {
    let ingredient = |input: &BatchRef| {
        json!({
            "name": {"en": "input"},
            "source": {
                "organization": input.organization,
                "product": input.product,
                "lot": input.lot,
            },
        })
    };
    bytes(&json!({
        "product": PRODUCT,
        "lot": lot,
        "producedOn": "2026-11-01",
        "quantity": {"value": 1000, "unit": "KGM"},
        "origin": {"region": "341124"},
        "ingredients": inputs.iter().map(ingredient).collect::<Vec<_>>(),
        "additives": [],
    }))
}

fn maker(app: &App, operator: &suyuan::domain::command::Actor, n: u64) -> Maker {
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
        document: Document::default(),
    });
    now(app, operator, code.as_str().as_bytes(), command);
    let actor = app.authenticate(&text).unwrap();
    let body = bytes(&json!({
        "product": PRODUCT,
        "name": {"en": format!("Goods of maker {n}")},
        "specification": "bulk",
        "category": "general",
    }));
    let product = parse::product(&code, &body).unwrap();
    now(app, &actor, &body, Command::RegisterProduct(product));
    Maker { code, actor, token: text }
}

async fn register(app: &App, makers: &[Maker], lot: u64, lots: u64) {
    let organizations = makers.len() as u64;
    let inputs: Vec<_> =
        inputs(lot, lots).into_iter().map(|input| batch(input, organizations)).collect();
    let body = body(&batch(lot, organizations).lot, &inputs);
    let at = usize::try_from(lot % organizations).unwrap();
    let maker = makers.get(at).expect("a maker for each lot");
    let command = Command::RegisterBatch(Box::new(parse::batch(&maker.code, &body).unwrap()));
    // Which maker it is stands in the address of the request, not in its body.
    let identity = [maker.code.as_str().as_bytes(), &body].concat();
    app.submit(submission(app, &maker.actor, &identity, command)).await.unwrap();
}

fn place(lot: u64, lots: u64) -> Place {
    let first = lots / FIRST_CLUSTER;
    let (root, size) = if lot < first {
        (0, first)
    } else {
        let root = first + (lot - first) / CLUSTER * CLUSTER;
        (root, CLUSTER.min(lots - root))
    };
    let step = (lot - root) * (DEPTH + 1) / size.max(1);
    Place { root, size, step }
}

/// Lots that went into a lot: of the step before, the root for the first that are left to it.
fn inputs(lot: u64, lots: u64) -> Vec<u64> {
    let Place { root, size, step } = place(lot, lots);
    if step == 0 {
        return Vec::new();
    }
    let start = |step: u64| root + (step * size).div_ceil(DEPTH + 1);
    let (from, until) = (start(step - 1), start(step));
    let mut random = blake3::Hasher::new_derive_key("suyuan bench: inputs of lots");
    random.update(&lot.to_be_bytes());
    let mut random = random.finalize_xof();
    let mut draw = || {
        let mut number = [0; 8];
        random.fill(&mut number);
        from + u64::from_be_bytes(number) % (until - from).max(1)
    };
    let mut found: Vec<_> = (0..INPUTS).map(|_| draw()).collect();
    if lot - start(1) < FAN_OUT_MAX.min(size / 5) {
        found.push(root);
    }
    found.sort_unstable();
    found.dedup();
    found
}
