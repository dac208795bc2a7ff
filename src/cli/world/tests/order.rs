//! The order of the calls: a small model of the service's states, which every call has to fit.

use super::*;

/// What the model knows of a lot.
#[derive(Default)]
struct Known {
    pieces: u64,
    units: u64,
    made: u32,
    tested: bool,
    released: bool,
    withdrawn: bool,
    /// Open holds, and open recalls that cover all of it.
    stopped: u32,
}

#[derive(Default)]
struct Model {
    organizations: BTreeSet<String>,
    products: BTreeSet<String>,
    lots: BTreeMap<String, Known>,
    /// Recalls: the opener's side, the lots named, whether open.
    recalls: BTreeMap<String, (Who, Vec<String>, bool)>,
    opened: BTreeMap<i16, u32>,
    entries: u32,
}

#[test]
fn every_call_fits_the_state_it_meets() {
    for today in DAYS {
        let mut model = Model::default();
        let mut days_ago = u32::MAX;
        for call in calls(today) {
            assert!(call.days_ago <= days_ago, "{} out of order", call.path);
            days_ago = call.days_ago;
            model.take(&call, today);
        }
        let waiting = model.lots.values().filter(|lot| !lot.released).count();
        assert!((2..10).contains(&waiting), "{waiting}");
        assert_eq!(model.lots.values().filter(|lot| lot.withdrawn).count(), 1);
        let states = model.recalls.values().filter(|(_, _, open)| *open).count();
        assert_eq!((model.recalls.len(), states), (4, 2));
    }
}

impl Model {
    fn take(&mut self, call: &Call, today: Date) {
        let path = call.path.strip_prefix("/api/v1/").unwrap();
        let parts: Vec<&str> = path.split('/').collect();
        let body = &call.body;
        match parts[..] {
            ["organizations"] => {
                assert_eq!(call.who, Who::Operator);
                let number = &body["code"];
                let abroad = || {
                    let part = |member: &str| number[member].as_str().unwrap();
                    format!("{}:{}", part("scheme"), part("number"))
                };
                let code = number.as_str().map_or_else(abroad, str::to_owned);
                assert!(self.organizations.insert(code));
            }
            ["policies"] => assert_eq!(call.who, Who::Operator),
            ["organizations", code, "entries"] => {
                self.entries += 1;
                if !matches!(call.who, Who::Regulator(_)) {
                    self.owner(call, code);
                }
            }
            ["entries", id, "status"] => {
                let number: u32 = id.strip_prefix("re-").unwrap().parse().unwrap();
                assert!((1..=self.entries).contains(&number), "{id}");
            }
            ["organizations", code, "products"] => {
                self.owner(call, code);
                let version = body["version"].as_u64().unwrap();
                let product =
                    |version| format!("{code}/{}@{version}", body["product"].as_str().unwrap());
                assert!(version == 1 || self.products.contains(&product(version - 1)));
                assert!(self.products.insert(product(version)));
            }
            ["organizations", code, "batches"] => self.register(call, code),
            // Whoever had the goods of a released lot speaks for itself.
            ["organizations", code, "batches", product, lot, "events"] => {
                let (Who::Producer(by) | Who::Seller(by)) = call.who else {
                    panic!("{path}: {:?}", call.who)
                };
                assert!(self.organizations.contains(by), "{by}");
                let known = self.lots.get(&format!("{code}/{product}/{lot}")).unwrap();
                assert!(known.released && known.stopped == 0 && !known.withdrawn, "{path}");
            }
            ["organizations", code, "batches", product, lot, action] => {
                self.owner(call, code);
                self.act(call, &format!("{code}/{product}/{lot}"), action);
            }
            ["recalls"] => self.open(call, today),
            ["recalls", id, step] => self.step(call, id, step),
            _ => panic!("{path}"),
        }
        assert_eq!(call.key.is_some(), needs_key(&call.path), "{path}");
    }

    /// The caller is bound to the organization of the path, which is admitted.
    fn owner(&self, call: &Call, code: &str) {
        let (Who::Producer(own) | Who::Laboratory(own) | Who::Seller(own)) = call.who else {
            panic!("{}: {:?}", call.path, call.who)
        };
        assert_eq!(encoded(own), code, "{}", call.path);
        assert!(self.organizations.contains(own), "{own}");
        let producer = matches!(call.who, Who::Producer(_));
        assert!(
            producer || ["checks", "sales", "returns"].iter().any(|end| call.path.ends_with(end))
        );
    }

