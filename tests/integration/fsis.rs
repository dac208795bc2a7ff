//! Real recall notices (`tests/fixtures/recalls-fsis.json`), opened and closed on the days they were, and
//! read by programs as it goes on: class, state and dates as published, feeds by the rules of their
//! formats, and a reader that comes back where it was told to loses nothing and sees nothing twice.

use crate::harness::{Answer, TestApp, recall};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use suyuan::app::Options;
use suyuan::clock::Clock;
use suyuan::domain::day::Day;
use suyuan::limits::FEED_ITEMS_COUNT_MAX;

const DAY_MS: i64 = 86_400_000;
const ATOM: &str = "http://www.w3.org/2005/Atom";

fn records() -> Vec<Value> {
    let text = include_str!("../fixtures/recalls-fsis.json");
    let file: Value = serde_json::from_str(text).unwrap();
    assert!(file["source"].as_str().unwrap().contains("fsis.usda.gov"));
    file["records"].as_array().unwrap().clone()
}

/// A notice as the body of a recall.
fn body(record: &Value) -> Value {
    let has = |reason: &str| record["reasons"].as_array().unwrap().iter().any(|it| it == reason);
    let title = record["title"].as_str().unwrap();
    let germs = ["Listeria", "Salmonella", "E. coli", "E. Coli"];
    let hazard = match () {
        () if has("Unreported Allergens") => "allergen",
        () if germs.iter().any(|germ| title.contains(germ)) => "pathogen",
        () if has("Product Contamination") => "foreignBody",
        () if has("Misbranding") || has("Mislabeling") => "label",
        () => "other",
    };
    let lot = record["number"].as_str().unwrap().replace(' ', "-");
    let mut body = recall(&[lot.as_str()]);
    body["hazard"] = hazard.into();
    body["reason"] = json!({"en": title});
    body.as_object_mut().unwrap().remove("class");
    if let Some(class) = class(record) {
        body["class"] = class.into();
    }
    body
}

/// High, low and marginal risk are classes 1 to 3; a public health alert has none.
fn class(record: &Value) -> Option<u8> {
    let level = record["riskLevel"].as_str()?;
    let levels = ["High", "Low", "Marginal"].iter().zip(1..);
    levels.into_iter().find(|(name, _)| **name == level).map(|(_, class)| class)
}

/// Openings and closings in the order of their days: day, record, whether it is closed.
fn days(records: &[Value]) -> Vec<(i32, usize, bool)> {
    let day = |text: &Value| text.as_str().and_then(Day::parse).map(Day::number);
    let mut days = Vec::new();
    for (at, record) in records.iter().enumerate() {
        days.push((day(&record["startDate"]).unwrap(), at, false));
        days.extend(day(&record["endDate"]).map(|end| (end, at, true)));
    }
    days.sort_by_key(|(day, at, closed)| (*day, *closed, *at));
    days
}

/// One change of a recall as a feed told it: which one, when, and its state then.
type Told = (String, String, String);

/// A program that reads one form of the feed, a page at a time.
struct Reader {
    path: String,
    form: fn(&str) -> (Vec<Told>, Option<String>, String),
    told: Vec<Told>,
    pages: usize,
    filled: usize,
}

impl Reader {
    fn new(path: &str, form: fn(&str) -> (Vec<Told>, Option<String>, String)) -> Self {
        let path = format!("{path}?lang=en&since=0");
        Self { path, form, told: Vec::new(), pages: 0, filled: 0 }
    }

    /// Reads one page; whether another one waits.
    fn page(&mut self, app: &TestApp) -> bool {
        let answer = app.get(&self.path);
        assert_eq!(answer.status, 200, "{}: {}", self.path, answer.text());
        let (told, next, later) = (self.form)(&answer.text());
        self.pages += 1;
        self.filled += usize::from(told.len() == FEED_ITEMS_COUNT_MAX);
        self.told.extend(told);
        let more = next.is_some();
        let address = next.unwrap_or(later);
        self.path = address[address.find("/recalls").unwrap()..].to_owned();
        more
    }

    fn rest(&mut self, app: &TestApp) {
        while self.page(app) {}
    }

