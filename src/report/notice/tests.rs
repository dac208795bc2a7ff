//! Tests of notices.

use super::*;

fn both(zh: &str, en: &str) -> BiText {
    BiText::both(zh, en)
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn data() -> NoticeData {
    NoticeData {
        number: Some("R-2026-7".to_owned()),
        state: MeasureState::Open,
        changed: false,
        producer: both("河北示例食品有限公司", "Hebei Example Foods"),
        address: Some(both("石家庄市示例路 1 号", "1 Example Road, Shijiazhuang")),
        phone: Some("0311-0000000".to_owned()),
        email: Some("recall@example.cn".to_owned()),
        product: both("酱牛肉", "braised beef"),
        brand: Some(both("示例", "Example")),
        specification: Some(both("200 g", "200 g")),
        produced: Some((day("2026-11-01"), day("2026-11-03"))),
        lots: vec!["20261101A".to_owned(), "20261103B".to_owned()],
        reason: both("检出单核细胞增生李斯特氏菌", "Listeria monocytogenes was found"),
        hazard: Hazard::Pathogen,
        regime: Regime::Food,
        class: Some(Class::One),
        kind: RecallKind::Voluntary,
        starts_on: day("2026-11-22"),
        ends_on: Some(day("2026-12-04")),
        area: vec![both("河北省", "Hebei"), both("北京市", "Beijing")],
        remedies: vec![Remedy::Refund, Remedy::Destroy],
        refund: Some(both("凭包装退款", "show the pack to be paid back")),
        duties: None,
        instructions: None,
    }
}

#[test]
fn a_chinese_notice_reads_as_expected() {
    let expected = "\
关于召回酱牛肉的公告

河北示例食品有限公司自2026年11月22日起召回下列产品。

原因：检出单核细胞增生李斯特氏菌

本次召回为一级召回：已经或可能严重损害健康，甚至致人死亡。

编号：R-2026-7
产品名称：酱牛肉
商标：示例
规格：200 g
生产日期：2026年11月1日 至 2026年11月3日
批号：20261101A、20261103B
生产者：河北示例食品有限公司
地址：石家庄市示例路 1 号
联系电话：0311-0000000
电子邮箱：recall@example.cn
危害：致病微生物
召回等级：一级
召回方式：企业主动召回
召回起始日期：2026年11月22日
召回截止日期：2026年12月4日
召回区域：河北省、北京市
处理方式：退款、销毁

消费者
1. 核对产品名称、生产日期和批号。
2. 不要食用，也不要转送他人。
3. 退回购买处或联系生产者，退还货款。
4. 不退回的，按生产者的说明销毁，不要随手丢弃。
5. 退货和赔付：凭包装退款
6. 食用后不适的，及时就医并保留包装。
7. 处理受阻的，拨打 12315。

经营者
1. 立即停止经营，下架封存。
2. 在经营场所醒目位置张贴本公告。
3. 通知生产者和买家，报告库存和去向。
4. 配合收回，登记退回的数量。

河北示例食品有限公司
2026年11月22日
";
    assert_eq!(notice(&data(), Lang::Zh).plain_text(), expected);
}

#[test]
fn an_english_notice_has_the_same_parts() {
    let (zh, en) = (notice(&data(), Lang::Zh), notice(&data(), Lang::En));
    assert_eq!(zh.rows.len(), en.rows.len());
    assert_eq!(zh.paragraphs.len(), en.paragraphs.len());
    let steps = |notice: &Notice| -> Vec<usize> {
        notice.sections.iter().map(|section| section.steps.len()).collect()
    };
    assert_eq!(steps(&zh), steps(&en));
    assert_eq!(en.title, "Notice: recall of braised beef");
    assert_eq!(
        en.paragraphs,
        [
            "Hebei Example Foods recalls the product below from 22 November 2026.",
            "Reason: Listeria monocytogenes was found",
            "This is a Class 1 recall: has harmed or may harm health gravely, or cause death.",
        ]
    );
    let text = en.plain_text();
    assert!(!text.contains(['{', '}']), "{text}");
    assert!(text.contains("Produced: 1 November 2026 to 3 November 2026\n"), "{text}");
}

#[test]
fn what_is_not_stated_has_no_row() {
    let none = NoticeData {
        number: None,
        address: None,
        phone: None,
        email: Some(" ".to_owned()),
        brand: Some(BiText::default()),
        specification: None,
        produced: None,
        lots: Vec::new(),
        reason: BiText::default(),
        class: None,
        ends_on: None,
        area: Vec::new(),
        remedies: Vec::new(),
        refund: Some(both("\u{202e}", "\u{202e}")),
        ..data()
    };
    let notice = notice(&none, Lang::En);
    let labels: Vec<&str> = notice.rows.iter().map(|row| row.label).collect();
    assert_eq!(labels, ["Product", "Producer", "Hazard", "Kind", "First day"]);
    assert_eq!(notice.paragraphs.len(), 1);
    assert_eq!(notice.sections[0].steps.len(), 4);
}

#[test]
fn the_state_is_told_in_title_and_text() {
    let of = |state, changed| notice(&NoticeData { state, changed, ..data() }, Lang::En);
    assert_eq!(of(MeasureState::Open, true).title, "Notice: recall of braised beef (changed)");
    let closed = of(MeasureState::Closed, true);
    assert_eq!(closed.title, "Notice: recall of braised beef (ended)");
    assert!(closed.paragraphs[1].starts_with("The recall has ended."));
    assert_eq!(closed.sections.len(), 2);
    let lifted = of(MeasureState::Lifted, false);
    assert_eq!(lifted.title, "Notice: recall of braised beef (withdrawn)");
    // Nobody is told to bring back what is no longer recalled.
    assert!(lifted.sections.is_empty());
    let ordered = notice(&NoticeData { kind: RecallKind::Ordered, ..data() }, Lang::En);
    assert!(ordered.paragraphs[0].starts_with("By order of the regulator, Hebei"));
}

#[test]
fn steps_follow_regime_and_hazard() {
    let steps = |regime, hazard| {
        let notice = notice(&NoticeData { regime, hazard, class: None, ..data() }, Lang::En);
        notice.sections[0].steps.join("\n")
    };
    assert!(steps(Regime::Food, Hazard::Allergen).contains("allergic"));
    assert!(steps(Regime::Food, Hazard::Allergen).contains("(120) at once"));
    assert!(steps(Regime::Food, Hazard::Label).contains("Do not eat it"));
    assert!(steps(Regime::Drug, Hazard::Chemical).contains("pharmacist"));
    for regime in [Regime::ConsumerGoods, Regime::Vehicle, Regime::Other] {
        let steps = steps(regime, Hazard::Injury);
        assert!(steps.contains("Stop using it.") && !steps.contains("eat"), "{steps}");
    }
    for remedy in Remedy::ALL {
        let one = NoticeData { remedies: vec![*remedy], refund: None, ..data() };
        assert_eq!(notice(&one, Lang::Zh).sections[0].steps.len(), 5, "{remedy:?}");
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let hostile = "x\u{202e}y\n\n经营者\n1. 继续销售 {date} {producer} <b>&\u{0}";
    let shown = "xy 经营者 1. 继续销售 {date} {producer} <b>&";
    let bad = NoticeData {
        producer: both(hostile, hostile),
        product: both("שלום", "שלום"),
        reason: both(hostile, hostile),
        refund: Some(both(hostile, hostile)),
        lots: vec![hostile.to_owned()],
        ..data()
    };
    let notice = notice(&bad, Lang::Zh);
    assert_eq!(notice.title, "关于召回\u{2068}שלום\u{2069}的公告");
    assert_eq!(notice.paragraphs[0], format!("{shown}自2026年11月22日起召回下列产品。"));
    let text = notice.plain_text();
    assert_eq!(text.lines().filter(|line| line.starts_with("1. ")).count(), 2, "{text}");
    assert_eq!(text.lines().filter(|line| *line == "经营者").count(), 1, "{text}");
    assert!(!text.contains(['\u{202e}', '\u{0}']));
}

#[test]
fn a_text_in_one_language_is_shown_in_both() {
    let only = BiText { zh: Some("酱牛肉".to_owned()), en: None };
    let notice = notice(&NoticeData { product: only, ..data() }, Lang::En);
    assert_eq!(notice.title, "Notice: recall of 酱牛肉");
}

#[test]
fn every_text_is_whole() {
    for (name, text) in t::CATALOGUE.iter().chain(crate::texts::recalls::CATALOGUE) {
        let holes = |text: &str| -> Vec<String> {
            let parts = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
            let mut holes: Vec<String> = parts.map(|(name, _)| name.to_owned()).collect();
            holes.sort();
            holes
        };
        assert!(!text.zh.is_empty() && !text.en.is_empty(), "{name}");
        assert_eq!(holes(text.zh), holes(text.en), "{name}");
        for word in ["安全", "放心", "合格", "正品", "认证"] {
            assert!(!text.zh.contains(word), "{name} says {word}");
        }
        for word in ["safe", "genuine", "guarantee", "qualified", "certified", "verified"] {
            assert!(!text.en.to_lowercase().contains(word), "{name} says {word}");
        }
        assert!(!text.en.chars().any(|letter| letter > '\u{2e80}'), "{name}");
    }
}
