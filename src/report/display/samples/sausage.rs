//! One food batch with every block of a report filled.

use super::{bi, by, empty, some, zh};
use crate::fact::text::BiText;
use crate::report::model::*;
use crate::verdict::Verdict;

/// A sausage, as full as a report gets.
pub(crate) fn sausage(verdict: Verdict) -> TraceReport {
    TraceReport {
        identifies: Identifies::Unit,
        key: ReportKey {
            organization: some("91340100MA0QX00X0X"),
            product: some("SS-200"),
            serial: some("7K3MQ9TXV2HD84RW"),
            gtin: some("09520123456788"),
            lot: some("20261122A1"),
        },
        compare_with_pack: Some(CompareWithPack {
            name: bi("烟熏猪肉香肠", "Smoked pork sausage"),
            lot_as_printed: some("20261122 A1"),
            production: some("2026-11-22"),
            expiry: some("2027-01-06"),
            net_content: some("200 g"),
        }),
        label: Some(label()),
        organization: Some(OrganizationShown {
            code: "91340100MA0QX00X0X".to_owned(),
            name: zh("溪口食品有限公司"),
            region: "340100".to_owned(),
            region_name: bi("安徽省合肥市", "Hefei, Anhui"),
            phone: some("0551-0000 0000"),
        }),
        manufacturer: Some(ManufacturerShown {
            organization: some("91340102MA0QX11X1X"),
            name: Some(zh("溪口肉制品厂")),
            permit: some("SC10434010000018"),
            relation: some("commissioned"),
        }),
        permits: vec![permit()],
        product: Some(ProductShown {
            product: "SS-200".to_owned(),
            version: 3,
            gtin: some("09520123456788"),
            name: bi("烟熏猪肉香肠", "Smoked pork sausage"),
            category: "food.meat.cooked".to_owned(),
            specification: some("200 g"),
            eaten: true,
        }),
        batch: Some(BatchShown {
            lot: "20261122A1".to_owned(),
            produced_on: "2026-11-22".to_owned(),
            expires_on: some("2027-01-06"),
            days_left: Some(34),
            state: "released",
            completeness: Some(CompletenessShown {
                profile: "food.meat.cooked@1".to_owned(),
                missing: Vec::new(),
            }),
        }),
        unit: Some(UnitShown {
            state: "activated",
            code_kind: "issued",
            shown: "7K3M-Q9TX-V2HD-84RW".to_owned(),
            label_version: 1,
        }),
        provenance: Some(provenance()),
        receipt: Some(ReceiptShown {
            position: 181_203,
            recorded_at: "2026-11-22T09:31:00Z".to_owned(),
            content_id: "5f1d0c3a9be2477d8c60a1f24e3b96d70a52c81be94f36d7a0185b2ce47f9d31"
                .to_owned(),
        }),
        ..empty(verdict)
    }
}

fn step(biz_step: &'static str, on: &str, place: Option<BiText>) -> TimelineStep {
    TimelineStep { biz_step, on: on.to_owned(), place, to_region: None }
}

fn permit() -> PermitShown {
    PermitShown {
        entry: "re-0192".to_owned(),
        kind: "foodProduction",
        number: "SC10434010000018".to_owned(),
        covers: vec!["0401".to_owned()],
        pledges: Vec::new(),
        valid_on_production: true,
        now: "valid",
        lost_on: None,
        stated_by: by("regulator", Some(zh("安徽省市场监督管理局"))),
    }
}

fn label() -> LabelShown {
    let item = |code, text| LabelItem { code, text: Some(text), rows: Vec::new() };
    let row = |code: &str, value: &str, unit: &str, nrv| NutritionRow {
        code: code.to_owned(),
        value: value.to_owned(),
        unit: unit.to_owned(),
        nrv_percent: Some(nrv),
    };
    LabelShown {
        version: Some(3),
        items: vec![
            item("allergens", bi("大豆；可能含有乳", "soybean; may contain milk")),
            item(
                "ingredientStatement",
                zh(
                    "猪肉（72.7%）、水、大豆分离蛋白、食用盐、白砂糖、香辛料、焦磷酸钠、山梨酸钾、亚硝酸钠",
                ),
            ),
            LabelItem {
                code: "nutrition",
                text: Some(bi("每100 g", "per 100 g")),
                rows: vec![
                    row("energy", "982", "kJ", 12),
                    row("protein", "14.0", "g", 23),
                    row("fat", "18.0", "g", 30),
                    row("saturatedFat", "7.0", "g", 35),
                    row("carbohydrate", "4.6", "g", 2),
                    row("sodium", "860", "mg", 43),
                ],
            },
            item("storage", bi("0～4 ℃ 冷藏", "Keep at 0 to 4 °C")),
            item("standard", bi("SB/T 10279", "SB/T 10279")),
            item("permit", bi("SC10434010000018", "SC10434010000018")),
        ],
    }
}

fn provenance() -> Provenance {
    let place = |zh: &str, en: &str| OriginShown { country: None, region: None, name: bi(zh, en) };
    let additive = |cns: &str, ins: &str, name: &str| AdditiveShown {
        cns: some(cns),
        ins: some(ins),
        name: zh(name),
        function: None,
        result: Some("within"),
        clause: some("GB 2760-2024 A.1, 08.03.05"),
        judged_by: None,
    };
    let item = |item: &str, shown: &str, limit: &str, basis: &str| TestItemShown {
        item: item.to_owned(),
        shown: shown.to_owned(),
        limit: some(limit),
        basis: some(basis),
        result: "pass",
        ..TestItemShown::default()
    };
    Provenance {
        origin: Some(place("安徽省合肥市", "Hefei, Anhui")),
        ingredients: vec![
            IngredientShown {
                name: bi("冷冻猪瘦肉", "frozen lean pork"),
                role: some("ingredient"),
                origin: Some(place("黑龙江省哈尔滨市", "Harbin, Heilongjiang")),
                linked: true,
                documents: vec!["animalQuarantine".to_owned(), "meatInspection".to_owned()],
            },
            IngredientShown {
                name: zh("大豆分离蛋白"),
                role: None,
                origin: Some(place("中国", "China")),
                linked: false,
                documents: Vec::new(),
            },
        ],
        formula: FormulaShown { filed: true },
        additives: vec![
            additive("09.002", "250", "亚硝酸钠"),
            additive("17.004", "202", "山梨酸钾"),
            additive("15.004", "450(iii)", "焦磷酸钠"),
        ],
        tests: vec![TestShown {
            report_state: "final",
            kind: "factoryTest".to_owned(),
            report_no: "R-1122-01".to_owned(),
            tested_on: some("2026-11-25"),
            stated_by: by("producer", Some(zh("溪口肉制品厂"))),
            result: "pass",
            items: vec![
                item("nitriteResidue", "11.2 mg/kg", "≤ 30 mg/kg", "GB 2760-2024"),
                item("aerobicPlateCount", "380–600 CFU/g", "n=5 c=2", "GB 19303"),
                item("salmonella", "5 × ND", "n=5 c=0", "GB 29921"),
                TestItemShown {
                    limit: None,
                    basis: None,
                    result: "noLimit",
                    ..item("water activity", "0.97", "", "")
                },
            ],
        }],
        timeline: vec![
            step("commissioning", "2026-11-22", Some(bi("合肥市", "Hefei"))),
            step("inspecting", "2026-11-25", None),
            step("shipping", "2026-11-26", Some(bi("南京市", "Nanjing"))),
        ],
    }
}