    /// Nothing came twice, and the last that came of each recall is how it stands.
    fn check(&self, stands: &BTreeMap<String, String>) {
        let once: BTreeSet<(&str, &str)> =
            self.told.iter().map(|(id, at, _)| (id.as_str(), at.as_str())).collect();
        assert_eq!(once.len(), self.told.len(), "a change came twice");
        let last: BTreeMap<String, String> =
            self.told.iter().map(|(id, _, state)| (id.clone(), state.clone())).collect();
        assert_eq!(&last, stands);
        let times: Vec<jiff::Timestamp> =
            self.told.iter().map(|(_, at, _)| at.parse().unwrap()).collect();
        assert!(times.is_sorted(), "{times:?}");
    }
}

fn last_part(address: &str) -> String {
    address.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// A page of Atom, held against the grammar of RFC 4287, appendix B.
fn atom(text: &str) -> (Vec<Told>, Option<String>, String) {
    let read = roxmltree::Document::parse(text).unwrap();
    let feed = read.root_element();
    let named = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.children().filter(|child| child.has_tag_name((ATOM, name))).count()
    };
    let leaf = |node: roxmltree::Node<'_, '_>, name: &str| {
        let found = node.children().find(|child| child.has_tag_name((ATOM, name)));
        found.and_then(|child| child.text()).unwrap_or_default().to_owned()
    };
    assert!(feed.has_tag_name((ATOM, "feed")));
    let entries: Vec<_> =
        feed.children().filter(|node| node.has_tag_name((ATOM, "entry"))).collect();
    assert_eq!(named(feed, "author"), 1);
    for node in entries.iter().chain([&feed]) {
        for name in ["id", "title", "updated"] {
            assert_eq!(named(*node, name), 1, "{name}");
            assert!(!leaf(*node, name).is_empty(), "{name}");
        }
        assert!(leaf(*node, "updated").parse::<jiff::Timestamp>().is_ok());
        assert!(named(*node, "published") <= 1 && named(*node, "summary") <= 1);
        let links = node.children().filter(|child| child.has_tag_name((ATOM, "link")));
        let links: Vec<_> = links.collect();
        assert!(links.iter().any(|link| link.attribute("rel") == Some("alternate")));
        let absolute = |link: &roxmltree::Node<'_, '_>| {
            link.attribute("href").is_some_and(|href| href.starts_with("https://"))
        };
        assert!(links.iter().all(absolute));
    }
    let ids: BTreeSet<String> = entries.iter().map(|entry| leaf(*entry, "id")).collect();
    assert_eq!(ids.len(), entries.len(), "two entries with one id");
    let link = |rel: &str| {
        let found = feed.children().find(|child| child.attribute("rel") == Some(rel));
        found.and_then(|link| link.attribute("href")).map(str::to_owned)
    };
    let told = entries.iter().map(|entry| {
        let page = entry.children().find(|child| child.attribute("type") == Some("text/html"));
        let terms: Vec<_> = entry.children().filter_map(|child| child.attribute("term")).collect();
        let state = ["open", "closed", "lifted"].into_iter().find(|state| terms.contains(state));
        (
            last_part(page.unwrap().attribute("href").unwrap()),
            leaf(*entry, "updated"),
            state.unwrap().to_owned(),
        )
    });
    (told.collect(), link("next"), link("monitor").unwrap())
}

/// A page of JSON Feed, held against version 1.1.
fn json_feed(text: &str) -> (Vec<Told>, Option<String>, String) {
    let feed: Value = serde_json::from_str(text).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let known = [
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "next_url",
        "authors",
        "language",
        "items",
    ];
    let own = |name: &String| name.starts_with('_');
    assert!(
        feed.as_object().unwrap().keys().all(|name| own(name) || known.contains(&name.as_str()))
    );
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    assert!(!text(&feed["title"]).is_empty());
    let items = feed["items"].as_array().unwrap();
    let told: Vec<Told> = items
        .iter()
        .map(|item| {
            assert!(item["content_text"].is_string() && item["id"].is_string(), "{item}");
            for name in ["date_published", "date_modified"] {
                assert!(text(&item[name]).parse::<jiff::Timestamp>().is_ok(), "{item}");
            }
            assert!(text(&item["url"]).starts_with("https://"), "{item}");
            assert!(item["tags"].as_array().unwrap().iter().all(Value::is_string));
            (
                last_part(&text(&item["url"])),
                text(&item["date_modified"]),
                text(&item["_recall"]["state"]),
            )
        })
        .collect();
    let ids: BTreeSet<&str> = items.iter().filter_map(|item| item["id"].as_str()).collect();
    assert_eq!(ids.len(), items.len(), "two items with one id");
    let next = feed["next_url"].as_str().map(str::to_owned);
    (told, next, text(&feed["_recalls"]["later_url"]))
}

