//! Starts a service on a fresh store in this process, and sends it requests. No part of the service is
//! replaced; only clock and entropy are given.

use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use suyuan::app::{App, Options};
use suyuan::http::service::{Service, serve};
use suyuan::scans::patterns::Patterns;
use suyuan::wire::address::PublicUrl;
use tempfile::TempDir;

/// An organization of the tests: GB 32100, Quanjiao in Anhui.
pub const MAKER: &str = "91341124MA8TY6B186";
/// Another producer: Fengyang in Anhui.
pub const OTHER: &str = "91341126MA2QH7K38T";
/// A regulator of Anhui province.
pub const REGULATOR: &str = "11340000002986061N";

/// A running service with its store.
pub struct TestApp {
    pub service: Arc<Service>,
    pub address: SocketAddr,
    /// The first operator token; empty when the folder held a ledger already.
    pub operator: String,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
    pub folder: Arc<TempDir>,
}

/// An answer: status, headers, body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The stable code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl TestApp {
    /// A fresh ledger.
    pub fn start() -> Self {
        Self::on(Arc::new(tempfile::tempdir().unwrap()), |options| options)
    }

    /// A service on a folder, with options changed.
    pub fn on(folder: Arc<TempDir>, change: impl FnOnce(Options) -> Options) -> Self {
        Self::set_up(folder, change, |_| {})
    }

    /// A fresh ledger behind a proxy that names the client in `X-Forwarded-For`, so that one test can
    /// be many clients.
    pub fn behind_proxy(change: impl FnOnce(Options) -> Options) -> Self {
        Self::set_up(Arc::new(tempfile::tempdir().unwrap()), change, |service| {
            service.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
        })
    }

    /// A fresh ledger, with the service itself changed.
    pub fn serving(equip: impl FnOnce(&mut Service)) -> Self {
        Self::set_up(Arc::new(tempfile::tempdir().unwrap()), |options| options, equip)
    }

    /// A service on a folder, with options and the service itself changed.
    fn set_up(
        folder: Arc<TempDir>,
        change: impl FnOnce(Options) -> Options,
        equip: impl FnOnce(&mut Service),
    ) -> Self {
        let (app, first) = App::open(change(Options::new(folder.path()))).unwrap();
        let url = PublicUrl::parse("https://t.example.cn").unwrap();
        let mut service = Service::new(app, url);
        let patterns = Patterns::shipped().unwrap();
        service.scans = Some(service.app.count_scans(patterns, 1_000).unwrap());
        equip(&mut service);
        let service = Arc::new(service);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let shared = Arc::clone(&service);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                serve(listener, shared, async {
                    let _stop_or_gone = stopped.await;
                })
                .await
                .unwrap();
            });
        });
        let address = told.recv_timeout(Duration::from_secs(10)).unwrap();
        let operator = first.unwrap_or_default();
        Self { service, address, operator, stop: Some(stop), thread: Some(thread), folder }
    }

    /// Where the data is.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Stops the service and gives its folder back, for a restart.
    pub fn stop(mut self) -> Arc<TempDir> {
        self.end();
        Arc::clone(&self.folder)
    }

    /// `GET` without a token.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    /// `GET` with a token.
    pub fn get_as(&self, token: &str, path: &str) -> Answer {
        self.send("GET", path, &[("authorization", &bearer(token))], None)
    }

    /// `POST` of a JSON body with a token.
    pub fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        let headers =
            [("authorization", bearer(token)), ("content-type", "application/json".into())];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.send("POST", path, &headers, Some(body.to_string().as_bytes()))
    }

    /// `POST` with an Idempotency-Key.
    pub fn post_keyed(&self, token: &str, key: &str, path: &str, body: &Value) -> Answer {
        let bearer = bearer(token);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        self.send("POST", path, &headers, Some(body.to_string().as_bytes()))
    }

    /// Any request.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Answer {
        send(self.address, method, path, headers, body)
    }

    /// The verdict of a scan, which page and JSON have to agree on.
    #[track_caller]
    pub fn verdict(&self, path: &str) -> String {
        let json = self.send("GET", path, &[("accept", "application/json")], None);
        let verdict = json.json()["verdict"].as_str().unwrap_or_default().to_owned();
        let page = self.send("GET", path, &[("accept", "text/html")], None);
        assert_eq!(page.status, json.status, "{path}");
        let tone = tone(&verdict);
        let heads = [&tone, "notices"].map(|tone| format!("<section class=\"verdict {tone}"));
        let allowed = if verdict == "registered" { &heads[..] } else { &heads[..1] };
        let text = page.text();
        assert!(allowed.iter().any(|head| text.contains(head)), "{path} {verdict}: {text}");
        verdict
    }

    /// Admits an organization and gives it a token of the role.
    pub fn admit(&self, code: &str, role: &str, region: &str) -> String {
        let answer =
            self.post(&self.operator, "/api/v1/organizations", &organization(code, role, region));
        assert_eq!(answer.status, 201, "{}", answer.text());
        self.token(code, role)
    }

    /// A token of an admitted organization.
    pub fn token(&self, code: &str, role: &str) -> String {
        let path = format!("/api/v1/organizations/{}/tokens", escape(code));
        let body = json!({"role": role, "label": "test"});
        let answer = self.post_keyed(&self.operator, &format!("{code}-{role}"), &path, &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["token"].as_str().unwrap().to_owned()
    }

    /// A producer's token that names a post.
    pub fn token_of_post(&self, code: &str, post: &str) -> String {
        let path = format!("/api/v1/organizations/{}/tokens", escape(code));
        let body = json!({"role": "producer", "label": "test", "post": post});
        let answer = self.post_keyed(&self.operator, &format!("{code}-{post}"), &path, &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["token"].as_str().unwrap().to_owned()
    }

    /// A maker with one product `SS-200`: its token.
    pub fn with_maker(&self) -> String {
        let token = self.admit(MAKER, "producer", "341124");
        let answer =
            self.post(&token, &format!("/api/v1/organizations/{MAKER}/products"), &product());
        assert_eq!(answer.status, 201, "{}", answer.text());
        token
    }

    /// Registers, releases and activates a lot of `SS-200` with so many codes.
    pub fn lot(&self, token: &str, lot: &str, units: u64) {
        let registered =
            self.post(token, &format!("/api/v1/organizations/{MAKER}/batches"), &batch(lot, units));
        assert_eq!(registered.status, 201, "{}", registered.text());
        for (step, body) in [("release", json!({})), ("activation", json!({}))] {
            let answer = self.post(token, &batch_path(lot, step), &body);
            assert_eq!(answer.status, 201, "{step}: {}", answer.text());
        }
    }

    /// The rows of `units.csv`: ordinal, serial, url.
    pub fn units(&self, token: &str, lot: &str) -> Vec<[String; 3]> {
        let answer = self.get_as(token, &batch_path(lot, "units.csv"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let rows = answer.text();
        let row = |line: &str| {
            let mut parts = line.splitn(3, ',').map(str::to_owned);
            [(); 3].map(|()| parts.next().unwrap_or_default())
        };
        rows.lines().skip(1).map(row).collect()
    }

    fn end(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        self.service.app.close();
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if self.thread.is_some() && !std::thread::panicking() {
            self.end();
        }
    }
}

/// Any request to an address.
pub fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&[u8]>,
) -> Answer {
    Client::new(address).send(method, path, headers, body)
}

/// A client that keeps its connection.
pub struct Client {
    agent: ureq::Agent,
    address: SocketAddr,
}

impl Client {
    /// A client without a connection yet.
    pub fn new(address: SocketAddr) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(60)));
        Self { agent: config.build().new_agent(), address }
    }

    /// Any request.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Answer {
        self.try_send(method, path, headers, body).unwrap()
    }

    /// Any request to a service that may end before it answers.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Answer, ureq::Error> {
        let uri = format!("http://{}{path}", self.address);
        let mut request = ureq::http::Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body.to_vec())?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let bytes = response.body_mut().with_config().limit(1 << 30).read_to_vec()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, bytes })
    }
}

