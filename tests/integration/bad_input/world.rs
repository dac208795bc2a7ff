//! The ledger that bad requests are sent to, and the rows that say what is sent.

use crate::harness::{
    MAKER, OTHER, REGULATOR, TestApp, batch, batch_path, organization, product, recall,
};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use suyuan::clock::Clock;
use suyuan::views::query;

/// 2026-11-22, ten in the morning in Shanghai.
const NOW_MS: i64 = 1_795_312_800_000;
const DAY_MS: i64 = 86_400_000;
/// The authority of the maker's county.
const COUNTY: &str = "CN-REG:341124";
/// A regulator of Zhejiang, outside the maker's province.
const OUTSIDE: &str = "CN-REG:33";

/// What the maker's file of evidence holds.
const FILE: &[u8] = b"%PDF-1.7 a licence";

/// A request and what it is answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Method and path; `{O}` is the maker, `{B}` its lot `L1`, `{R}` the list of recalls, `{open}` and
    /// `{closed}` are recalls, `{W}` is the walk from `L1`, `{candidate}` and `{wrong}` are candidate links,
    /// `{entry}` is an entry of the register `{E}`, `{hook}` is a webhook, `{L}` is a lot but for its name.
    pub(super) request: &'static str,
    /// Whose token it carries; empty for none.
    pub(super) who: &'static str,
    pub(super) body: Body,
    /// `-` takes a header out, `~9` is a value of nine characters.
    pub(super) headers: &'static [(&'static str, &'static str)],
    pub(super) status: u16,
    /// The stable code, or `verdict` and the verdict of a report.
    pub(super) code: &'static str,
    /// `pointer code`, one after another.
    pub(super) findings: &'static str,
}

/// What is sent as a body.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    None,
    Text(&'static str),
    /// A good body with one place set; `-` takes the member out.
    But(Good, &'static str, &'static str),
    /// For bodies too long to write down.
    Made(fn() -> Value),
}

/// Bodies that are accepted where nothing else is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Good {
    Organization,
    Token,
    Product,
    Batch,
    Check,
    Intake,
    Match,
    Reason,
    Ordinals,
    Serials,
    Correction,
    Erasure,
    Recall,
    Plan,
    Notice,
    Stage,
    Time,
    Step,
    End,
    Entry,
    Status,
    Policy,
    Event,
    Listing,
    Webhook,
    Settings,
    OpeningSettings,
    Ground,
    Judgement,
    Consignee,
    Answer,
    Link,
    Visit,
    Drill,
    DrillStep,
}

impl Row {
    pub(super) const NONE: Self = Self {
        request: "",
        who: "",
        body: Body::None,
        headers: &[],
        status: 0,
        code: "",
        findings: "",
    };

    pub(super) const fn with(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }
}

/// A row without a body.
pub(super) const fn ask(
    request: &'static str,
    who: &'static str,
    status: u16,
    code: &'static str,
    findings: &'static str,
) -> Row {
    Row { request, who, status, code, findings, ..Row::NONE }
}

/// A row with a body.
pub(super) const fn tell(
    request: &'static str,
    who: &'static str,
    body: Body,
    status: u16,
    code: &'static str,
    findings: &'static str,
) -> Row {
    Row { request, who, body, status, code, findings, ..Row::NONE }
}

/// A body with findings, from whoever may send it.
pub(super) const fn bad(request: &'static str, body: Body, findings: &'static str) -> Row {
    tell(request, "maker", body, 400, "invalid", findings)
}

impl Body {
    pub(super) fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(text.as_bytes().to_vec()),
            Self::But(good, place, put) => Some(changed(good, place, put).to_string().into_bytes()),
            Self::Made(make) => Some(make().to_string().into_bytes()),
        }
    }
}

