//! Random histories against the plain recomputation, after every commit, with steps so small that they
//! fall between all other acts, and commits that fail on the way.

use super::naive::{Lot, Part, Recall, Says, World};
use crate::disk::verified;
use crate::harness::{MAKER, OTHER, batch, organization, product};
use crate::ledger::dice::Dice;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use suyuan::app::{App, Options};
use suyuan::clock::{Clock, Entropy};
use suyuan::domain::code_ids::{MeasureId, TokenId};
use suyuan::domain::command::{
    Actor, BatchKey, Command, Correct, Document, Input, InputLot, OpenRecall, Retry, Submission,
};
use suyuan::domain::lot::{Lot as LotCode, ProductCode};
use suyuan::domain::org_code::OrgCode;
use suyuan::domain::region::Region;
use suyuan::domain::scope::{Scope, ScopePart};
use suyuan::domain::words::{
    CorrectionKind, Hazard, MeasureState, ReachEffect, RecallKind, Regime, Role,
};
use suyuan::fact::body::Body;
use suyuan::fact::record::BatchRef;
use suyuan::ledger::queue::Answer;
use suyuan::ledger::reach::is_left;
use suyuan::ledger::writer::Writer;
use suyuan::measure::{Cover, Target};
use suyuan::report::{Documents, Frame, Lookup, report};
use suyuan::store::db::Db;
use suyuan::store::faults::{Fate, Probe};
use suyuan::store::keyring::Keyring;
use suyuan::verdict::{ReasonCode, Verdict};
use suyuan::views::query::{self, Filed};
use suyuan::wire::parse;

/// 2026-11-20, 09:00 in Shanghai.
const NOW: i64 = 1_795_136_400_000;
/// The third is admitted with a code of another scheme: it has no GB 11714 code.
const FIRMS: [&str; 3] = [MAKER, OTHER, "9521234000013"];
const LOTS: usize = 4;
const HISTORIES: u64 = 100;
const ACTS: usize = 14;

const SUCCEED: u8 = 0;
const FAIL: u8 = 1;
const FAIL_BUT_PERSIST: u8 = 2;

/// A store without a service: the writer is called by hand.
struct Bench {
    writer: Writer,
    keyring: Keyring,
    fate: Arc<AtomicU8>,
    last: Mutex<i64>,
    acts: AtomicU64,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new(reach_edges: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { clock: Clock::fixed(NOW), ..Options::new(folder.path()) };
        drop(App::open(options).unwrap());
        let fate = Arc::new(AtomicU8::new(SUCCEED));
        let asked = Arc::clone(&fate);
        let probe: Probe = Arc::new(move |_, _| match asked.swap(SUCCEED, Ordering::SeqCst) {
            FAIL => Fate::Fails,
            FAIL_BUT_PERSIST => Fate::FailsButPersists,
            _ => Fate::Succeeds,
        });
        let db = Arc::new(Db::open(&folder.path().join("store"), Some(probe)).unwrap());
        let keyring = Keyring::open(&folder.path().join("keys"), false, &Entropy::System).unwrap();
        let writer = Writer {
            db,
            queue: Arc::default(),
            clock: Arc::new(Clock::fixed(NOW)),
            entropy: Arc::new(Entropy::seeded("reach")),
            zone: jiff::tz::TimeZone::get("Asia/Shanghai").unwrap(),
            rulebooks: Arc::default(),
            signer: None,
            reach_edges,
            failed: Arc::default(),
            on_commit: Box::new(|| {}),
            on_failure: Box::new(|_| {}),
        };
        let bench = Self {
            writer,
            keyring,
            fate,
            last: Mutex::new(0),
            acts: AtomicU64::new(0),
            _folder: folder,
        };
        bench.admit();
        bench
    }

    fn admit(&self) {
        let operator = actor(Role::Operator, None);
        for firm in FIRMS {
            let body = organization(firm, "producer", "341124").to_string();
            let command = parse::organization(body.as_bytes()).unwrap();
            self.accepted(&operator, Command::AdmitOrganization(command));
            let mut body = product();
            body.as_object_mut().unwrap().remove("gtin");
            let code = OrgCode::parse(firm).unwrap();
            let command = parse::product(&code, body.to_string().as_bytes()).unwrap();
            self.accepted(&producer(firm), Command::RegisterProduct(command));
        }
    }

