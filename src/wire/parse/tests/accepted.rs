//! What accepted bodies become.

use super::*;
use crate::domain::code_ids::EntryId;
use crate::domain::command::{InputLot, SerialRange};
use crate::domain::groups::Groups;
use crate::domain::permit::PermitWarning;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::scope::{Ordinals, ScopePart, Supplier};
use crate::domain::words::{
    CheckKind, EntryStatus, Group, Hazard, Outcome, Pledge, PolicyKind, RecallKind, Regime, Remedy,
    Role, SectionKind,
};
use crate::fact::document::{
    PublicBatch, PublicCheck, PublicOrganization, PublicProduct, PublicReason, PublicRecall,
};
use serde::de::DeserializeOwned;

fn read<T: DeserializeOwned>(section: &[u8]) -> T {
    serde_json::from_slice(section).unwrap()
}

fn words(groups: Groups) -> Vec<&'static str> {
    groups.iter().map(Group::word).collect()
}

#[test]
fn examples_are_accepted() {
    for route in ROUTES {
        assert_eq!(findings(route.parse(&bytes(&route.example()))), "", "{route:?}");
    }
}

#[test]
fn an_organization() {
    let mut body = Route::Organization.example();
    body["name"]["zh"] = json!("  青禾食品 ");
    let parsed = organization(&bytes(&body)).unwrap();
    assert_eq!(parsed.code.as_str(), FIRM);
    assert_eq!(parsed.roles, [Role::Producer]);
    assert_eq!(parsed.region.as_str(), "341124");
    assert!(parsed.gln.is_some());
    let public: PublicOrganization = read(&parsed.document.public);
    assert_eq!(public.name.zh.as_deref(), Some("青禾食品"));
    assert_eq!(public.contact.phone.as_deref(), Some("0550-0000000"));
    let restricted = kept(&parsed.document.restricted);
    assert_eq!(restricted, json!({"contact": {"person": "王某", "email": "qa@example.cn"}}));

    body["code"] = json!({"scheme": "us-fsis", "number": "M7091A+P7091A"});
    body["address"] = json!("1 Main St.\nSpringfield");
    body["contact"] = json!({"phone": "1"});
    let parsed = organization(&bytes(&body)).unwrap();
    assert_eq!(parsed.code.as_str(), "US-FSIS:M7091A+P7091A");
    assert_eq!(kept(&parsed.document.public)["code"], json!("US-FSIS:M7091A+P7091A"));
    assert!(parsed.document.restricted.is_empty());
}