fn accepted(answer: &Answer) -> Value {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// A closed recall still says not to eat it: only a lifted one cancels its alert.
#[test]
fn notices_of_fifteen_years_are_told_once_each_while_they_open_and_close() {
    let records = records();
    let days = days(&records);
    let start = i64::from(days[0].0 - 1) * DAY_MS;
    let fixed = |options: Options| Options { clock: Clock::fixed(start), ..options };
    let app = TestApp::on(Arc::new(tempfile::tempdir().unwrap()), fixed);
    let maker = app.with_maker();
    // One reads after every change, one a page at a time beside the changes, one when all is over.
    let mut prompt = Reader::new("/recalls.atom", atom);
    let mut slow = Reader::new("/recalls.feed.json", json_feed);
    let mut last = Reader::new("/recalls.atom", atom);
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    let mut stands = BTreeMap::new();
    for (number, (day, at, closed)) in days.iter().enumerate() {
        let noon = i64::from(*day) * DAY_MS + DAY_MS / 2;
        app.service.app.clock.set(noon + i64::try_from(number).unwrap());
        let key = format!("{at}-{closed}");
        if *closed {
            let path = format!("/api/v1/recalls/{}/closure", ids[at]);
            let reason = json!({"reason": {"en": "closed by the inspection service"}});
            accepted(&app.post_keyed(&maker, &key, &path, &reason));
            stands.insert(ids[at].clone(), "closed".to_owned());
        } else {
            let opened = app.post_keyed(&maker, &key, "/api/v1/recalls", &body(&records[*at]));
            let id = accepted(&opened)["id"].as_str().unwrap().to_owned();
            stands.insert(id.clone(), "open".to_owned());
            ids.insert(*at, id);
        }
        prompt.rest(&app);
        if number > 80 {
            slow.page(&app);
        }
    }
    for reader in [&mut prompt, &mut slow, &mut last] {
        reader.rest(&app);
    }
    assert_eq!(prompt.told.len(), days.len(), "every change at once");
    assert!(last.filled > 0 && last.pages > 1 && slow.pages > 2, "no page was full");
    for reader in [&prompt, &slow, &last] {
        reader.check(&stands);
    }
    assert_eq!(last.told.len(), records.len());
    for (at, record) in records.iter().enumerate() {
        let shown = app.get(&format!("/api/v1/recalls/{}", ids[&at])).json();
        let state = if record["endDate"].is_string() { "closed" } else { "open" };
        assert_eq!((&shown["state"], &shown["class"]), (&json!(state), &json!(class(record))));
        let comparable = shown["comparable"]["fsis"].as_str();
        let level = record["riskLevel"].as_str();
        assert_eq!(comparable.map(str::to_lowercase), level.map(str::to_lowercase), "{shown}");
        let day = |moment: &Value| moment.as_str().map(|text| text[..10].to_owned());
        assert_eq!(day(&shown["openedAt"]), day(&record["startDate"]));
        assert_eq!(day(&shown["ended"]["at"]), day(&record["endDate"]));
        let alert = app.get(&format!("/recalls/{}.cap", ids[&at])).text();
        let read = roxmltree::Document::parse(&alert).unwrap();
        let kind = read.descendants().find(|node| node.tag_name().name() == "msgType").unwrap();
        assert_eq!(kind.text(), Some(if state == "open" { "Alert" } else { "Update" }), "{alert}");
    }
    // Without `since` the newest come first, over pages that hold each once.
    let (first, next, later) = atom(&app.get("/recalls.atom?lang=en").text());
    let path = |address: &str| address[address.find("/recalls").unwrap()..].to_owned();
    let (second, end, _) = atom(&app.get(&path(&next.unwrap())).text());
    assert!(end.is_none() && first.len() + second.len() == records.len());
    // Who begins there comes back to what changes later, and to nothing else.
    assert!(atom(&app.get(&path(&later)).text()).0.is_empty());
    let path_of = format!("/api/v1/recalls/{}/lifting", ids[&0]);
    let reason = json!({"reason": {"en": "no reason"}});
    accepted(&app.post_keyed(&maker, "lift", &path_of, &reason));
    let (told, _, _) = atom(&app.get(&path(&later)).text());
    assert_eq!(told.iter().map(|(id, _, _)| id).collect::<Vec<_>>(), [&ids[&0]]);
}
