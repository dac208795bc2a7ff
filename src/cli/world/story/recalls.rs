//! The four recalls, and the lot that is held: what was found, what the firm or regulator did, and how
//! it went on.

use super::super::Who;
use super::super::lots::LotName;
use super::super::parties::{APPLIANCE, LAB_A, MEAT, REG_AH, SOY, TOY};
use super::{
    KETTLES_FIRST, KETTLES_LAST, KETTLES_SPARED, SAUSAGES_ADDED, SAUSAGES_HELD, SAUSAGES_RECALLED,
    SOY_SAUCE_LIFTED, Story, TRAINS_RECALLED, TRAINS_RETURNED, text, units_because,
};
use serde_json::{Value, json};

/// What a laboratory found in a lot of sausages.
struct Finding {
    kind: &'static str,
    report: &'static str,
    /// Days before today.
    sampled: u32,
    tested: u32,
    /// Listeria in each of five samples.
    results: Value,
}

impl Story<'_> {
    /// A recall that has ended: small parts come off a toy; most of the units came back.
    pub(super) fn trains(&mut self) {
        let who = Who::Producer(TOY);
        let body = json!({
            "scope": self.scope(&[TRAINS_RECALLED]),
            "regime": "consumerGoods", "kind": "voluntary", "hazard": "injury",
            "reason": text(
                "车轴可能脱落，形成小零件，幼儿有窒息风险",
                "Axles may come off and become small parts: young children may choke",
            ),
            "remedy": ["refund"],
            "instructions": text(
                "请立即停止让儿童玩耍，连同包装退回购买处或拨打电话，全额退款。",
                "Take the toy away from children at once and return it to the shop, or call: the full \
                 price is refunded.",
            ),
        });
        let recall = self.open(150, who, body);
        for (days, ordinals) in [(130, (1, 380)), (100, (381, TRAINS_RETURNED))] {
            let reason = text("召回退回", "Returned under the recall");
            let body = units_because(ordinals, &reason);
            self.act(days, Who::Seller(TOY), TRAINS_RECALLED, "returns", body);
        }
        let body = json!({
            "reason": text(
                "召回期满，已按计划公告并退款",
                "The campaign has run its term; notices and refunds were made as planned",
            ),
            "evidence": text(
                "总结报告 TR-01：售出560件，退回520件",
                "Final report TR-01: 560 sold, 520 returned",
            ),
        });
        self.step(60, who, &recall, "closure", body);
    }

    /// A recall that was lifted: the suspicion was a mix-up of samples.
    pub(super) fn soy_sauce(&mut self) {
        let who = Who::Producer(SOY);
        let body = json!({
            "scope": self.scope(&[SOY_SAUCE_LIFTED]),
            "regime": "food", "class": 2, "kind": "voluntary", "hazard": "chemical",
            "reason": text(
                "留样复检疑似苯甲酸超过限量",
                "Retained sample suspected to exceed the limit for benzoic acid",
            ),
            "remedy": ["refund", "destroy"],
            "instructions": text(
                "请暂勿食用，退回购买处退款。",
                "Do not use it for now; return it to the shop for a refund.",
            ),
        });
        let recall = self.open(95, who, body);
        let body = json!({
            "reason": text(
                "经查实验室样品编号混淆，复测两次均在限量内",
                "Two samples had been mixed up in the laboratory; two repeat tests keep the limit",
            ),
            "evidence": text(
                "复测报告 GA-0417、GA-0418",
                "Repeat reports GA-0417 and GA-0418",
            ),
        });
        self.step(89, who, &recall, "lifting", body);
    }

    /// A running recall of a product over production dates, from which one lot was taken out.
    pub(super) fn kettles(&mut self) {
        let who = Who::Producer(APPLIANCE);
        let days =
            json!({"first": self.day(KETTLES_FIRST.made), "last": self.day(KETTLES_LAST.made)});
        let body = json!({
            "scope": {"organization": APPLIANCE, "product": KETTLES_FIRST.product, "producedOn": days},
            "regime": "consumerGoods", "kind": "voluntary", "hazard": "injury",
            "reason": text(
                "温控器可能失灵，水沸后不断电，有烫伤和起火风险",
                "The thermostat may fail so that the kettle does not switch off: risk of scalds and fire",
            ),
            "remedy": ["repair", "refund"],
            "instructions": text(
                "请停止使用并拔下插头。拨打电话预约免费更换温控器，或到购买处退款。",
                "Stop using it and unplug it. Call for a free new thermostat, or return it to the shop \
                 for a refund.",
            ),
        });
        let recall = self.open(30, who, body);
        let body = json!({
            "scope": self.scope(&[KETTLES_SPARED]),
            "reason": text(
                "该批使用另一供应商的温控器，不受影响",
                "This lot has thermostats of another supplier and is not affected",
            ),
        });
        self.step(24, who, &recall, "narrowing", body);
    }

    /// The class 1 recall that a regulator ordered after a sample failed, extended two days later.
    pub(super) fn sausages(&mut self) {
        let who = Who::Regulator(REG_AH);
        let [sold, sampled] = SAUSAGES_RECALLED;
        let results = json!(["ND", 60, "ND", 40, "ND"]);
        let finding = Finding {
            kind: "supervisionSampling",
            report: "JD-0117",
            sampled: 9,
            tested: 6,
            results,
        };
        self.listeria(sampled, &finding);
        let body = json!({
            "scope": self.scope(&SAUSAGES_RECALLED),
            "regime": "food", "class": 1, "kind": "ordered", "hazard": "pathogen",
            "reason": text(
                "监督抽检检出单核细胞增生李斯特氏菌",
                "Listeria monocytogenes was found in an official sample",
            ),
            "remedy": ["refund", "destroy"],
            "instructions": text(
                "请勿食用。孕妇、老人和婴幼儿尤其危险。请连包装单独存放，退回购买处退款，由企业统一销毁。",
                "Do not eat it; it is most dangerous for pregnant women, older people and infants. \
                 Keep it apart in its pack and return it to the shop for a refund; the firm destroys it.",
            ),
        });
        let recall = self.open(5, who, body);
        let body = json!({
            "scope": self.scope(&[SAUSAGES_ADDED]),
            "reason": text(
                "该批与检出批次在同一生产线上接续生产",
                "This lot was made on the same line right after the sampled one",
            ),
        });
        self.step(3, who, &recall, "extension", body);
        let reason = text("召回退回", "Returned under the recall");
        self.act(2, Who::Seller(MEAT), sold, "returns", units_because((1, 60), &reason));
    }

    /// A lot already on sale whose retained sample is suspect: the firm holds it, and a day later the
    /// second test finds the same.
    pub(super) fn sausage_held(&mut self) {
        let reason = text(
            "留样初检疑似检出单核细胞增生李斯特氏菌，等待复核",
            "First test of the retained sample points to Listeria monocytogenes; confirmation is \
             pending",
        );
        let body = json!({"reason": reason});
        self.act(1, Who::Producer(MEAT), SAUSAGES_HELD, "hold", body);
        let results = json!(["ND", "ND", 10, "ND", "ND"]);
        let finding =
            Finding { kind: "outsideTest", report: "WT-0733", sampled: 2, tested: 0, results };
        self.listeria(SAUSAGES_HELD, &finding);
    }

    /// An outside laboratory states its finding on a lot of the processor that let it in.
    fn listeria(&mut self, name: LotName, finding: &Finding) {
        let body = json!({
            "kind": finding.kind,
            "reportNo": finding.report,
            "sampleNo": format!("{}-S", finding.report),
            "laboratory": {"organization": LAB_A, "accreditation": "DEMO-L0012"},
            "sampledOn": self.day(finding.sampled),
            "testedOn": self.day(finding.tested),
            "stage": "final",
            "items": [{
                "item": "listeriaMonocytogenes",
                "hazard": "pathogen",
                "method": "GB 4789.30",
                "plan": {"n": 5, "c": 0, "m": 0, "per": "25 g"},
                "results": finding.results,
                "unit": "[CFU]/g",
                "limit": {"basis": "GB 29921-2021"},
            }],
        });
        self.act(finding.tested, Who::Laboratory(MEAT), name, "checks", body);
    }
}