#[test]
fn a_token() {
    let parsed = token(&bytes(&Route::Token.example())).unwrap();
    assert_eq!((parsed.role, parsed.post.as_deref()), (Role::Laboratory, Some("quality")));
    assert_eq!(parsed.expires_on.unwrap().to_string(), "2027-12-31");
    let restricted = kept(&parsed.document.restricted);
    assert_eq!(restricted, json!({"label": "LIMS", "expiresOn": "2027-12-31"}));
    let plain = token(r#"{"role":"seller","label":{"zh":"门店"}}"#.as_bytes()).unwrap();
    assert_eq!((plain.post, plain.expires_on), (None, None));
}

#[test]
fn a_product() {
    let mut body = Route::Product.example();
    let parsed = product(&firm(), &bytes(&body)).unwrap();
    assert_eq!(parsed.version, 3);
    let groups = [
        "formula",
        "netContent",
        "ingredientStatement",
        "allergens",
        "nutrition",
        "storage",
        "shelfLife",
        "standard",
        "responsibleParty",
    ];
    assert_eq!(words(parsed.groups), groups);
    assert_eq!(parsed.category, "food.meat.cooked");
    assert_eq!(parsed.permit_category.as_deref(), Some("0401"));
    assert_eq!(parsed.additive_category.as_deref(), Some("08.03.05"));
    assert_eq!(parsed.gtin.unwrap().as_str(), "09521001400176");
    let public: PublicProduct = read(&parsed.document.public);
    let label = public.label.unwrap();
    assert_eq!(label.nutrition.unwrap().items[1].value.0.to_string(), "14.0");
    assert_eq!(public.name.en.as_deref(), Some("Smoked pork sausage"));
    let restricted = kept(&parsed.document.restricted);
    assert_eq!(restricted, json!({"formula": body["formula"]}));

    body["gtin"] = json!("9521001400176");
    body.as_object_mut().unwrap().remove("version");
    body.as_object_mut().unwrap().remove("formula");
    body.as_object_mut().unwrap().remove("label");
    let parsed = product(&firm(), &bytes(&body)).unwrap();
    assert_eq!(parsed.version, 1);
    assert_eq!(words(parsed.groups), ["netContent", "shelfLife", "standard", "responsibleParty"]);
    assert_eq!(kept(&parsed.document.public)["gtin"], json!("09521001400176"));
    assert!(parsed.document.restricted.is_empty());
}

#[test]
fn a_batch() {
    let body = Route::Batch.example();
    let parsed = batch(&firm(), &bytes(&body)).unwrap();
    assert_eq!(parsed.batch, key());
    assert_eq!((parsed.product_version, parsed.issue), (Some(3), Some(8180)));
    assert_eq!((parsed.facts.pieces, parsed.facts.label_allowance), (Some(8100), 80));
    let groups = [
        "origin",
        "ingredients",
        "ingredientSources",
        "sourcePapers",
        "incomingChecks",
        "additives",
        "processControls",
        "expiry",
        "permitNumber",
    ];
    assert_eq!(words(parsed.facts.groups), groups);
    let inputs: Vec<_> = parsed
        .inputs
        .iter()
        .map(|input| {
            let used =
                input.used.as_ref().map(|used| format!("{} {}", used.value, used.unit.as_str()));
            (lot_of(&input.lot), input.line, used.unwrap_or_default())
        })
        .collect();
    let expected =
        [("20261105-07", 0, "992 KGM"), ("20261121A2", 2, "8 KGM"), ("P2610-33", 3, "8200 EA")];
    assert_eq!(
        inputs,
        expected.map(|(lot, line, used)| (lot.to_owned(), Some(line), used.to_owned()))
    );
    let public: PublicBatch = read(&parsed.document.public);
    assert_eq!(public.ingredients.len(), 4);
    assert_eq!(public.ingredients[0].documents[1].kind.as_deref(), Some("meatInspection"));
    assert_eq!(public.additives[2].ins.as_deref(), Some("450(iii)"));
    let text = String::from_utf8(parsed.document.public).unwrap();
    for secret in [
        "8100",
        "992",
        "某豆业公司",
        "91230183MA1C4XW99N",
        "HLJ-2611-004711",
        "0.746",
        "8180",
        "72.5",
        "chk-5512",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

/// The lot an input names.
fn lot_of(lot: &InputLot) -> String {
    match lot {
        InputLot::Batch(key) => key.lot.to_string(),
        InputLot::Gtin { gtin, lot } => format!("{gtin} {lot}"),
    }
}

#[test]
fn an_input_may_be_named_by_gtin_alone() {
    let body = |source: &str| {
        format!(
            r#"{{"product":"P","lot":"L","producedOn":"2026-11-22","quantity":{{"value":1,"unit":"KGM"}},
            "origin":{{"region":"341124"}},"ingredients":[{{"name":{{"en":"pork"}},"source":{source}}}],"additives":[]}}"#
        )
    };
    // Shorter GTINs are kept in their 14 digits.
    let good = body(r#"{"gtin":"9521001400176","lot":"A1","declared":{"name":"as typed"}}"#);
    let parsed = batch(&firm(), good.as_bytes()).unwrap();
    let inputs: Vec<_> = parsed.inputs.iter().map(|input| lot_of(&input.lot)).collect();
    assert_eq!(inputs, ["09521001400176 A1"]);
    let restricted = String::from_utf8(parsed.document.restricted).unwrap();
    assert!(restricted.contains(r#""gtin":"09521001400176""#), "{restricted}");
    assert!(!String::from_utf8(parsed.document.public).unwrap().contains("952100"));
    for (source, pointer, code) in [
        (r#"{"gtin":"9521001400176"}"#, "/ingredients/0/source/lot", FieldCode::Required),
        (
            r#"{"gtin":"9521001400177","lot":"A1"}"#,
            "/ingredients/0/source/gtin",
            FieldCode::CheckDigit,
        ),
        (r#"{"gtin":"12","lot":"A1"}"#, "/ingredients/0/source/gtin", FieldCode::NotAGtin),
        (
            r#"{"gtin":"9521001400176","lot":"A1","product":"P"}"#,
            "/ingredients/0/source/gtin",
            FieldCode::Conflict,
        ),
    ] {
        let Err(Refusal::Invalid(errors)) = batch(&firm(), body(source).as_bytes()) else {
            panic!("{source}")
        };
        let found: Vec<_> =
            errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(found, [(pointer, code)], "{source}");
    }
}

#[test]
fn a_batch_of_another_unit_and_without_ingredients() {
    let body = br#"{"product":"P","lot":"L","producedOn":"2026-11-22","quantity":{"value":1e3,"unit":"KGM"},
        "origin":{"region":"us-ca"},"ingredients":[],"additives":[]}"#;
    let parsed = batch(&firm(), body).unwrap();
    assert_eq!((parsed.facts.pieces, parsed.issue, parsed.product_version), (None, None, None));
    assert_eq!(words(parsed.facts.groups), ["origin", "additives"]);
    assert!(parsed.facts.imported);
    let restricted = String::from_utf8(parsed.document.restricted).unwrap();
    assert_eq!(restricted, r#"{"quantity":{"unit":"KGM","value":1000}}"#);
    assert_eq!(kept(&parsed.document.public)["origin"], json!({"region": "US-CA"}));
}

#[test]
fn a_check() {
    let mut body = Route::Check.example();
    let parsed = check(key(), &bytes(&body), [7; 32]).unwrap();
    assert_eq!((parsed.check.report_no.as_str(), parsed.check.content), ("R-1122-01", [7; 32]));
    assert_eq!(parsed.check.kind, CheckKind::FactoryTest);
    assert_eq!(parsed.check.outcome, Outcome::Pass);
    let public: PublicCheck = read(&parsed.document.public);
    assert_eq!(public.items.len(), 4);
    let items = parsed.check.items.iter();
    let items: Vec<_> = items.map(|item| (item.item.as_str(), item.kind, item.outcome)).collect();
    let own = |item| (item, CheckKind::FactoryTest, Outcome::Pass);
    let expected = [
        own("nitriteResidue"),
        own("aerobicPlateCount"),
        own("salmonella"),
        ("benzoAPyrene", CheckKind::OutsideTest, Outcome::Pass),
    ];
    assert_eq!((items, parsed.check.hazard), (expected.to_vec(), None));
    assert_eq!(kept(&parsed.document.restricted), json!({"sampleNo": "S-1122-01"}));
    assert_eq!(kept(&parsed.document.public)["laboratory"]["accreditation"], Value::Null);

    body["items"][0]["result"]["value"] = json!(31);
    body["kind"] = json!("supervision");
    let parsed = check(key(), &bytes(&body), [7; 32]).unwrap();
    assert_eq!((parsed.check.kind, parsed.check.outcome), (CheckKind::Other, Outcome::Fail));
    assert_eq!(parsed.check.hazard, Some(Hazard::Chemical));
    body["items"][0]["hazard"] = json!("label");
    let parsed = check(key(), &bytes(&body), [7; 32]).unwrap();
    assert_eq!(parsed.check.hazard, Some(Hazard::Chemical), "not to be talked down");
    body["items"][2]["results"][4] = json!(1);
    body["items"][2]["unit"] = json!("[CFU]/g");
    let parsed = check(key(), &bytes(&body), [7; 32]).unwrap();
    assert_eq!(parsed.check.hazard, Some(Hazard::Pathogen), "the worst that compels a recall");
}

#[test]
fn an_entry() {
    let mut body = Route::Entry.example();
    let (parsed, warnings) = entry(&firm(), &bytes(&body)).unwrap();
    assert_eq!((parsed.holder.as_str(), warnings.len()), (FIRM, 0));
    assert_eq!(parsed.permit.number(), "SC10434112600125");
    assert_eq!(parsed.valid_from.unwrap().to_string(), "2024-01-01");
    assert_eq!(parsed.valid_to.unwrap().to_string(), "2028-12-31");
    assert_eq!(parsed.covers, ["0401", "04"]);
    assert_eq!(parsed.region.unwrap().as_str(), "341126");
    assert_eq!(parsed.pledges, [Pledge::NoRecycledFood]);
    assert_eq!(parsed.area.len(), 2);
    assert_eq!(parsed.product.unwrap().as_str(), "SS-200");

    body["number"] = json!(" sc 10434112600126 ");
    let (parsed, warnings) = entry(&firm(), &bytes(&body)).unwrap();
    assert_eq!(warnings, [PermitWarning::CheckDigit], "told, not refused");
    let number = kept(&parsed.document.public)["number"].clone();
    assert_eq!(number, json!("SC10434112600126"), "kept as the register has it");
}

#[test]
fn what_happens_to_an_entry() {
    let parsed = entry_status(EntryId(192), &bytes(&Route::EntryStatus.example())).unwrap();
    assert_eq!((parsed.entry, parsed.status), (EntryId(192), EntryStatus::Renewed));
    assert_eq!(parsed.on.to_string(), "2026-11-01");
    assert_eq!(parsed.valid_to.unwrap().to_string(), "2031-10-31");
}

#[test]
fn a_policy() {
    let parsed = policy(&bytes(&Route::Policy.example())).unwrap();
    assert_eq!(
        (parsed.kind, parsed.id.as_str(), parsed.version),
        (PolicyKind::Profile, "general.tea", 1)
    );
    assert_eq!(parsed.effective_from.to_string(), "2026-12-01");
    assert_eq!(parsed.digest, *blake3::hash(&parsed.document.public).as_bytes());
}

#[test]
fn recalls_and_their_scopes() {
    let parsed = recall(&bytes(&Route::Recall.example())).unwrap();
    assert_eq!((parsed.regime, parsed.class), (Regime::Food, Some(1)));
    assert_eq!((parsed.kind, parsed.hazard), (RecallKind::Ordered, Hazard::Pathogen));
    assert_eq!(parsed.remedy, [Remedy::Refund, Remedy::Destroy]);
    assert!(parsed.document.restricted.is_empty());
    let public: PublicRecall = read(&parsed.document.public);
    assert!(public.instructions.en.unwrap().starts_with("Do not eat"));

    let scope = |members: &str| {
        let body = format!(r#"{{"scope":{{"organization":"{FIRM}"{members}}}}}"#);
        recall_preview(body.as_bytes()).map(|mut scopes| scopes.remove(0))
    };
    assert_eq!(scope("").unwrap().part, ScopePart::All);
    assert!(scope(r#","later":true"#).unwrap().later);
    let product = scope(r#","product":"P","later":true"#).unwrap();
    assert!(matches!(product.part, ScopePart::Product(_)) && product.later);
    let part = |members| scope(members).unwrap().part;
    let dates = r#","producedOn":{"first":"2026-11-22","last":"2026-11-22"}"#;
    assert!(matches!(part(dates), ScopePart::ProducedOn { product: None, .. }));
    let units = part(r#","product":"P","units":{"lot":"A","first":3,"last":9}"#);
    let ScopePart::Units { ordinals, .. } = units else { panic!("{units:?}") };
    assert_eq!(ordinals, Ordinals::new(3, 9).unwrap());
    let serials = part(r#","product":"P","serials":{"first":"S1","last":"S9"}"#);
    assert!(matches!(serials, ScopePart::Serials { .. }));
    let lot = r#","ingredientLot":{"organization":"91341124MA8TY6B186","product":"P","lot":"L"}"#;
    assert!(matches!(part(lot), ScopePart::Ingredient(lot) if lot.lot.as_str() == "L"));
    let received = r#","receivedFrom":{"supplierName":" Salt & Co ","first":"2026-11-01","last":"2026-11-01"}"#;
    let ScopePart::Received { supplier, .. } = part(received) else { panic!("not received") };
    assert_eq!(supplier, Supplier::Named("Salt & Co".to_owned()));
    let received = r#","receivedFrom":{"supplier":"91341124MA8TY6B186","first":"2026-11-01","last":"2026-11-02"}"#;
    assert!(matches!(part(received), ScopePart::Received { supplier: Supplier::Party(_), .. }));
    let step = recall_extension(&bytes(&Route::Step.example())).unwrap();
    assert!(matches!(step.0[0].part, ScopePart::ProducedOn { .. }));
    let end = recall_end(&bytes(&Route::End.example())).unwrap();
    assert_eq!(kept(&end.restricted), json!({"evidence": "R-77"}));
}

#[test]
fn units_and_reasons() {
    assert_eq!(
        units(br#"{"issue":7}"#).unwrap(),
        UnitsRequest { units: UnitsAsked::Issue(7), label: None }
    );
    let UnitsAsked::Serials(ranges) = units(&bytes(&Route::Units.example())).unwrap().units else {
        panic!("not serials")
    };
    assert_eq!(ranges.iter().map(SerialRange::count).collect::<Vec<_>>(), [999]);
    assert_eq!(activation(b"").unwrap(), None);
    assert_eq!(activation(b"{}").unwrap(), None);
    assert_eq!(activation(br#"{"ordinals":{"first":2,"last":2}}"#).unwrap(), Ordinals::new(2, 2));
    assert!(empty(b"").is_ok() && empty(b" {} ").is_ok());
    let (ordinals, document) = units_change(br#"{"ordinals":{"first":1,"last":5000000}}"#).unwrap();
    assert_eq!((ordinals.count(), document), (5_000_000, Document::default()));
    let (_, document) = units_change(&bytes(&Route::UnitsChange.example())).unwrap();
    let public: PublicReason = read(&document.public);
    assert_eq!(public.reason.en.as_deref(), Some("typing error"));
    assert_eq!(reason(&bytes(&Route::Reason.example())).unwrap(), document);
    let (section, _) = erasure(&bytes(&Route::Erasure.example())).unwrap();
    assert_eq!(section, SectionKind::Restricted);
}

/// Equal content is equal, whatever the order and the white space; other content is not.
#[test]
fn canonical_bodies_tell_a_repeat() {
    let canonical = |body: &str| canonical(body.as_bytes()).unwrap();
    assert_eq!(
        canonical("{ \"b\": 1.50, \"a\": [\"\\u00e9\"] }"),
        "{\"a\":[\"é\"],\"b\":1.50}".as_bytes()
    );
    assert_eq!(canonical(""), b"{}");
    assert_ne!(canonical("{\"a\":1.5}"), canonical("{\"a\":1.50}"));
    assert_eq!(findings(super::canonical(b"{\"a\":1,\"a\":1}")), "/a duplicateField");
}
