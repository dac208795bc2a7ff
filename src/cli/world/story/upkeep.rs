//! What happens without a recall: corrections, spoilt labels, a withdrawal, a false alarm, sales.

use super::super::parties::{APPLIANCE, DAIRY, DUMPLING, LIQUOR, MEAT, TEA, TOOL, TOY};
use super::super::{Who, lots, papers};
use super::{
    DRILLS_SOLD, DUMPLINGS_CLEARED, EXPIRY_PRINTED, KETTLES_SPARED, LABELS_SPOILT, LIQUOR_SOLD,
    MILK_EXPIRED, MILK_MISPRINTED, NITRITE_USED, SAUSAGES_CORRECTED, SAUSAGES_RECALLED,
    SAUSAGES_SOLD, Story, TEA_WITHDRAWN, TRAINS_RECALLED, text, units, units_because,
};
use serde_json::json;

impl Story<'_> {
    /// A wrong figure found before release, and a misprinted date found after it.
    pub(super) fn corrections(&mut self) {
        let Some(made) = self.stock.find(SAUSAGES_CORRECTED) else { return };
        let right = papers::batch(self.stock, made);
        let typed =
            text("录入错误，与投料单不符", "Typing error; the weighing sheet says otherwise");
        let printed = text(
            "喷码月份错误，已在售出前加贴更正标签",
            "The month was misprinted; a correcting label was put on before sale",
        );
        for (days, kind, pointer, reason) in
            [(21, "record", NITRITE_USED, typed), (18, "label", EXPIRY_PRINTED, printed)]
        {
            let change = json!({"pointer": pointer, "value": right.pointer(pointer)});
            let body = json!({"kind": kind, "reason": reason, "changes": [change]});
            self.act(days, Who::Producer(MEAT), SAUSAGES_CORRECTED, "corrections", body);
        }
    }

    /// Spoilt labels are voided, and as many new ones issued within the allowance.
    pub(super) fn labels(&mut self) {
        let (who, name) = (Who::Producer(DAIRY), MILK_MISPRINTED);
        let reason = text("标签二维码模糊，已销毁", "Labels with a blurred code, destroyed");
        self.act(119, who, name, "voids", units_because(LABELS_SPOILT, &reason));
        let (first, last) = LABELS_SPOILT;
        let again = last - first + 1;
        self.act(119, who, name, "units", json!({"issue": again}));
        if let Some(made) = self.stock.find(name) {
            let ordinals = (made.units + 1, made.units + again);
            self.act(118, who, name, "activation", units(ordinals));
        }
    }

    /// Tea in the wrong tin is withdrawn before it leaves the house.
    pub(super) fn tea(&mut self) {
        let reason = text(
            "罐体用错，标签茶名与内容不符，未出库",
            "Wrong tin: the name on the label is not that of the tea; nothing was shipped",
        );
        let body = json!({"reason": reason});
        self.act(70, Who::Producer(TEA), TEA_WITHDRAWN, "withdrawal", body);
    }

    /// A hold that ended well.
    pub(super) fn dumplings(&mut self) {
        let (who, name) = (Who::Producer(DUMPLING), DUMPLINGS_CLEARED);
        let alarm = text(
            "金属探测报警，逐包复检",
            "Alarm of the metal detector; every pack is checked again",
        );
        self.act(20, who, name, "hold", json!({"reason": alarm}));
        let cleared = text(
            "复检未发现异物，系设备误报",
            "No foreign body found; the detector was out of adjustment",
        );
        self.act(17, who, name, "unhold", json!({"reason": cleared}));
    }

    /// The first units of some lots are sold.
    pub(super) fn sales(&mut self) {
        let [sausages, _] = SAUSAGES_RECALLED;
        let milk = lots::lot(DAIRY, "UH-250", 150);
        let sales = [
            (200, Who::Seller(TOY), TRAINS_RECALLED, 560),
            (120, Who::Seller(APPLIANCE), KETTLES_SPARED, 650),
            (100, Who::Producer(LIQUOR), LIQUOR_SOLD, 500),
            (90, Who::Producer(TOOL), DRILLS_SOLD, 120),
            (60, Who::Seller(DAIRY), milk, 200_000),
            (20, Who::Seller(MEAT), SAUSAGES_SOLD, 500),
            (17, Who::Seller(DAIRY), MILK_EXPIRED, 700),
            (10, Who::Seller(MEAT), sausages, 240),
        ];
        for (days, who, name, last) in sales {
            self.act(days, who, name, "sales", units((1, last)));
        }
    }
}
