//! Profiles together: inheritance, versions, days, and what is refused.

use super::*;
use serde_json::{Value, json};

fn clause() -> Value {
    json!({"zh": "某法第一条", "en": "Some Law, Art. 1", "source": "verified"})
}

fn document(id: &str, version: u32, from: &str, parent: Option<&str>, members: &Value) -> Profile {
    let mut document = json!({
        "id": id, "version": version, "effectiveFrom": from, "name": {"zh": "名", "en": "Name"},
    });
    let target = document.as_object_mut().unwrap();
    target.extend(parent.map(|parent| ("parent".to_owned(), json!(parent))));
    target.extend(members.as_object().unwrap().clone());
    Profile::parse(document.to_string().as_bytes()).unwrap()
}

fn groups(words: &[&str]) -> Value {
    json!({"groups": [{"groups": words, "clause": clause()}]})
}

fn groups_but(words: &[&str], exempt: &[&str]) -> Value {
    json!({
        "groups": [{"groups": words, "clause": clause()}],
        "exempt": [{"rules": exempt, "clause": clause()}],
    })
}

#[track_caller]
fn refused(profiles: Vec<Profile>, profile: &str, fault: Fault) {
    let expected = ProfilesError { profile: profile.to_owned(), fault };
    assert_eq!(Profiles::new(profiles), Err(expected));
}

fn keys(resolved: &Resolved) -> Vec<String> {
    resolved.rules.keys().map(ToString::to_string).collect()
}

#[test]
fn categories_find_the_nearest_profile() {
    let profiles = shipped();
    for (category, label, lineage) in [
        (
            "food.meat.cooked",
            "food.meat.cooked@1",
            "general@1 food@1 food.meat@1 food.meat.cooked@1",
        ),
        (
            "food.meat.cooked.smoked",
            "food.meat.cooked@1",
            "general@1 food@1 food.meat@1 food.meat.cooked@1",
        ),
        ("food.meat.raw", "food.meat@1", "general@1 food@1 food.meat@1"),
        ("food.meats", "food@1", "general@1 food@1"),
        ("goods.toy", "goods.toy@1", "general@1 goods@1 goods.toy@1"),
        ("foodstuff", "general@1", "general@1"),
    ] {
        let resolved = profiles.resolve(category, day(TODAY));
        assert_eq!(
            (resolved.label().as_str(), resolved.lineage.join(" ").as_str()),
            (label, lineage)
        );
    }
}

#[test]
fn the_version_of_the_production_day_counts() {
    let profiles = shipped();
    let lineage = |category: &str, on: &str| profiles.resolve(category, day(on)).lineage.join(" ");
    assert_eq!(lineage("food.liquor", "2027-03-15"), "general@1 food@1 food.liquor@1");
    assert_eq!(lineage("food.liquor", "2027-03-16"), "general@1 food@2 food.liquor@2");
    assert_eq!(lineage("food.liquor.distilled", "2027-03-15"), "general@1 food@1 food.liquor@1");
    assert_eq!(lineage("food.oil", "2018-09-30"), "general@1");
    assert_eq!(lineage("food.oil", "2018-10-01"), "general@1 food@1 food.oil@1");
    let none = Profiles::default().resolve("food.oil", day(TODAY));
    assert_eq!((none.label().as_str(), none.lineage.len()), ("general@0", 0));
}

#[test]
fn a_parent_that_is_not_yet_in_force_is_passed_over() {
    let profiles = Profiles::new(vec![
        document("a", 1, "2020-01-01", None, &groups(&["origin"])),
        document("b", 1, "2026-01-01", Some("a"), &groups(&["storage"])),
        document("b.c", 1, "2020-01-01", Some("b"), &groups(&["formula"])),
    ])
    .unwrap();
    let asked = |on: &str| keys(&profiles.resolve("b.c", day(on)));
    assert_eq!(asked("2025-12-31"), ["group:origin", "group:formula"]);
    assert_eq!(asked("2026-01-01"), ["group:origin", "group:formula", "group:storage"]);
}