    fn register(&mut self, call: &Call, code: &str) {
        self.owner(call, code);
        let body = &call.body;
        let text = |member: &str| body[member].as_str().unwrap();
        let version = format!("{code}/{}@{}", text("product"), body["productVersion"]);
        assert!(self.products.contains(&version), "{version}");
        for ingredient in body["ingredients"].as_array().unwrap() {
            let source = &ingredient["source"];
            let Some(lot) = source["lot"].as_str() else { continue };
            let part = |member: &str| encoded(source[member].as_str().unwrap());
            let from = format!("{}/{}/{}", part("organization"), part("product"), encoded(lot));
            assert!(self.lots.get(&from).is_some_and(|from| from.released), "{from}");
        }
        let pieces = body["quantity"]["value"].as_u64().unwrap();
        let allowance = body["units"]["labelAllowance"].as_u64().unwrap_or(0);
        let units = body["units"]["issue"].as_u64().unwrap_or(0);
        assert_eq!(body["quantity"]["unit"], "EA");
        assert!(units <= pieces, "{}", call.path);
        let known =
            Known { pieces: pieces + allowance, units, made: call.days_ago, ..Known::default() };
        let key = format!("{code}/{}/{}", text("product"), encoded(text("lot")));
        assert!(self.lots.insert(key, known).is_none(), "{} twice", text("lot"));
    }

    fn act(&mut self, call: &Call, key: &str, action: &str) {
        let lot = self.lots.get_mut(key).unwrap();
        let last = call.body["ordinals"]["last"].as_u64();
        assert!(last.unwrap_or(0) <= lot.units, "{}: {last:?}", call.path);
        let free = !lot.withdrawn && lot.stopped == 0;
        match action {
            "checks" => lot.tested = true,
            "release" => {
                assert!(free && !lot.released, "{key}");
                let tested = lot.tested || ["SC-SILK", "CD-SET"].iter().any(|p| key.contains(p));
                assert!(tested, "{key} untested");
                lot.released = true;
            }
            "activation" => assert!(free && lot.released && lot.units > 0, "{key}"),
            "units" => {
                let serials = &call.body["serials"];
                let number = |member: &str| {
                    let serial = serials[member].as_str().unwrap();
                    serial.rsplit(['-', 'x']).next().unwrap().parse::<u64>().unwrap()
                };
                lot.units += match (&call.body["issue"], &serials["list"]) {
                    (Value::Number(issue), _) => issue.as_u64().unwrap(),
                    (_, Value::Array(list)) => u64::try_from(list.len()).unwrap(),
                    _ => number("last") - number("first") + 1,
                };
                assert!(lot.units <= lot.pieces, "{key}");
            }
            "hold" => lot.stopped += 1,
            "unhold" => lot.stopped -= 1,
            "withdrawal" => lot.withdrawn = true,
            "corrections" => assert_eq!(call.days_ago > lot.made - 2, !lot.released, "{key}"),
            "sales" | "returns" | "voids" => assert!(last.is_some()),
            _ => panic!("{action}"),
        }
    }

    fn open(&mut self, call: &Call, today: Date) {
        let year = Calendar { today }.ago(call.days_ago).year();
        let number = self.opened.entry(year).or_default();
        *number += 1;
        let id = format!("m-{year}-{number:04}");
        let lots = self.named(&call.body["scope"]);
        let ordered = call.body["kind"] == "ordered";
        assert_eq!(ordered, matches!(call.who, Who::Regulator(_)), "{id}");
        assert!(!lots.is_empty() || call.body["scope"]["producedOn"].is_object(), "{id}");
        self.stop(&lots, 1);
        self.recalls.insert(id, (call.who, lots, true));
    }

    fn step(&mut self, call: &Call, id: &str, step: &str) {
        let named = self.named(&call.body["scope"]);
        let (who, mut lots, open) = self.recalls.remove(id).unwrap();
        assert!(open && who == call.who, "{id} {step}");
        match step {
            "extension" => {
                self.stop(&named, 1);
                lots.extend(named);
            }
            "narrowing" => assert_eq!(named.len(), 1),
            "lifting" => self.stop(&lots, 0),
            "closure" => {}
            _ => panic!("{step}"),
        }
        let open = matches!(step, "extension" | "narrowing");
        self.recalls.insert(id.to_owned(), (who, lots, open));
    }