impl Good {
    pub(super) fn value(self) -> Value {
        let reason = json!({"zh": "例行核查", "en": "routine check"});
        match self {
            Self::Organization => organization("91340100099845715P", "producer", "340100"),
            Self::Token => json!({"role": "seller", "label": "till 7"}),
            Self::Product => {
                let mut version = product();
                version["version"] = json!(2);
                version
            }
            Self::Batch => batch("NEW", 1),
            Self::Check => json!({
                "kind": "factoryTest",
                "reportNo": "R-NEW",
                "testedOn": "2026-11-02",
                "items": [{
                    "item": "nitrite",
                    "result": {"value": 20, "unit": "mg/kg"},
                    "limit": {"max": 30},
                }],
            }),
            Self::Intake => json!([waiting("S-NEW")]),
            Self::Match => json!({"organization": MAKER, "product": "SS-200", "lot": "L1"}),
            Self::Reason => json!({"reason": reason}),
            Self::Ordinals => json!({"ordinals": {"first": 1, "last": 1}}),
            Self::Serials => json!({"serials": {"first": "T0001", "last": "T0002"}}),
            Self::Correction => json!({
                "kind": "record",
                "reason": reason,
                "changes": [{"pointer": "/additives/0/used/value", "value": 70}],
            }),
            Self::Erasure => json!({"section": "restricted", "legalGround": reason}),
            Self::Recall => recall(&["L1"]),
            Self::Plan => crate::harness::recall_plan(),
            Self::Notice => crate::harness::recall_notice(),
            Self::Stage => crate::harness::recall_stage("started"),
            Self::Time => json!({"finishBy": "2026-12-31", "reason": reason}),
            Self::Step => json!({"scope": recall(&["L1"])["scope"], "reason": reason}),
            Self::End => json!({"reason": reason, "evidence": "R-77"}),
            Self::Entry => entry("SC10434112600133"),
            Self::Status => json!({"status": "suspended", "on": "2026-11-20", "reason": reason}),
            Self::Event => json!({
                "bizStep": "selling",
                "on": "2026-11-20",
                "quantity": {"value": 1, "unit": "EA"},
                "counterpart": OTHER,
                "region": "341124",
                "channel": "shop",
                "sscc": "395210010000000015",
                "note": {"zh": "门店"},
            }),
            Self::Listing => json!({"items": [{
                "gtin": "09521001400176",
                "lot": "L1",
                "permit": "SC10434112600125",
                "organization": MAKER,
            }]}),
            Self::Webhook => json!({"url": "http://127.0.0.1:9/changes", "kinds": ["taskOpened"]}),
            Self::Settings => json!({"corrections": "fourEyes"}),
            Self::OpeningSettings => json!({"recalls": "fourEyes"}),
            Self::Ground => json!({"legalGround": reason}),
            Self::Judgement => json!({
                "key": crate::harness::JAM_QUESTION,
                "permitted": true,
                "reason": reason,
            }),
            Self::Policy => json!({"kind": "profile", "document": profile("general.coffee", 1)}),
            _ => self.of_recalls(),
        }
    }

    fn of_recalls(self) -> Value {
        let reason = json!({"zh": "例行核查", "en": "routine check"});
        match self {
            Self::Consignee => json!({
                "party": OTHER,
                "name": "城东小店",
                "region": "341124",
                "address": "城东路1号",
                "contact": "0550-1",
                "got": [lot_amount()],
                "removed": false,
                "reason": reason,
            }),
            Self::Answer => json!({
                "notifiedOn": "2026-11-20",
                "stoppedSaleOn": "2026-11-20",
                "outcomes": [{
                    "outcome": "returned",
                    "product": "SS-200",
                    "lot": "L98",
                    "quantity": {"value": 1, "unit": "EA"},
                    "on": "2026-11-21",
                }],
                "customers": [{
                    "name": "食堂",
                    "party": OTHER,
                    "region": "341124",
                    "address": "学校路1号",
                    "contact": "0550-2",
                    "got": [lot_amount()],
                }],
                "final": true,
                "note": reason,
            }),
            Self::Link => json!({"days": 3}),
            Self::Visit => json!({
                "organization": MAKER,
                "place": "城东路1号",
                "region": "341124",
                "on": "2026-11-21",
                "onSale": true,
                "quantity": {"value": 1, "unit": "EA"},
                "note": reason,
            }),
            Self::Drill => {
                json!({"scope": recall(&["L1"])["scope"], "goalHours": 4, "note": reason})
            }
            Self::DrillStep => json!({"step": "lotsFound", "note": reason}),
            _ => Value::Null,
        }
    }
}

fn lot_amount() -> Value {
    json!({"product": "SS-200", "lot": "L98", "quantity": {"value": 1, "unit": "EA"}})
}

/// A test of a sample whose lot nobody named.
pub(super) fn waiting(sample: &str) -> Value {
    let mut check = Good::Check.value();
    check["sampleNo"] = json!(sample);
    check["labelledProducer"] = json!({"organization": MAKER});
    check
}

/// A production licence of the maker.
pub(super) fn entry(number: &str) -> Value {
    json!({
        "kind": "foodProduction",
        "number": number,
        "issuer": {"zh": "全椒县市场监督管理局"},
        "validFrom": "2024-01-01",
        "validTo": "2028-12-31",
        "covers": ["0401"],
        "site": "QJ-1",
        "region": "341124",
        "counterpart": OTHER,
        "product": "SS-200",
        "pledges": ["noAdditiveAbuse"],
        "area": ["341124"],
        "note": {"zh": "正本"},
    })
}

