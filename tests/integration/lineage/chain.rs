//! A chain of five firms: what each of them, a regulator and others see of it; loops, filters, pages.

use super::{Firm, edges, firm, lots};
use crate::harness::{MAKER, OTHER, REGULATOR, TestApp};
use serde_json::json;
use std::collections::BTreeSet;

const FARM: &str = "91310115591693856A";
const ABATTOIR: &str = "911100001000054748";
const KITCHEN: &str = "10001686X";

/// Farm (Shanghai) → abattoir → maker → packer (all Anhui) → kitchen (Shanghai). The maker also used
/// salt of nobody who is registered.
struct Chain {
    app: TestApp,
    farm: Firm,
    abattoir: Firm,
    maker: Firm,
    packer: Firm,
    kitchen: Firm,
    regulator: String,
}

fn chain() -> Chain {
    let app = TestApp::start();
    let farm = firm(&app, FARM, "310115", "secret-farm");
    let abattoir = firm(&app, ABATTOIR, "341100", "secret-abattoir");
    let maker = firm(&app, MAKER, "341124", "secret-maker");
    let packer = firm(&app, OTHER, "341126", "secret-packer");
    let kitchen = firm(&app, KITCHEN, "310115", "secret-kitchen");
    farm.sells(&app, "F1", (1000.0, "KGM"), &[]);
    abattoir.sells(&app, "S1", (0.8, "TNE"), &[(FARM, "F1", (1000.0, "KGM"))]);
    let salt = (KITCHEN, "SALT", (100.0, "KGM"));
    maker.sells(&app, "M1", (8100.0, "EA"), &[(ABATTOIR, "S1", (400.0, "KGM")), salt]);
    packer.sells(&app, "P1", (100.0, "EA"), &[(MAKER, "M1", (2025.0, "EA"))]);
    kitchen.makes(&app, "K1", (50.0, "EA"), &[(OTHER, "P1", (10.0, "EA"))]);
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    Chain { app, farm, abattoir, maker, packer, kitchen, regulator }
}