    /// The lots a scope names; all of them registered.
    fn named(&self, scope: &Value) -> Vec<String> {
        let part = |member: &str| encoded(scope[member].as_str().unwrap());
        let lots = scope["lots"].as_array().into_iter().flatten();
        let keys = lots.map(|lot| {
            let lot = encoded(lot.as_str().unwrap());
            format!("{}/{}/{lot}", part("organization"), part("product"))
        });
        let keys: Vec<String> = keys.collect();
        assert!(keys.iter().all(|key| self.lots.contains_key(key)), "{keys:?}");
        keys
    }

    fn stop(&mut self, lots: &[String], stopped: u32) {
        for key in lots {
            self.lots.get_mut(key).unwrap().stopped = stopped;
        }
    }
}

/// Nothing is told of a day that is still to come, but for expiry; and one lot only is past its date.
#[test]
fn documents_tell_of_the_past() {
    for today in DAYS {
        let calendar = Calendar { today };
        let mut expired = Vec::new();
        for call in calls(today) {
            let told = calendar.ago(call.days_ago).to_string();
            each_member(&call.body, &mut |name, value| {
                let Some(text) = value.as_str() else { return };
                match name {
                    "expiresOn" if text.parse::<Date>().unwrap() <= today => {
                        expired.push(text.to_owned())
                    }
                    "producedOn" | "receivedOn" | "testedOn" | "sampledOn" | "validFrom" | "on"
                    | "measuredAt" | "first" | "last"
                        if text.starts_with("20") =>
                    {
                        assert!(text[..10] <= *told, "{name} {text} told on {told}");
                    }
                    _ => {}
                }
            });
        }
        assert_eq!(expired.len(), 1, "{today}: {expired:?}");
    }
}

/// Every ingredient that should come from a lot of the demo does.
#[test]
fn every_source_is_found() {
    let stock = Stock::new(Calendar { today: TODAY });
    let mut linked = 0;
    for lot in &stock.lots {
        let body = papers::batch(&stock, lot);
        let built = body["ingredients"].as_array().unwrap();
        for (template, built) in lot.line.made.ingredients.iter().zip(built) {
            assert_eq!(
                template.contains_key("from"),
                built["source"]["product"].is_string(),
                "{built}"
            );
            linked += usize::from(template.contains_key("from"));
        }
    }
    assert!(linked > 100, "{linked}");
}

#[test]
fn highlights_name_units_that_are_there() {
    for today in DAYS {
        let stock = Stock::new(Calendar { today });
        let shown = highlights(today);
        assert_eq!(shown.len(), 35);
        let titles: BTreeSet<_> = shown.iter().map(|one| one.title_en).collect();
        assert_eq!(titles.len(), shown.len());
        for one in shown.iter().filter(|one| !one.lot.is_empty()) {
            let name = |lot: &&lots::Made| {
                lot.line.organization == one.organization
                    && lot.line.code() == one.product
                    && lot.lot == one.lot
            };
            let lot = stock.lots.iter().find(name).unwrap();
            assert!(one.ordinal <= lot.units, "{}", one.title_en);
        }
        let product = shown.iter().find(|one| one.lot.is_empty()).unwrap();
        assert_eq!((product.product, product.ordinal), ("KT-17", 0));
    }
}

/// The questions of the tour are asked by who is in it, about what was delivered; the lot that is
/// overdrawn is, by what its maker stated.
#[test]
fn deliveries_can_be_asked_for() {
    let (calls, questions) = (calls(TODAY), questions(TODAY));
    assert_eq!(questions.len(), 4);
    let told = |call: &&Call| call.path.ends_with("/events");
    let events: Vec<_> = calls.iter().filter(told).collect();
    for question in &questions {
        assert!(events.iter().any(|call| call.who == question.who), "{}", question.title_en);
        let lot = question.path.strip_suffix("/steps").map(|lot| format!("{lot}/events"));
        let about = |call: &&&Call| match &lot {
            Some(lot) => call.path == *lot,
            None => call.body["sscc"].as_str().is_some_and(|sscc| question.path.ends_with(sscc)),
        };
        assert!(events.iter().filter(about).count() >= 2, "{}", question.path);
    }
    let over = &questions[3].path.replace("/steps", "/events");
    let shipped: u64 = events
        .iter()
        .filter(|call| call.path == *over && call.body["bizStep"] == "shipping")
        .map(|call| call.body["quantity"]["value"].as_u64().unwrap())
        .sum();
    let stock = Stock::new(Calendar { today: TODAY });
    let made = stock.find(story::SAUSAGES_OVERDRAWN).unwrap();
    assert_eq!(shipped, made.pieces + 90);
}
