//! Hand-made reports of every state, for the tests of the words and of the pages.

mod sausage;

pub(crate) use sausage::sausage;

use crate::fact::text::BiText;
use crate::report::display::{display, notice};
use crate::report::model::*;
use crate::verdict::{Notice, Reason, ReasonCode, Verdict};

fn bi(zh: &str, en: &str) -> BiText {
    BiText::both(zh, en)
}

fn zh(text: &str) -> BiText {
    BiText { zh: Some(text.to_owned()), en: None }
}

fn by(role: &'static str, name: Option<BiText>) -> StatedBy {
    StatedBy { role, organization: None, name, post: None }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Fills notices and words, as `report` does last.
pub(crate) fn finished(mut report: TraceReport, notices: &[Notice]) -> TraceReport {
    report.notices = notices.iter().map(|code| notice(*code, &report)).collect();
    report.display = display(&report);
    report
}

/// A report that knows nothing: the shape of `unknown`.
pub(crate) fn empty(verdict: Verdict) -> TraceReport {
    let none = || BiText { zh: None, en: None };
    TraceReport {
        as_of: "2026-12-03T01:12:09Z".to_owned(),
        judged_on: JudgedOn {
            date: "2026-12-03".to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
        },
        position: 184_467,
        scans: None,
        identifies: Identifies::Nothing,
        key: ReportKey::default(),
        verdict,
        display: Display { title: none(), sentence: none(), actions: Vec::new() },
        reasons: Vec::new(),
        notices: Vec::new(),
        recalls: Vec::new(),
        hold: None,
        withdrawal: None,
        compare_with_pack: None,
        label: None,
        organization: None,
        manufacturer: None,
        permits: Vec::new(),
        overdue_tests: Vec::new(),
        product: None,
        batch: None,
        unit: None,
        provenance: None,
        corrections: Vec::new(),
        choices: Vec::new(),
        receipt: None,
    }
}

/// An open recall of class 1, ordered by a regulator.
pub(crate) fn recall(hazard: &'static str) -> RecallShown {
    RecallShown {
        id: "m-2026-0031".to_owned(),
        class: Some(1),
        kind: "ordered",
        state: "open",
        regime: "food",
        hazard,
        reason: bi("原料肉检出单核细胞增生李斯特氏菌", "Listeria monocytogenes in the raw pork"),
        instructions: bi(
            "退回购买处，不要加热后食用。",
            "Return it to the shop; do not heat and eat it.",
        ),
        scope_text: bi("批号 20261122 A1、20261123 A1", "lots 20261122 A1 and 20261123 A1"),
        by_ingredient: false,
        remedy: vec!["refund"],
        opened_at: "2026-12-02T08:00:00Z".to_owned(),
        closed_at: None,
        opened_by: by("regulator", Some(bi("安徽省市场监督管理局", "Anhui market regulator"))),
        phone: some("0551-1234 5678"),
        notice: "/api/v1/recalls/m-2026-0031".to_owned(),
    }
}

fn because(code: ReasonCode) -> Reason {
    Reason { code, recall: None, since: None }
}

/// Every state by name, finished.
pub(crate) fn all_states() -> Vec<(&'static str, TraceReport)> {
    let nothing_known = |verdict, serial| {
        let key = ReportKey { serial: some(serial), ..ReportKey::default() };
        finished(TraceReport { key, ..empty(verdict) }, &[])
    };
    let mut states = vec![
        ("registered", finished(sausage(Verdict::Registered), &[])),
        ("notices", with_notices()),
        ("checkLot", check_lot()),
        ("unknown", nothing_known(Verdict::Unknown, "7K3MQ9TXV2HD84RW")),
        ("codeMistyped", nothing_known(Verdict::CodeMistyped, "7K3MQ9TXV2HD84RX")),
        ("choices", choices()),
    ];
    states.extend(bad_states().map(|(name, report)| (name, finished(report, &[]))));
    states
}

/// The states in which one batch or unit should not be used or bought.
fn bad_states() -> impl Iterator<Item = (&'static str, TraceReport)> {
    let closed = RecallShown {
        state: "closed",
        closed_at: some("2026-12-20T08:00:00Z"),
        ..recall("pathogen")
    };
    let hold = HoldShown {
        since: "2026-12-01T02:30:00Z".to_owned(),
        reason: bi("复检中。", "a test is being repeated."),
        stated_by: by("producer", Some(zh("溪口食品有限公司"))),
    };
    let withdrawal = WithdrawalShown {
        what: "unit",
        at: "2026-11-24T02:00:00Z".to_owned(),
        reason: bi("标签印坏", "label misprinted"),
    };
    let mut expired = sausage(Verdict::Expired);
    expired.batch.as_mut().unwrap().days_left = Some(-9);
    let other_product = vec![because(ReasonCode::CodeOfAnotherProduct)];
    [
        (
            "recalled",
            TraceReport { recalls: vec![recall("pathogen")], ..sausage(Verdict::Recalled) },
        ),
        ("recallClosed", TraceReport { recalls: vec![closed], ..sausage(Verdict::RecallClosed) }),
        ("held", TraceReport { hold: Some(hold), ..sausage(Verdict::Held) }),
        ("withdrawn", TraceReport { withdrawal: Some(withdrawal), ..sausage(Verdict::Withdrawn) }),
        ("expired", expired),
        ("suspect", TraceReport { reasons: other_product, ..sausage(Verdict::Suspect) }),
        ("notActivated", sausage(Verdict::NotActivated)),
    ]
    .into_iter()
}

fn with_notices() -> TraceReport {
    let mut report = sausage(Verdict::Registered);
    if let (Some(unit), Some(batch)) = (&mut report.unit, &mut report.batch) {
        unit.code_kind = "own";
        unit.shown = "QX-000120451".to_owned();
        let missing = ["origin", "factoryTest"].map(str::to_owned).to_vec();
        batch.completeness = Some(CompletenessShown { profile: "food@1".to_owned(), missing });
    }
    report.corrections = vec![CorrectionShown {
        at: "2026-11-28T02:00:00Z".to_owned(),
        kind: "label",
        reason: bi("印刷错误", "printing error"),
        by: StatedBy {
            post: some("quality"), ..by("producer", Some(zh("溪口食品有限公司")))
        },
        proposed_by: None,
        before_release: false,
        changes: vec![ChangeShown {
            field: "/label/storage/maxCel".to_owned(),
            from: some("10 ℃"),
            to: some("4 ℃"),
        }],
    }];
    finished(report, &[Notice::LabelCorrected, Notice::GroupsMissing, Notice::OwnSerial])
}

fn check_lot() -> TraceReport {
    let report = TraceReport {
        identifies: Identifies::Product,
        batch: None,
        unit: None,
        compare_with_pack: Some(CompareWithPack {
            name: bi("烟熏猪肉香肠", "Smoked pork sausage"),
            lot_as_printed: None,
            production: None,
            expiry: None,
            net_content: some("200 g"),
        }),
        provenance: None,
        recalls: vec![recall("pathogen")],
        ..sausage(Verdict::CheckLot)
    };
    finished(report, &[])
}

fn choices() -> TraceReport {
    let choice = |product: &str, name: BiText| Choice {
        product: product.to_owned(),
        name,
        path: format!("/o/91340100MA0QX00X0X/{product}/21/000123"),
    };
    let report = TraceReport {
        choices: vec![
            choice("SS-200", bi("烟熏猪肉香肠", "Smoked pork sausage")),
            choice("HM-500", zh("熟火腿")),
        ],
        ..empty(Verdict::Registered)
    };
    finished(report, &[])
}