#[test]
fn a_firm_sees_its_own_lots_and_one_step_each_way() {
    let Chain { app, farm, maker, packer, .. } = chain();
    let back = maker.walk(&app, &maker.token, "M1", "direction=back");
    assert_eq!(
        lots(&back),
        [
            "n0 full released M1",
            "n1 named released S1",
            "n2 named unknown SALT",
            "n3 hidden unknown -",
        ]
    );
    assert_eq!(back["complete"], true);
    // How much of the abattoir's lot that was would tell how much it made.
    let seen = edges(&back);
    assert_eq!(seen["n1>n0"], "400 KGM, ofOutput 0.8");
    assert_eq!(seen["n2>n0"], "100 KGM, ofOutput 0.2");
    assert_eq!(seen["n3>n1"], "");
    let text = back.to_string();
    for secret in ["secret-farm", FARM, "F1", "\"1000\"", "\"800\"", "TNE"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert_eq!(back["nodes"][1]["organization"]["name"]["en"], "secret-abattoir");

    // Forward: who made something of it, not what; and beyond that, that there is more.
    let forward = maker.walk(&app, &maker.token, "M1", "direction=forward");
    assert_eq!(
        lots(&forward),
        ["n0 full released M1", "n1 organization unknown -", "n2 hidden unknown -"]
    );
    assert_eq!(forward["nodes"][1]["organization"]["code"], OTHER);
    assert_eq!(forward["nodes"][2]["organization"], json!(null));
    let seen = edges(&forward);
    assert_eq!((seen["n0>n1"].as_str(), seen["n1>n2"].as_str()), ("", ""));
    for secret in ["P1", "K1", KITCHEN, "2025", "secret-kitchen"] {
        assert!(!forward.to_string().contains(secret), "{secret}");
    }

    // The packer stated what it used; what it comes to of the maker's lot is the maker's to know.
    let back = packer.walk(&app, &packer.token, "P1", "");
    assert_eq!(edges(&back)["n1>n0"], "2025 EA, ofOutput 1");
    let forward = farm.walk(&app, &farm.token, "F1", "direction=forward&depth=2");
    assert_eq!(
        lots(&forward),
        ["n0 full released F1", "n1 organization unknown -", "n2 hidden unknown -"]
    );
    assert_eq!(forward["nodes"][2]["more"], true);
}

#[test]
fn a_regulator_sees_its_region_and_whose_the_rest_is() {
    let Chain { app, packer, abattoir, maker, regulator, .. } = chain();
    let back = packer.walk(&app, &regulator, "P1", "direction=back");
    assert_eq!(
        lots(&back),
        [
            "n0 full released P1",
            "n1 full released M1",
            "n2 full released S1",
            "n3 named unknown SALT",
            "n4 named released F1",
        ]
    );
    let seen = edges(&back);
    assert_eq!(seen["n1>n0"], "2025 EA, share 0.25, ofOutput 1");
    assert_eq!(seen["n2>n1"], "400 KGM, share 0.5, ofOutput 0.8");
    assert_eq!(seen["n4>n2"], "1000 KGM, ofOutput 1");
    assert_eq!(back["nodes"][4]["foreign"], true);
    assert_eq!(back["nodes"][0]["foreign"], json!(null));

    let forward = abattoir.walk(&app, &regulator, "S1", "direction=forward");
    assert_eq!(
        lots(&forward),
        [
            "n0 full released S1",
            "n1 full released M1",
            "n2 full released P1",
            "n3 organization unknown -",
        ]
    );
    assert_eq!(forward["nodes"][1]["touched"], "0.8");
    assert_eq!(forward["nodes"][3]["organization"]["code"], KITCHEN);
    assert_eq!(forward["nodes"][3]["foreign"], true);
    assert!(!forward.to_string().contains("K1"), "{forward}");

    // A recall shows at once, wherever the lot stands.
    let mut recall = crate::harness::recall(&["S1"]);
    recall["scope"] = json!({"organization": ABATTOIR, "product": "P", "lots": ["S1"]});
    let opened = app.post_keyed(&abattoir.token, "r", "/api/v1/recalls", &recall);
    assert_eq!(opened.status, 201, "{}", opened.text());
    assert_eq!(packer.walk(&app, &regulator, "P1", "")["nodes"][2]["state"], "recalled");
    assert_eq!(maker.walk(&app, &maker.token, "M1", "")["nodes"][1]["state"], "recalled");
    let reason = json!({"reason": {"en": "routine"}});
    let hold = maker.path("batches/P/M1/hold");
    assert_eq!(app.post_keyed(&maker.token, "h", &hold, &reason).status, 201);
    assert_eq!(maker.walk(&app, &maker.token, "M1", "")["nodes"][0]["state"], "held");
}

#[test]
fn nobody_else_learns_that_there_is_such_a_lot() {
    let Chain { app, maker, packer, kitchen, regulator, .. } = chain();
    let seller = app.token(MAKER, "seller");
    let laboratory = app.token(MAKER, "laboratory");
    for token in [&packer.token, &seller, &laboratory, &app.operator] {
        for query in ["", "direction=forward", "format=svg", "format=csv", "format=html"] {
            let answer = app.get_as(token, &maker.walk_path("M1", query));
            let missing = app.get_as(token, &maker.walk_path("NOLOT", query));
            assert_eq!((answer.status, answer.code().as_str()), (404, "notFound"));
            assert_eq!(answer.json()["detail"], missing.json()["detail"]);
        }
    }
    assert_eq!(app.get(&maker.walk_path("M1", "")).status, 401);
    // Outside its region a regulator begins nowhere.
    assert_eq!(app.get_as(&regulator, &kitchen.walk_path("K1", "")).status, 404);
    // A lot that others named but nobody registered has a lineage; one nobody named has none.
    let named = kitchen.walk(&app, &kitchen.token, "SALT", "direction=forward");
    assert_eq!(lots(&named)[0], "n0 full unregistered SALT");
    assert_eq!(lots(&named)[1], "n1 organization unknown -");
    assert_eq!(app.get_as(&kitchen.token, &kitchen.walk_path("PEPPER", "")).status, 404);
}

#[test]
fn filters_choose_what_is_listed_and_tell_nothing() {
    let Chain { app, packer, regulator, .. } = chain();
    let of = |token: &str, query: &str| {
        lots(&packer.walk(&app, token, "P1", query))
            .iter()
            .map(|line| line.split(' ').next().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(of(&regulator, &format!("organization={ABATTOIR}")), "n0 n2");
    assert_eq!(of(&regulator, &format!("organization={MAKER}")), "n0 n1");
    // The start is always there; lots without a known day are not chosen by one.
    assert_eq!(of(&regulator, "from=2026-11-01&to=2026-11-01"), "n0 n1 n2 n4");
    assert_eq!(of(&regulator, "from=2026-11-02"), "n0");
    assert_eq!(of(&regulator, "depth=1"), "n0 n1");
    // What the packer may not know does not answer to a filter either.
    assert_eq!(of(&packer.token, &format!("organization={FARM}")), "n0");
    assert_eq!(of(&packer.token, "to=2026-12-01"), "n0 n1");
    let filtered = packer.walk(&app, &regulator, "P1", &format!("organization={ABATTOIR}"));
    assert!(edges(&filtered).is_empty(), "neither end of an edge is listed alone");
    assert_eq!(filtered["counts"], json!({"nodes": 2, "edges": 0}));
}

#[test]
fn loops_are_walked_once_and_marked() {
    let app = TestApp::start();
    let maker = firm(&app, MAKER, "341124", "maker");
    maker.makes(
        &app,
        "A",
        (10.0, "KGM"),
        &[(MAKER, "B", (1.0, "KGM")), (MAKER, "A", (2.0, "KGM"))],
    );
    maker.makes(&app, "B", (10.0, "KGM"), &[(MAKER, "A", (5.0, "KGM"))]);
    maker.makes(&app, "C", (10.0, "KGM"), &[(MAKER, "B", (5.0, "KGM"))]);
    let back = maker.walk(&app, &maker.token, "C", "");
    assert_eq!(lots(&back).len(), 3);
    let seen = edges(&back);
    assert_eq!(seen["n1>n0"], "5 KGM, share 0.5, ofOutput 1");
    assert_eq!(seen["n2>n1"], "5 KGM, share 0.5, ofOutput 1, loop");
    assert_eq!(seen["n1>n2"], "1 KGM, share 0.1, ofOutput 0.3333, loop");
    assert_eq!(seen["n2>n2"], "2 KGM, share 0.2, ofOutput 0.6667, loop");
    for format in ["svg", "html", "dot", "graphml", "csv"] {
        let answer = app.get_as(&maker.token, &maker.walk_path("C", &format!("format={format}")));
        assert_eq!(answer.status, 200, "{format}");
    }
}

#[test]
fn pages_lose_nothing_and_repeat_nothing() {
    let app = TestApp::start();
    let maker = firm(&app, MAKER, "341124", "maker");
    // Three layers, each lot made of every lot of the layer before.
    let all: Vec<String> = (0..5).map(|n| format!("A{n}")).collect();
    let inputs: Vec<_> = all.iter().map(|lot| (MAKER, lot.as_str(), (1.0, "KGM"))).collect();
    let next: Vec<String> = (0..4).map(|n| format!("B{n}")).collect();
    next.iter().for_each(|lot| maker.makes(&app, lot, (9.0, "KGM"), &inputs));
    let inputs: Vec<_> = next.iter().map(|lot| (MAKER, lot.as_str(), (1.0, "KGM"))).collect();
    maker.makes(&app, "C", (9.0, "KGM"), &inputs);
    let whole = maker.walk(&app, &maker.token, "C", "limit=200");
    assert_eq!((lots(&whole).len(), edges(&whole).len()), (10, 24));
    assert_eq!(whole["next"], json!(null));
    for limit in [1, 2, 3, 9, 10] {
        let (mut seen_lots, mut seen_edges, mut cursor) = (Vec::new(), Vec::new(), String::new());
        loop {
            let page = maker.walk(&app, &maker.token, "C", &format!("limit={limit}{cursor}"));
            assert_eq!(page["counts"], whole["counts"]);
            assert!(lots(&page).len() <= limit);
            seen_lots.extend(lots(&page));
            seen_edges.extend(edges(&page));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen_lots, lots(&whole), "{limit}");
        assert_eq!(seen_edges.len(), 24, "{limit}");
        assert_eq!(
            seen_edges.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
            edges(&whole)
        );
    }
    // Something new before the place the cursor names: the list has to begin anew.
    let first = maker.walk(&app, &maker.token, "C", "limit=3");
    let cursor = first["next"].as_str().unwrap().to_owned();
    let again = maker.walk_path("C", &format!("limit=3&cursor={cursor}"));
    maker.makes(&app, "D", (9.0, "KGM"), &[(MAKER, "C", (1.0, "KGM"))]);
    assert_eq!(app.get_as(&maker.token, &again).status, 200, "what lies elsewhere does not matter");
    let change = json!({
        "kind": "record",
        "reason": {"en": "forgotten"},
        "changes": [{"pointer": "/ingredients/0/source/lot", "value": "B-1"}],
    });
    let path = maker.path("batches/P/C/corrections");
    assert_eq!(app.post_keyed(&maker.token, "c", &path, &change).status, 201);
    let answer = app.get_as(&maker.token, &again);
    assert_eq!((answer.status, answer.code().as_str()), (409, "changedMeanwhile"));
}

#[test]
fn a_walk_is_bounded_and_says_so() {
    use suyuan::limits::{LINEAGE_LOTS_MAX, LINES_COUNT_MAX, PAGE_ROWS_MAX, PICTURE_BOXES_MAX};
    let app = TestApp::start();
    let maker = firm(&app, MAKER, "341124", "maker");
    let most = LINEAGE_LOTS_MAX / LINES_COUNT_MAX + 1;
    let parts: Vec<String> = (0..most).map(|n| format!("M{n}")).collect();
    for (number, part) in parts.iter().enumerate() {
        let names: Vec<String> = (0..LINES_COUNT_MAX).map(|n| format!("R{number}-{n}")).collect();
        let inputs: Vec<_> = names.iter().map(|lot| (OTHER, lot.as_str(), (1.0, "KGM"))).collect();
        maker.makes(&app, part, (300.0, "KGM"), &inputs);
    }
    let all: Vec<_> = parts.iter().map(|lot| (MAKER, lot.as_str(), (1.0, "KGM"))).collect();
    maker.makes(&app, "ALL", (9.0, "KGM"), &all);
    maker.makes(&app, "FEW", (9.0, "KGM"), &all[..16]);
    for (lot, complete, count) in
        [("ALL", false, LINEAGE_LOTS_MAX), ("FEW", true, 17 + 16 * LINES_COUNT_MAX)]
    {
        let page = maker.walk(&app, &maker.token, lot, &format!("limit={PAGE_ROWS_MAX}"));
        assert_eq!(
            (&page["complete"], &page["counts"]["nodes"]),
            (&json!(complete), &json!(count))
        );
        assert_eq!(lots(&page).len(), PAGE_ROWS_MAX);
        let csv = app.get_as(&maker.token, &maker.walk_path(lot, "format=csv"));
        assert_eq!(csv.text().lines().filter(|line| line.starts_with("\"lot\"")).count(), count);
        assert_eq!(csv.header("x-complete"), if complete { "" } else { "false" });
        let svg = app.get_as(&maker.token, &maker.walk_path(lot, "format=svg")).text();
        let boxes = svg.matches("<g class=\"lot").count();
        assert!((17..=PICTURE_BOXES_MAX).contains(&boxes), "{boxes}");
        assert!(svg.len() < 300_000, "{}", svg.len());
    }
    let page = app.get_as(&maker.token, &maker.walk_path("ALL", "format=html&lang=en")).text();
    assert!(page.contains("those reached first are listed"), "the page says that it is cut");
    let ids: BTreeSet<_> = page.match_indices("<tr id=\"n").collect();
    assert_eq!(ids.len(), LINEAGE_LOTS_MAX);
}
