//! The words of every state, in both languages.

use super::samples::{all_states, empty, finished, recall, sausage};
use super::{display, leading_recall, notice};
use crate::fact::text::BiText;
use crate::report::model::{CompletenessShown, Display, Identifies, RecallShown, TraceReport};
use crate::texts::tests::FORBIDDEN;
use crate::verdict::{Notice, Reason, ReasonCode, Verdict};

const NOTICES: [Notice; 12] = [
    Notice::OwnSerial,
    Notice::LabelCorrected,
    Notice::RecordCorrected,
    Notice::PermitLost,
    Notice::AdditiveFound,
    Notice::GroupsMissing,
    Notice::RhythmOverdue,
    Notice::TestFailed,
    Notice::LotNotRegistered,
    Notice::NoExpiry,
    Notice::Returned,
    Notice::Erased,
];

const VERDICTS: [Verdict; 11] = [
    Verdict::Recalled,
    Verdict::RecallClosed,
    Verdict::Held,
    Verdict::Withdrawn,
    Verdict::Expired,
    Verdict::CheckLot,
    Verdict::Suspect,
    Verdict::NotActivated,
    Verdict::Registered,
    Verdict::Unknown,
    Verdict::CodeMistyped,
];

const HAZARDS: [&str; 8] =
    ["pathogen", "chemical", "nonFood", "allergen", "foreignBody", "label", "injury", "other"];

fn check(name: &str, text: &BiText) {
    for said in [&text.zh, &text.en] {
        let said = said.as_deref().unwrap_or_default();
        assert!(!said.trim().is_empty(), "{name}: a language is missing");
        assert!(!said.contains(['{', '}']), "{name}: {said}");
        for doubled in ["。。", "..", "  ", "（）", " ,", "：。", " ."] {
            assert!(!said.contains(doubled), "{name}: {said}");
        }
        for word in FORBIDDEN {
            assert!(!said.to_lowercase().contains(word), "{name} says {word}: {said}");
        }
    }
}

fn check_all(name: &str, words: &Display) {
    check(name, &words.title);
    check(name, &words.sentence);
    assert!(!words.actions.is_empty(), "{name}");
    words.actions.iter().for_each(|action| check(name, &action.text));
}

fn recalled(hazard: &'static str) -> TraceReport {
    TraceReport { recalls: vec![recall(hazard)], ..sausage(Verdict::Recalled) }
}

fn codes(words: &Display) -> Vec<&'static str> {
    words.actions.iter().map(|action| action.code).collect()
}

fn zh(text: &BiText) -> &str {
    text.pick(true)
}

fn en(text: &BiText) -> &str {
    text.pick(false)
}

#[test]
fn every_state_has_its_words_in_both_languages() {
    for (name, report) in all_states() {
        check_all(name, &report.display);
        report.notices.iter().for_each(|shown| check(name, &shown.text));
    }
    for verdict in VERDICTS {
        check_all("nothing known", &display(&empty(verdict)));
        check_all("no measure known", &display(&sausage(verdict)));
    }
    for hazard in HAZARDS {
        check_all(hazard, &display(&recalled(hazard)));
    }
}

#[test]
fn every_notice_has_its_words_with_and_without_data() {
    for code in NOTICES {
        for report in [empty(Verdict::Registered), sausage(Verdict::Registered)] {
            let shown = notice(code, &report);
            check("title", &shown.title);
            check("text", &shown.text);
        }
    }
}

#[test]
fn a_permit_that_was_lost_is_named_with_its_day() {
    let mut report = sausage(Verdict::Registered);
    report.permits[0].lost_on = Some("2026-12-01".to_owned());
    let shown = notice(Notice::PermitLost, &report);
    check("text", &shown.text);
    assert!(zh(&shown.text).contains("（SC10434010000018）自2026年12月1日起不再有效"));
    assert!(
        en(&shown.text).contains("(SC10434010000018) has not been in force since 1 December 2026")
    );
}