    fn submission(&self, actor: &Actor, command: Command) -> Submission {
        let act = self.acts.fetch_add(1, Ordering::Relaxed);
        let identity = *blake3::hash(&act.to_be_bytes()).as_bytes();
        let retry = Retry { identity, digest: [0; 32] };
        Submission { actor: actor.clone(), command, retry, bytes: 1 }
    }

    /// One group, with the step that goes with it. A commit that fails is tried again, as a client does.
    fn write(&self, group: &[Submission]) -> Vec<Answer> {
        let mut last = self.last.lock().unwrap();
        loop {
            match self.writer.write(group, &mut last) {
                Ok((answers, _)) => return answers,
                Err(_) => assert_eq!(self.fate.load(Ordering::SeqCst), SUCCEED),
            }
        }
    }

    #[track_caller]
    fn accepted(&self, actor: &Actor, command: Command) -> Body {
        let answers = self.write(&[self.submission(actor, command)]);
        answers.into_iter().next().unwrap().unwrap().body
    }

    fn is_left(&self) -> bool {
        is_left(&self.writer.db.snapshot()).unwrap()
    }
}

fn actor(role: Role, organization: Option<&str>) -> Actor {
    Actor {
        token: TokenId([7; 8]),
        role,
        organization: organization.map(|code| OrgCode::parse(code).unwrap()),
        region: (role == Role::Regulator).then(|| Region::parse("340000").unwrap()),
        post: None,
    }
}

fn producer(firm: &str) -> Actor {
    actor(Role::Producer, Some(firm))
}

/// One history, with lots of its own in a store that all share.
struct History<'a> {
    bench: &'a Bench,
    seed: u64,
    dice: Dice,
    world: World,
    inputs: BTreeMap<Lot, BTreeSet<Lot>>,
    ids: BTreeMap<usize, MeasureId>,
    done: Vec<String>,
}

impl<'a> History<'a> {
    fn new(bench: &'a Bench, seed: u64) -> Self {
        let dice = Dice::new(&format!("reach {seed}"));
        Self {
            bench,
            seed,
            dice,
            world: World::default(),
            inputs: BTreeMap::new(),
            ids: BTreeMap::new(),
            done: Vec::new(),
        }
    }

    fn below(&self, end: usize) -> usize {
        usize::try_from(self.dice.below(end as u64)).unwrap()
    }

    fn key(&self, (firm, number): Lot) -> BatchKey {
        BatchKey {
            organization: OrgCode::parse(FIRMS[firm]).unwrap(),
            product: ProductCode::parse("SS-200").unwrap(),
            lot: LotCode::parse(&format!("H{}L{number}", self.seed)).unwrap(),
        }
    }

    fn any_lot(&self) -> Lot {
        (self.below(FIRMS.len()), self.below(LOTS))
    }

    fn act(&mut self) {
        // Some commits fail: before the disk has them, or after.
        let fate = [FAIL, FAIL_BUT_PERSIST, SUCCEED, SUCCEED, SUCCEED][self.below(5)];
        self.bench.fate.store(fate, Ordering::SeqCst);
        match self.below(12) {
            0..=4 => self.state_inputs(),
            5 | 6 => self.open(),
            7 => self.change(true),
            8 => self.change(false),
            9 => self.end(),
            _ => {
                self.done.push("step".to_owned());
                self.bench.write(&[]);
            }
        }
        self.bench.fate.store(SUCCEED, Ordering::SeqCst);
    }

    /// Registers a lot, or corrects one that is there, with other inputs.
    fn state_inputs(&mut self) {
        let lot = self.any_lot();
        let inputs: BTreeSet<Lot> = (0..self.below(4)).map(|_| self.any_lot()).collect();
        self.done.push(format!("{lot:?} of {inputs:?}"));
        let key = self.key(lot);
        let mut body = batch(key.lot.as_str(), 1);
        body["quantity"]["value"] = json!(2);
        let mut command = parse::batch(&key.organization, body.to_string().as_bytes()).unwrap();
        let stated = inputs.iter().map(|input| Input {
            lot: InputLot::Batch(self.key(*input)),
            line: Some(0),
            used: None,
        });
        command.inputs = stated.collect();
        let owner = producer(FIRMS[lot.0]);
        let view = self.bench.writer.db.snapshot();
        let known = query::batch(&view, &BatchRef::from(&key)).unwrap();
        drop(view);
        let group = match known {
            None => vec![
                self.bench.submission(&owner, Command::RegisterBatch(Box::new(command))),
                self.bench.submission(&owner, Command::Release { batch: key }),
            ],
            Some(row) => {
                let correction = Correct {
                    batch: key,
                    kind: CorrectionKind::Record,
                    facts: command.facts,
                    inputs: command.inputs,
                    base: row.document,
                    document: command.document,
                };
                vec![self.bench.submission(&owner, Command::Correct(Box::new(correction)))]
            }
        };
        // A lot that is recalled already cannot be released.
        self.bench.write(&group).into_iter().next().unwrap().unwrap();
        self.world.edges.extend(inputs.iter().map(|input| (*input, lot)));
        self.inputs.entry(lot).or_default().extend(inputs);
    }