/// What a lot of `JAM` asks: whether the words "but not canned" leave it in (GB 2760, table A.1).
pub const JAM_QUESTION: &str = "GB 2760-2024/17.003/04.01.02.05/罐头除外";

/// A firm's product `JAM`, and a lot with 0.5 g/kg of sorbic acid: 1 g/kg are permitted in jam that is
/// not canned.
pub fn jam(app: &TestApp, token: &str, code: &str, lot: &str) {
    let path = |rest: &str| format!("/api/v1/organizations/{}/{rest}", escape(code));
    let product = json!({
        "product": "JAM",
        "name": {"zh": "草莓酱", "en": "Strawberry jam"},
        "category": "general",
        "specification": "300 g",
        "additiveCategory": "04.01.02.05",
    });
    let lot = json!({
        "product": "JAM",
        "lot": lot,
        "producedOn": "2026-11-01",
        "origin": {"country": "CN"},
        "quantity": {"value": 1000, "unit": "KGM"},
        "ingredients": [],
        "additives": [{"cns": "17.003", "used": {"value": 500, "unit": "GRM"}, "activeFraction": 1}],
    });
    for (rest, body) in [("products", product), ("batches", lot)] {
        let answer = app.post(token, &path(rest), &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
}

/// Path of a lot of `SS-200`, with a step.
pub fn batch_path(lot: &str, step: &str) -> String {
    let slash = if step.is_empty() { "" } else { "/" };
    format!("/api/v1/organizations/{MAKER}/batches/SS-200/{lot}{slash}{step}")
}

/// Body of an admission.
pub fn organization(code: &str, role: &str, region: &str) -> Value {
    json!({
        "code": code,
        "name": {"zh": "测试食品有限公司", "en": "Test Foods Ltd"},
        "roles": [role],
        "region": region,
        "address": {"zh": "测试路1号"},
        "contact": {"phone": "0550-0000000", "person": "张三丰"},
    })
}

/// Body of the product `SS-200`, of which no profile asks anything.
pub fn product() -> Value {
    json!({
        "product": "SS-200",
        "gtin": "09521001400176",
        "name": {"zh": "烟熏猪肉香肠", "en": "Smoked pork sausage"},
        "category": "general",
        "specification": "200 g",
        "formula": {"visibility": "restricted", "lines": [{"material": "secret-pork", "kg": 987.654}]},
    })
}

/// Body of a lot of `SS-200`, good for years.
pub fn batch(lot: &str, units: u64) -> Value {
    json!({
        "product": "SS-200",
        "lot": lot,
        "producedOn": "2026-11-01",
        "expiresOn": "2031-01-07",
        "quantity": {"value": units.max(1), "unit": "EA"},
        "origin": {"country": "CN", "region": "341124"},
        "ingredients": [{
            "name": {"zh": "猪肉", "en": "pork"},
            "quantity": {"value": 12.5, "unit": "KGM"},
            "source": {"declared": {"name": "秘密供应商"}},
            "origin": {"country": "CN", "region": "230183"},
        }],
        "additives": [{"cns": "09.002", "used": {"value": 77.7, "unit": "GRM"}, "function": "colourRetention"}],
        "units": {"issue": units},
    })
}

/// Body of a recall over lots of `SS-200`.
pub fn recall(lots: &[&str]) -> Value {
    json!({
        "scope": {"organization": MAKER, "product": "SS-200", "lots": lots},
        "regime": "food",
        "class": 1,
        "kind": "voluntary",
        "hazard": "pathogen",
        "reason": {"zh": "检出单增李斯特菌", "en": "Listeria found"},
        "remedy": ["refund", "destroy"],
        "instructions": {"zh": "停止食用并退货", "en": "Stop eating, return it"},
    })
}

/// A complete plan of such a recall.
pub fn recall_plan() -> Value {
    json!({
        "producer": {
            "name": {"zh": "滁州示例肉品有限公司"}, "address": "全椒县", "legalPerson": "某甲",
            "personInCharge": "某乙", "contact": "0550-5000001",
        },
        "product": {
            "name": {"zh": "烟熏香肠", "en": "Smoked sausage"}, "brand": "示例", "specification": "200 g",
            "producedOn": {"first": "2026-11-01", "last": "2026-11-01"}, "lots": ["L1"],
            "quantity": {"value": 500, "unit": "EA"},
        },
        "area": {"zh": "安徽省"}, "reason": {"zh": "检出单增李斯特菌"}, "harm": {"zh": "感染"}, "class": 1,
        "procedure": {"zh": "下架、退回、封存"}, "timeLimits": {"zh": "10 个工作日"},
        "notice": {"text": {"zh": "公告"}, "channel": {"zh": "企业网站"}},
        "operatorDuties": {"zh": "停止销售"}, "disposal": {"zh": "无害化处理"}, "cost": {"zh": "企业承担"},
        "expectedEffect": {"zh": "全部收回"},
    })
}

/// What a complete notice of such a recall states beyond the recall.
pub fn recall_notice() -> Value {
    json!({
        "email": "recall@example.cn", "brand": {"zh": "示例", "en": "Example"},
        "startsOn": "2026-11-20", "endsOn": "2026-12-04", "area": {"zh": "安徽省", "en": "Anhui"},
        "operatorDuties": {"zh": "清点库存并报告", "en": "Count the stock and report it"},
        "refund": {"zh": "凭包装退款", "en": "Money back for the pack"}, "channel": {"zh": "企业网站"},
    })
}

/// A stage with its statement.
pub fn recall_stage(stage: &str) -> Value {
    json!({"stage": stage, "statement": {"zh": "已办理", "en": "done"}})
}

/// A path segment percent-encoded.
pub fn escape(text: &str) -> String {
    suyuan::wire::digital_link::encode_segment(text)
}

/// How the page marks a verdict: `recall-closed` for `recallClosed`.
fn tone(verdict: &str) -> String {
    if verdict == "codeMistyped" {
        return "mistyped".to_owned();
    }
    let dashed = |letter: char| match letter.is_ascii_uppercase() {
        true => format!("-{}", letter.to_ascii_lowercase()),
        false => letter.to_string(),
    };
    verdict.chars().map(dashed).collect()
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}