#[test]
fn a_recall_says_who_when_why_and_what_to_do() {
    let words = display(&recalled("pathogen"));
    assert_eq!(zh(&words.title), "正在召回，请勿食用");
    assert_eq!(en(&words.title), "Recalled: do not eat");
    assert_eq!(
        zh(&words.sentence),
        "安徽省市场监督管理局于2026年12月2日责令一级召回：原料肉检出单核细胞增生李斯特氏菌。\
         您扫的这件商品在范围内。"
    );
    assert_eq!(
        en(&words.sentence),
        "Anhui market regulator ordered a class 1 recall on 2 December 2026: \
         Listeria monocytogenes in the raw pork. Your item is included."
    );
    let expected =
        ["doNotEat", "keepApart", "photograph", "call", "refund", "ifEaten", "refused12315"];
    assert_eq!(codes(&words), expected);
    assert_eq!(words.actions[3].phone.as_deref(), Some("0551-1234 5678"));
    assert!(zh(&words.actions[5].text).contains("腹泻"));
}

#[test]
fn clauses_without_data_are_left_out() {
    let mut report = recalled("chemical");
    report.recalls[0].class = None;
    report.recalls[0].reason = BiText::default();
    report.recalls[0].opened_by.name = None;
    report.recalls[0].kind = "voluntary";
    report.recalls[0].opened_by.role = "producer";
    report.recalls[0].phone = None;
    report.organization = None;
    let words = display(&report);
    assert_eq!(zh(&words.sentence), "生产者于2026年12月2日启动召回。您扫的这件商品在范围内。");
    assert_eq!(
        en(&words.sentence),
        "The producer started a recall on 2 December 2026. Your item is included."
    );
    assert!(words.actions.iter().all(|action| action.phone.is_none()));
    assert_eq!(zh(&words.actions[3].text), "联系购买处，按说明处理。");
}

#[test]
fn the_number_of_the_firm_serves_where_the_recall_names_none() {
    let mut report = recalled("chemical");
    report.recalls[0].phone = Some("  ".to_owned());
    let words = display(&report);
    assert!(words.actions[3].phone.is_none(), "blank is not a number");
    report.recalls[0].phone = Some("n/a".to_owned());
    assert!(display(&report).actions[3].phone.is_none(), "nothing to dial");
    report.recalls[0].phone = None;
    assert_eq!(display(&report).actions[3].phone.as_deref(), Some("0551-0000 0000"));
}

#[test]
fn words_follow_hazard_and_kind_of_goods() {
    let title = |hazard| zh(&display(&recalled(hazard)).title).to_owned();
    assert_eq!(title("allergen"), "正在召回，过敏者请勿食用");
    assert_eq!(title("label"), "正在召回：标签有误，先不要食用");
    assert_eq!(title("injury"), "正在召回，可能伤人，请停止食用");
    let mut kettle = recalled("injury");
    kettle.product.as_mut().unwrap().eaten = false;
    let words = display(&kettle);
    assert_eq!(zh(&words.title), "正在召回，可能伤人，请停止使用");
    assert_eq!(en(&words.title), "Recalled, can injure: do not use");
    assert_eq!(words.actions[0].code, "doNotUse");
    assert!(codes(&words).contains(&"ifHurt"));
    let all: String = words.actions.iter().map(|action| zh(&action.text)).collect();
    assert!(!all.contains('吃') && !all.contains("食用"), "{all}");
    let urgent = display(&recalled("allergen"));
    assert!(urgent.actions.iter().any(|action| zh(&action.text).contains("120")));
}

#[test]
fn the_worst_open_recall_leads() {
    let mut report = recalled("label");
    report.recalls.push(RecallShown { class: Some(2), ..recall("foreignBody") });
    report.recalls.push(RecallShown { class: Some(1), state: "closed", ..recall("pathogen") });
    assert_eq!(leading_recall(&report).unwrap().hazard, "foreignBody");
    let words = display(&report);
    assert_eq!(zh(&words.title), "正在召回，请勿食用");
    assert!(zh(&words.sentence).ends_with("另有1项召回，见下。"), "{:?}", words.sentence);
}

#[test]
fn an_ended_recall_does_not_clear() {
    let (_, report) = all_states().into_iter().find(|(name, _)| *name == "recallClosed").unwrap();
    let words = &report.display;
    assert!(zh(&words.title).contains("请勿食用"));
    assert!(
        zh(&words.sentence).contains("2026年12月20日")
            && zh(&words.sentence).contains("未登记为已退回")
    );
    assert!(en(&words.sentence).contains("Ended does not mean you may eat it."));
    assert_eq!(words.actions[0].code, "doNotEat");
}