    fn part(&self, held: bool) -> Part {
        let root = self.any_lot();
        match self.below(4) {
            0 => Part::Lots(root.0, vec![root.1]),
            1 => {
                let owner = self.below(FIRMS.len());
                Part::Ingredient { root, owner: (owner != root.0).then_some(owner), held }
            }
            _ => Part::Ingredient { root, owner: None, held },
        }
    }

    fn scope(&self, part: &Part) -> Scope {
        let (firm, part) = match part {
            Part::Lots(firm, lots) => {
                let lots = lots.iter().map(|lot| self.key((*firm, *lot)).lot).collect();
                (*firm, ScopePart::Lots { product: self.key((0, 0)).product, lots })
            }
            Part::Ingredient { root, owner, .. } => {
                (owner.unwrap_or(root.0), ScopePart::Ingredient(self.key(*root)))
            }
        };
        Scope { organization: OrgCode::parse(FIRMS[firm]).unwrap(), part, later: false }
    }

    fn open(&mut self) {
        let held = self.below(2) == 0;
        let parts: Vec<Part> = (0..=self.below(2)).map(|_| self.part(held)).collect();
        let id = self.ids.len();
        self.done.push(format!("recall {id} over {parts:?}"));
        let command = Command::OpenRecall(OpenRecall {
            scopes: parts.iter().map(|part| self.scope(part)).collect(),
            effect: Some(if held { ReachEffect::Held } else { ReachEffect::Recalled }),
            regime: Regime::Food,
            class: Some(1),
            kind: RecallKind::Ordered,
            // An extension goes by it where the opening followed nothing.
            hazard: if held { Hazard::Other } else { Hazard::Pathogen },
            remedy: Vec::new(),
            known_at: None,
            document: Document::default(),
        });
        let body = self.bench.accepted(&actor(Role::Regulator, None), command);
        let Body::RecallOpened { recall, .. } = body else { panic!("{body:?}") };
        self.ids.insert(id, recall.id());
        let steps = parts.into_iter().map(|part| (true, part)).collect();
        self.world.recalls.insert(id, Recall { steps, ..Recall::default() });
    }

    fn any_open(&self) -> Option<usize> {
        let open = self.world.recalls.iter().filter(|(_, recall)| !recall.closed && !recall.lifted);
        let open: Vec<usize> = open.map(|(id, _)| *id).collect();
        (!open.is_empty()).then(|| open[self.below(open.len())])
    }

    fn change(&mut self, include: bool) {
        let Some(id) = self.any_open() else { return };
        let lot = self.any_lot();
        let held = self.world.recalls[&id].steps.iter().find_map(|(_, part)| match part {
            Part::Ingredient { held, .. } => Some(*held),
            Part::Lots(..) => None,
        });
        let part = match (include, held) {
            (true, Some(held)) => self.part(held),
            _ => Part::Lots(lot.0, vec![lot.1]),
        };
        self.done.push(format!("recall {id} {include} {part:?}"));
        let command = Command::StepRecall {
            recall: self.ids[&id],
            include,
            scopes: vec![self.scope(&part)],
            document: Document::default(),
        };
        self.bench.accepted(&actor(Role::Regulator, None), command);
        self.world.recalls.get_mut(&id).unwrap().steps.push((include, part));
    }