#[test]
fn an_operator_tightens_by_a_further_version() {
    let mut all: Vec<Profile> =
        SHIPPED.iter().map(|(_, text)| Profile::parse(text.as_bytes()).unwrap()).collect();
    let mut own = all.iter().find(|profile| profile.id == "goods.textile").unwrap().clone();
    own.version = 2;
    own.effective_from = day("2026-06-01");
    own.rules.insert(
        RuleKey::Group(Group::Origin),
        Rule {
            terms: Terms::Present,
            gate: true,
            clause: own.rules[&RuleKey::Risk].clause.clone(),
        },
    );
    all.push(own);
    let profiles = Profiles::new(all).unwrap();
    let mut towel = known("2026-05-31", "");
    towel.groups.remove(&Group::Origin);
    let judged = |known: &Known| {
        let resolved = profiles.resolve("goods.textile.towel", known.produced_on);
        let gaps = resolved.judge(known);
        (resolved.label(), gaps.iter().map(|gap| (gap.what.to_owned(), gap.severity)).collect())
    };
    assert_eq!(judged(&towel), ("goods.textile@1".to_owned(), vec![]));
    towel.produced_on = day("2026-06-01");
    let gap = ("origin".to_owned(), Severity::RefusesRelease);
    assert_eq!(judged(&towel), ("goods.textile@2".to_owned(), vec![gap]));
}

#[test]
fn a_child_takes_away_only_what_it_names() {
    let parent = || document("a", 1, "2020-01-01", None, &groups(&["origin", "expiry"]));
    let child = |members: &Value| document("a.b", 1, "2020-01-01", Some("a"), members);
    let members = groups_but(&["storage"], &["group:expiry"]);
    let profiles = Profiles::new(vec![parent(), child(&members)]).unwrap();
    let resolved = profiles.resolve("a.b", day(TODAY));
    assert_eq!(keys(&resolved), ["group:origin", "group:storage"]);
    assert_eq!(resolved.exempt[&RuleKey::Group(Group::Expiry)].en, "Some Law, Art. 1");
    let members = groups_but(&["storage"], &["group:formula"]);
    let nothing = Fault::NothingToExempt(RuleKey::Group(Group::Formula));
    refused(vec![parent(), child(&members)], "a.b@1", nothing.clone());
    // A version takes away from those before it, not from those after it.
    let later = document("a.b", 2, "2020-01-01", Some("a"), &groups(&["storage", "formula"]));
    refused(vec![parent(), child(&members), later.clone()], "a.b@1", nothing);
    let third = document("a.b", 3, "2020-01-01", Some("a"), &members);
    let first = child(&groups(&["storage"]));
    let profiles = Profiles::new(vec![parent(), third, later, first]).unwrap();
    let resolved = profiles.resolve("a.b", day("2020-01-01"));
    assert_eq!(resolved.label(), "a.b@3");
    assert_eq!(keys(&resolved), ["group:origin", "group:storage", "group:expiry"]);
}