#[test]
fn an_ended_recall_of_a_lot_or_product_says_nothing_of_one_item() {
    let (_, mut report) =
        all_states().into_iter().find(|(name, _)| *name == "recallClosed").unwrap();
    for identifies in [Identifies::Lot, Identifies::Product] {
        report.identifies = identifies;
        let words = display(&report);
        assert_eq!(zh(&words.title), "曾被召回，请勿食用");
        assert_eq!(en(&words.title), "Was recalled: do not eat");
        let sentence = zh(&words.sentence);
        assert!(sentence.starts_with("召回已于2026年12月20日结束；结束不代表可以食用。"));
        assert!(!sentence.contains("未登记为已退回"), "{sentence}");
    }
}

#[test]
fn check_lot_lists_ended_recalls_only_where_none_is_open() {
    let (_, mut report) = all_states().into_iter().find(|(name, _)| *name == "checkLot").unwrap();
    let ended = BiText::both("批号 20250101", "lot 20250101");
    report.recalls.push(RecallShown { state: "closed", scope_text: ended, ..recall("pathogen") });
    assert!(!zh(&display(&report).sentence).contains("20250101"));
    report.recalls.remove(0);
    let words = display(&report);
    check_all("ended", &words);
    assert_eq!(zh(&words.title), "有批次曾被召回，请核对批号");
    assert!(zh(&words.sentence).contains("曾被召回：批号 20250101。召回已经结束"));
    assert!(en(&words.sentence).contains("Were recalled: lot 20250101. The recall has ended"));
    report.recalls[0].scope_text = BiText::default();
    check_all("ended, not listed", &display(&report));
}

#[test]
fn days_past_are_counted() {
    let mut report = sausage(Verdict::Expired);
    report.batch.as_mut().unwrap().days_left = Some(-1);
    assert_eq!(zh(&display(&report).sentence), "登记的保质期至2027年1月6日，已过 1 天。");
    report.batch.as_mut().unwrap().days_left = Some(-9);
    assert_eq!(
        en(&display(&report).sentence),
        "The registered date is 6 January 2027, 9 days ago."
    );
}

#[test]
fn doubt_names_its_rule() {
    let mut report = sausage(Verdict::Suspect);
    let reason = |code| Reason { code, recall: None, since: None };
    report.reasons = vec![reason(ReasonCode::CodeKeyExposed)];
    assert!(zh(&display(&report).sentence).contains("密钥"));
    report.reasons =
        vec![reason(ReasonCode::NotReleased), reason(ReasonCode::CodeOfAnotherProduct)];
    assert!(zh(&display(&report).sentence).contains("另一个产品"));
}

#[test]
fn only_notices_to_be_read_first_change_the_title() {
    let title = |notices: &[Notice]| {
        let report = finished(sausage(Verdict::Registered), notices);
        zh(&report.display.title).to_owned()
    };
    assert_eq!(title(&[]), "已登记，目前没有召回");
    assert_eq!(title(&[Notice::OwnSerial, Notice::NoExpiry]), "已登记，目前没有召回");
    assert_eq!(title(&[Notice::OwnSerial, Notice::TestFailed]), "已登记，有提示请先看");
    let plain = finished(sausage(Verdict::Registered), &[]);
    assert!(zh(&plain.display.sentence).contains("截至2026年12月3日 09:12，"));
    assert!(zh(&plain.display.sentence).contains("不证明真伪"));
    assert!(
        zh(&plain.display.actions[0].text).contains("生产日期 2026年11月22日、批号 20261122 A1")
    );
}

#[test]
fn missing_groups_and_lots_are_named() {
    let mut report = sausage(Verdict::Registered);
    let missing = ["origin", "factoryTest", "salmonella", "novelty"].map(str::to_owned).to_vec();
    let completeness = CompletenessShown { profile: "food@1".to_owned(), missing };
    report.batch.as_mut().unwrap().completeness = Some(completeness);
    let shown = notice(Notice::GroupsMissing, &report);
    assert!(zh(&shown.text).starts_with("本批没有登记：产地、出厂检验、沙门氏菌、novelty。"));
    assert!(en(&shown.text).contains("origin, factory test, Salmonella, novelty"));
    assert!(
        zh(&notice(Notice::LotNotRegistered, &report).text).contains("批号 20261122A1 没有登记")
    );
}