/// A profile that asks for nothing of its own.
pub(super) fn profile(id: &str, version: u32) -> Value {
    json!({
        "id": id,
        "version": version,
        "effectiveFrom": "2026-12-01",
        "parent": "general",
        "name": {"zh": "饮品", "en": "Drinks"},
    })
}

/// A good body with one place set.
pub(super) fn changed(good: Good, place: &str, put: &str) -> Value {
    let mut body = good.value();
    let Some((parent, name)) = place.rsplit_once('/') else { return body };
    let parent = body.pointer_mut(parent).unwrap();
    match (parent, put) {
        (Value::Object(members), "-") => _ = members.remove(name).unwrap(),
        (Value::Object(members), put) => {
            _ = members.insert(name.to_owned(), serde_json::from_str(put).unwrap());
        }
        (Value::Array(elements), put) => {
            elements[name.parse::<usize>().unwrap()] = serde_json::from_str(put).unwrap();
        }
        other => panic!("{other:?}"),
    }
    body
}

/// A service with one of each thing that a request can run into.
pub(super) struct World {
    pub(super) app: TestApp,
    tokens: Vec<(&'static str, String)>,
    /// A webhook of the maker that leads nowhere.
    hook: String,
    /// Positions of two proposed corrections of `L2`.
    proposals: Vec<String>,
    /// A consignee of the recall that waits to be closed.
    consignee: String,
    clients: AtomicU32,
}

impl World {
    pub(super) fn prepare() -> Self {
        let app = TestApp::behind_proxy(|mut options| {
            options.clock = Clock::fixed(NOW_MS);
            options.webhooks.loopback = true;
            options
        });
        let maker = app.with_maker();
        let mut tokens = vec![
            ("operator", app.operator.clone()),
            ("other", app.admit(OTHER, "producer", "341126")),
            ("regulator", app.admit(REGULATOR, "regulator", "340000")),
            ("outside", app.admit(OUTSIDE, "regulator", "330000")),
            ("seller", app.token(MAKER, "seller")),
            ("laboratory", app.token(MAKER, "laboratory")),
            ("garbage", "suyuan_0000000000000000_00".to_owned()),
        ];
        tokens.extend(["revoked", "expired"].map(|word| (word, short_lived(&app, word))));
        lots(&app, &maker);
        foreign_product(&app, &tokens[1].1);
        measures(&app, &maker, &tokens[2].1);
        register(&app, &maker);
        let hooks = format!("/api/v1/organizations/{MAKER}/webhooks");
        let hook = created(&app.post_keyed(&maker, "hook", &hooks, &Good::Webhook.value()));
        let hook = hook["id"].as_str().unwrap().to_owned();
        let queued = json!([waiting("S-1")]);
        created(&app.post_keyed(&tokens[5].1, "queued", "/api/v1/checks", &queued));
        let mut proposed = proposals(&app, &maker).to_vec();
        let officers = officers(&app);
        proposed.extend(proposed_recalls(&app, &officers[0].1));
        tokens.extend(officers);
        tokens.push(("second", second_post(&app)));
        crate::harness::jam(&app, &maker, MAKER, "J1");
        tokens.push(("quality", app.token_of_post(MAKER, "quality")));
        tokens.push(("sales", app.token_of_post(MAKER, "sales")));
        let consignee = closing(&app, &maker, &tokens.last().unwrap().1);
        tokens.push(("maker", maker));
        app.service.app.clock.set(NOW_MS + DAY_MS);
        Self { app, tokens, hook, proposals: proposed, consignee, clients: AtomicU32::new(0) }
    }

    pub(super) fn facts(&self) -> u64 {
        query::facts(&self.app.service.app.snapshot()).unwrap()
    }

    pub(super) fn token(&self, who: &str) -> &str {
        let known = self.tokens.iter().find(|(name, _)| *name == who);
        assert!(known.is_some() || who.is_empty(), "{who}");
        known.map_or("", |(_, token)| token)
    }