    fn end(&mut self) {
        let Some(id) = self.any_open() else { return };
        let lift = self.below(2) == 0;
        self.done.push(format!("recall {id} ends, lifted {lift}"));
        let recall = self.ids[&id];
        let command = Command::EndRecall { recall, lift, document: Document::default() };
        self.bench.accepted(&actor(Role::Regulator, None), command);
        let recall = self.world.recalls.get_mut(&id).unwrap();
        (recall.lifted, recall.closed) = (lift, !lift);
    }

    /// What the store says of a lot is what the list of acts comes to; while a reach runs it may say
    /// less, but then the lot is not plainly registered.
    fn compare(&self) {
        let running = self.bench.is_left();
        for lot in self.inputs.keys() {
            let expected = self.world.says(*lot);
            let found = self.found(*lot);
            let (verdict, checking) = self.verdict(*lot);
            let context = || {
                let Self { seed, done, .. } = self;
                format!("seed {seed}, {lot:?}: {expected:?} {found:?} {verdict:?}\n{done:#?}")
            };
            for (id, says) in &found {
                let less = running && expected.get(id).is_some_and(|most| says < most);
                assert!(expected.get(id) == Some(says) || less, "{}", context());
            }
            if found != expected {
                assert!(running, "{}", context());
                assert!(checking || verdict < Some(Verdict::Registered), "{}", context());
            }
            let worst = match found.values().max() {
                _ if found.values().any(|says| *says == Says::Recalled) => Verdict::Recalled,
                Some(Says::Closed) => Verdict::RecallClosed,
                Some(_) => Verdict::Held,
                None => Verdict::Registered,
            };
            assert!(verdict.is_none_or(|verdict| verdict == worst), "{}", context());
        }
    }

    fn found(&self, lot: Lot) -> BTreeMap<usize, Says> {
        let view = self.bench.writer.db.snapshot();
        let batch = BatchRef::from(&self.key(lot));
        let row = query::batch(&view, &batch).unwrap().unwrap();
        let target = Target {
            organization: &batch.organization,
            product: &batch.product,
            lot: Some(&batch.lot),
            registered_at: Some(row.position),
            produced_on: Some(row.numbers.produced_on),
            ..Target::default()
        };
        let reached = row.reached;
        let filed = Filed { organization: true, product: true, lot: true, reached };
        let found = query::covering(&view, &target, filed).unwrap();
        let says = found.into_iter().map(|found| {
            let id = self.ids.iter().find(|(_, id)| **id == found.id.id()).unwrap();
            assert_eq!(found.cover, Cover::Fully);
            let says = match (found.measure.state == MeasureState::Closed.number(), found.held) {
                (true, _) => Says::Closed,
                (false, true) => Says::Held,
                (false, false) => Says::Recalled,
            };
            (*id.0, says)
        });
        says.collect()
    }

    /// Of a released lot, as a scan of it says; whether it says that a recall is being followed.
    fn verdict(&self, lot: Lot) -> (Option<Verdict>, bool) {
        let view = self.bench.writer.db.snapshot();
        let BatchKey { organization, product, lot } = self.key(lot);
        let lookup = Lookup::Product { organization, product, lot: Some(lot), serial: None };
        let documents = Documents::default();
        let now = suyuan::domain::day::Instant(NOW);
        let frame = Frame {
            keyring: &self.bench.keyring,
            documents: &documents,
            zone: "Asia/Shanghai",
            now,
            today: now.day_in(&self.bench.writer.zone),
        };
        let answer = report(&view, &frame, &lookup).unwrap();
        let checking = ReasonCode::RecallCheckRunning;
        let checking = answer.reasons.iter().any(|reason| reason.code == checking);
        (answer.batch.is_some().then_some(answer.verdict), checking)
    }
}

#[test]
fn random_histories_end_as_recomputed_by_single_edges() {
    histories(1);
}

#[test]
fn random_histories_end_as_recomputed_by_several_edges() {
    histories(4);
}

fn histories(reach_edges: usize) {
    let bench = Bench::new(reach_edges);
    for seed in 0..HISTORIES {
        let mut history = History::new(&bench, seed);
        for _ in 0..ACTS {
            history.act();
            history.compare();
        }
        let mut steps = 0;
        while bench.is_left() {
            bench.write(&[]);
            history.compare();
            steps += 1;
            assert!(steps < 1_000, "seed {seed}: it never ends\n{:#?}", history.done);
        }
        history.compare();
    }
    // Replayed from the facts, every view is the same.
    verified(&bench.writer.db.snapshot()).unwrap();
}