/// Each pair of the same rule: the second is looser and refused as a child's, the first as a child's
/// is not; a child that exempts itself first may be looser, and its own children then as well.
#[test]
fn a_child_may_tighten_and_never_loosen() {
    let permit =
        |option: Value| json!({"permits": [{"rule": "p", "anyOf": [option], "clause": clause()}]});
    let sc = |members: Value| {
        let mut option = json!({"kind": "foodProduction"});
        option.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        permit(option)
    };
    let test = |kinds: &[&str], when: &[&str]| {
        let mut test = json!({"items": ["x"], "kinds": kinds, "clause": clause()});
        if !when.is_empty() {
            test["whenAdditive"] = json!(when);
        }
        json!({"tests": [test]})
    };
    let rhythm = |months: u32| {
        let kinds = ["outsideTest"];
        json!({"rhythms": [{"items": ["x"], "months": months, "kinds": kinds, "clause": clause()}]})
    };
    let sale =
        |channels: &[&str]| json!({"sale": {"refusedChannels": channels, "clause": clause()}});
    let area = json!({"sale": {
        "area": "pledgedOrCounty", "refusedChannels": ["mall"], "clause": clause(),
    }});
    let level = |name: &str, word: &str| json!({name: {"level": word, "clause": clause()}});
    let gated = json!({"groups": [{"groups": ["origin"], "gate": true, "clause": clause()}]});
    let both = ["factoryTest", "outsideTest"];
    for (strict, loose, key) in [
        (level("risk", "high"), level("risk", "low"), "risk"),
        (level("coding", "unit"), level("coding", "batch"), "coding"),
        (gated, groups(&["origin"]), "group:origin"),
        (sc(json!({"classes": ["0401"]})), sc(json!({"classes": ["04"]})), "permit:p"),
        (sc(json!({"classes": ["04"]})), sc(json!({})), "permit:p"),
        (sc(json!({"place": "site"})), sc(json!({"place": "region"})), "permit:p"),
        (sc(json!({"place": "region"})), sc(json!({})), "permit:p"),
        (sc(json!({"imported": true})), sc(json!({})), "permit:p"),
        (sc(json!({"imported": false})), sc(json!({})), "permit:p"),
        (test(&["factoryTest"], &[]), test(&both, &[]), "test:x"),
        (test(&both, &[]), test(&both, &["09.002"]), "test:x"),
        (test(&both, &["09.002", "09.004"]), test(&both, &["09.002"]), "test:x"),
        (rhythm(6), rhythm(7), "rhythm:x"),
        (sale(&["mall", "supermarket"]), sale(&["mall"]), "sale"),
        (area, sale(&["mall"]), "sale"),
    ] {
        let parent = |members: &Value| document("a", 1, "2020-01-01", None, members);
        let child = |members: &Value| document("a.b", 1, "2020-01-01", Some("a"), members);
        let resolved = Profiles::new(vec![parent(&loose), child(&strict)]).unwrap();
        let rule = RuleKey::parse(key).unwrap();
        assert_eq!(resolved.resolve("a.b", day(TODAY)).rules[&rule], child(&strict).rules[&rule]);
        let loosens = Fault::Loosens(rule.clone());
        refused(vec![parent(&strict), child(&loose)], "a.b@1", loosens.clone());
        let next = |members: &Value| document("a", 2, "2021-01-01", None, members);
        assert!(Profiles::new(vec![parent(&loose), next(&strict)]).is_ok(), "{key}");
        refused(vec![parent(&strict), next(&loose)], "a@2", loosens.clone());
        refused(vec![parent(&strict), next(&json!({}))], "a@2", loosens);
        let mut excused = loose.clone();
        excused["exempt"] = json!([{"rules": [key], "clause": clause()}]);
        let grandchild = document("a.b.c", 1, "2020-01-01", Some("a.b"), &loose);
        let set = Profiles::new(vec![parent(&strict), child(&excused), grandchild]).unwrap();
        assert_eq!(set.resolve("a.b.c", day(TODAY)).rules[&rule], child(&loose).rules[&rule]);
        assert!(Profiles::new(vec![parent(&strict), next(&excused)]).is_ok(), "{key}");
    }
}

#[test]
fn another_kind_of_permit_is_looser() {
    let permits = |kinds: &[&str]| {
        let any_of: Vec<Value> = kinds.iter().map(|kind| json!({"kind": kind})).collect();
        json!({"permits": [{"rule": "p", "anyOf": any_of, "clause": clause()}]})
    };
    let parent = document("a", 1, "2020-01-01", None, &permits(&["ccc", "industrialProduction"]));
    let child = |kinds: &[&str]| document("a.b", 1, "2020-01-01", Some("a"), &permits(kinds));
    assert!(Profiles::new(vec![parent.clone(), child(&["ccc"])]).is_ok());
    let loosens = Fault::Loosens(RuleKey::Permit("p".to_owned()));
    refused(vec![parent, child(&["ccc", "foodProduction"])], "a.b@1", loosens);
}

#[test]
fn what_does_not_go_together_is_refused() {
    let plain = |id, version, from, parent| document(id, version, from, parent, &json!({}));
    refused(vec![plain("a", 1, "2020-01-01", Some("b"))], "a@1", Fault::NoParent);
    refused(vec![plain("a", 1, "2020-01-01", Some("a"))], "a@1", Fault::Loop);
    let round = vec![
        plain("a", 1, "2020-01-01", Some("c")),
        plain("b", 1, "2020-01-01", Some("a")),
        plain("c", 1, "2020-01-01", Some("b")),
    ];
    refused(round, "a@1", Fault::Loop);
    let late_loop = vec![
        plain("a", 1, "2020-01-01", None),
        plain("b", 1, "2020-01-01", Some("a")),
        plain("a", 2, "2020-01-01", Some("b")),
    ];
    refused(late_loop, "a@2", Fault::Loop);
    let twice = || plain("a", 1, "2020-01-01", None);
    refused(vec![twice(), twice()], "a@1", Fault::Repeated);
    refused(vec![twice(), plain("a", 2, "2019-12-31", None)], "a@2", Fault::Dates);
    let moved =
        vec![twice(), plain("b", 1, "2020-01-01", None), plain("b", 2, "2020-01-01", Some("a"))];
    refused(moved, "b@2", Fault::ParentChanged);
}