    pub(super) fn path(&self, path: &str) -> String {
        let long = "7".repeat(suyuan::limits::TARGET_BYTES_MAX);
        path.replace("{B}", "{O}/batches/SS-200/L1")
            .replace("{L}", "{O}/batches/SS-200")
            .replace("{O}", &format!("/api/v1/organizations/{MAKER}"))
            .replace("{ORG}", MAKER)
            .replace("{R}", "/api/v1/recalls")
            .replace("{open}", "m-2026-0001")
            .replace("{closed}", "m-2026-0002")
            .replace("{closing}", "m-2026-0004")
            .replace("{consignee}", &self.consignee)
            .replace("{W}", &format!("/api/v1/lineage/{MAKER}/SS-200/L1"))
            .replace("{E}", "/api/v1/entries")
            .replace("{entry}", "re-0001")
            .replace("{hook}", &self.hook)
            .replace("{proposal}", &self.proposals[0])
            .replace("{second proposal}", &self.proposals[1])
            .replace("{A}", &format!("/api/v1/organizations/{COUNTY}"))
            .replace("{proposed recall}", &self.proposals[2])
            .replace("{second proposed recall}", &self.proposals[3])
            .replace("{hash}", blake3::hash(FILE).to_hex().as_str())
            .replace("{candidate}", &candidate(0, "L4"))
            .replace("{wrong}", &candidate(1, "L1"))
            .replace("{long}", &long)
    }

    /// A client of its own for every request: failed look-ups are counted per client.
    pub(super) fn next_client(&self) -> String {
        let number = self.clients.fetch_add(1, Ordering::Relaxed);
        let [_, second, third, fourth] = number.to_be_bytes();
        format!("10.{second}.{third}.{fourth}")
    }
}

/// The id of a candidate link: that line `line` of `L9` came from a lot of the maker's own.
fn candidate(line: u64, lot: &str) -> String {
    let mut bytes = b"SS-200\0L9\0".to_vec();
    bytes.extend(line.to_be_bytes());
    bytes.extend(format!("{MAKER}\0SS-200\0{lot}\0").as_bytes());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A token that is no good any more once the world stands: revoked, or past its day.
fn short_lived(app: &TestApp, word: &str) -> String {
    let path = format!("/api/v1/organizations/{MAKER}/tokens");
    let body = json!({"role": "producer", "label": word, "expiresOn": "2026-11-22"});
    let issued = created(&app.post_keyed(&app.operator, word, &path, &body));
    if word == "revoked" {
        let path = format!("{path}/{}", issued["id"].as_str().unwrap());
        let bearer = format!("Bearer {}", app.operator);
        created(&app.send("DELETE", &path, &[("authorization", &bearer)], None));
    }
    issued["token"].as_str().unwrap().to_owned()
}

/// `L1` on sale, `L2` registered with an allowance of two labels, `L3` with own serials, `L4` withdrawn,
/// `L5` held, `L6` recalled, `L7` erased, `L8` without units, `L9` with suppliers typed from papers.
fn lots(app: &TestApp, maker: &str) {
    let firm = format!("/api/v1/organizations/{MAKER}/batches");
    let register = |body: &Value| created(&app.post(maker, &firm, body));
    app.lot(maker, "L1", 3);
    let mut spoilt = batch("L2", 3);
    spoilt["units"]["labelAllowance"] = json!(2);
    register(&spoilt);
    let mut serials = batch("L3", 1);
    serials["quantity"] = json!({"value": 40, "unit": "KGM"});
    serials.as_object_mut().unwrap().remove("units");
    register(&serials);
    let own = json!({"serials": {"first": "SN0001", "last": "SN0010"}});
    created(&app.post_keyed(maker, "l3", &batch_path("L3", "units"), &own));
    for lot in ["L4", "L5", "L6", "L7"] {
        register(&batch(lot, 3));
    }
    let mut bare = batch("L8", 1);
    bare.as_object_mut().unwrap().remove("units");
    register(&bare);
    let mut typed = batch("L9", 1);
    let line = |lot: &str| {
        let source = json!({"declared": {"name": "Test Foods Ltd"}, "lotAsPrinted": lot});
        json!({"name": {"en": "trimmings"}, "source": source})
    };
    typed["ingredients"] = json!([line("L4"), line("L1")]);
    register(&typed);
    let reason = Good::Reason.value();
    created(&app.post(maker, &batch_path("L4", "withdrawal"), &reason));
    created(&app.post_keyed(maker, "l5", &batch_path("L5", "hold"), &reason));
    let erasure = Good::Erasure.value();
    created(&app.post_keyed(&app.operator, "l7", &batch_path("L7", "erasure"), &erasure));
}

fn foreign_product(app: &TestApp, other: &str) {
    let product = json!({
        "product": "OT-1",
        "gtin": "09506000134352",
        "name": {"en": "Noodles"},
        "category": "general",
        "specification": "1 kg",
    });
    created(&app.post(other, &format!("/api/v1/organizations/{OTHER}/products"), &product));
}

/// Two recalls of the maker over `L6` (open) and `L8` (closed), and one of the regulator over a lot
/// that is not registered.
fn measures(app: &TestApp, maker: &str, regulator: &str) {
    let recalls = "/api/v1/recalls";
    created(&app.post_keyed(maker, "r1", recalls, &recall(&["L6"])));
    created(&app.post_keyed(maker, "r2", recalls, &recall(&["L8"])));
    let closure = format!("{recalls}/m-2026-0002/closure");
    created(&app.post_keyed(maker, "r2-end", &closure, &Good::End.value()));
    let mut ordered = recall(&["L99"]);
    ordered["kind"] = json!("ordered");
    created(&app.post_keyed(regulator, "r3", recalls, &ordered));
}

/// An entry of the maker, and a profile.
fn register(app: &TestApp, maker: &str) {
    let entries = format!("/api/v1/organizations/{MAKER}/entries");
    created(&app.post(maker, &entries, &entry("SC10434112600125")));
    let granted = json!({"status": "granted", "on": "2024-01-01", "reason": {"zh": "例行核查"}});
    let status = "/api/v1/entries/re-0001/status";
    created(&app.post_keyed(maker, "suspension", status, &granted));
    let policy = json!({"kind": "profile", "document": profile("general.tea", 1)});
    created(&app.post(&app.operator, "/api/v1/policies", &policy));
}

/// A file of evidence of the maker, its choice of four eyes, and two corrections that wait.
fn proposals(app: &TestApp, maker: &str) -> [String; 2] {
    let firm = format!("/api/v1/organizations/{MAKER}");
    let bearer = format!("Bearer {maker}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/pdf")];
    created(&app.send("POST", &format!("{firm}/evidence"), &headers, Some(FILE)));
    let settings = format!("{firm}/settings");
    created(&app.post_keyed(maker, "four eyes", &settings, &Good::Settings.value()));
    ["p1", "p2"].map(|key| {
        let path = batch_path("L2", "corrections");
        let proposed = created(&app.post_keyed(maker, key, &path, &Good::Correction.value()));
        proposed["receipt"]["position"].to_string()
    })
}

/// Two officers of the authority of the maker's county.
fn officers(app: &TestApp) -> [(&'static str, String); 2] {
    created(&app.post(
        &app.operator,
        "/api/v1/organizations",
        &organization(COUNTY, "regulator", "341124"),
    ));
    ["duty", "head"].map(|post| {
        let path = format!("/api/v1/organizations/{COUNTY}/tokens");
        let body = json!({"role": "regulator", "label": post, "post": post});
        let issued = created(&app.post_keyed(&app.operator, post, &path, &body));
        (post, issued["token"].as_str().unwrap().to_owned())
    })
}

/// Two recalls that the first of them proposes.
fn proposed_recalls(app: &TestApp, duty: &str) -> [String; 2] {
    let settings = format!("/api/v1/organizations/{COUNTY}/settings");
    created(&app.post_keyed(duty, "eyes", &settings, &Good::OpeningSettings.value()));
    ["p1", "p2"].map(|key| {
        let body = recall(&["L97"]);
        let proposed = created(&app.post_keyed(duty, key, "/api/v1/recalls", &body));
        proposed["receipt"]["position"].to_string()
    })
}

/// A recall with one consignee, which a first post asks to close, and a drill: the consignee.
fn closing(app: &TestApp, maker: &str, first: &str) -> String {
    let opened = created(&app.post_keyed(maker, "r4", "/api/v1/recalls", &recall(&["L98"])));
    let path = format!("/api/v1/recalls/{}", opened["id"].as_str().unwrap());
    let add = format!("{path}/consignees");
    let mut shop = Good::Consignee.value();
    shop.as_object_mut().unwrap().remove("party");
    let id =
        created(&app.post_keyed(maker, "shop", &add, &shop))["id"].as_str().unwrap().to_owned();
    let mut answer = Good::Answer.value();
    answer.as_object_mut().unwrap().remove("customers");
    created(&app.post_keyed(maker, "answer", &format!("{add}/{id}/answers"), &answer));
    created(&app.post_keyed(first, "close", &format!("{path}/closure"), &Good::End.value()));
    created(&app.post_keyed(maker, "drill", "/api/v1/drills", &Good::Drill.value()));
    id
}

/// A token of the maker in a post of its own.
fn second_post(app: &TestApp) -> String {
    let path = format!("/api/v1/organizations/{MAKER}/tokens");
    let body = json!({"role": "producer", "label": "second", "post": "quality"});
    let issued = created(&app.post_keyed(&app.operator, "second", &path, &body));
    issued["token"].as_str().unwrap().to_owned()
}

fn created(answer: &crate::harness::Answer) -> Value {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}
