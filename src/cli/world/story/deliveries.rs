//! From the makers to a supermarket and back: sausages in cases on a pallet, bean curd of a workshop
//! that may not be sold there, and a lot of which more left than was made.

use super::super::Who;
use super::super::lots::LotName;
use super::super::parties::{MEAT, SHOP, WORKSHOP};
use super::{CURD_RETURNED, SAUSAGES_OVERDRAWN, SAUSAGES_SOLD, Story, text};
use crate::domain::check_digit::gs1_check_digit;
use serde_json::{Value, json};

/// The pallet that went to the supermarket, without its check digit.
const PALLET: &str = "39520007000000100";
/// Its cases.
const CASES: [&str; 2] = ["39520007000000101", "39520007000000102"];
/// Where the supermarket is.
const SHOP_REGION: &str = "320114";

/// The SSCC of the pallet.
pub(in super::super) fn pallet() -> String {
    sscc(PALLET)
}

fn sscc(digits: &str) -> String {
    let check = gs1_check_digit(digits.as_bytes()).unwrap_or_default();
    format!("{digits}{check}")
}

impl Story<'_> {
    /// Everything that was delivered.
    pub(super) fn deliveries(&mut self) {
        self.sausages_delivered();
        self.sausages_overdrawn();
        self.curd_returned();
    }

    fn sausages_delivered(&mut self) {
        let (maker, shop) = (Who::Producer(MEAT), Who::Seller(SHOP));
        for case in CASES {
            let packed = json!({"sscc": sscc(case), "quantity": pieces(120)});
            self.happened(27, maker, SAUSAGES_SOLD, "packing", packed);
        }
        let stacked = json!({"sscc": pallet(), "children": CASES.map(sscc)});
        self.happened(27, maker, SAUSAGES_SOLD, "packing", stacked);
        let shipped = json!({
            "sscc": pallet(), "quantity": pieces(240), "counterpart": SHOP, "region": SHOP_REGION,
        });
        self.happened(26, maker, SAUSAGES_SOLD, "shipping", shipped);
        let received = json!({
            "sscc": pallet(), "quantity": pieces(240), "counterpart": MEAT, "region": SHOP_REGION,
        });
        self.happened(25, shop, SAUSAGES_SOLD, "receiving", received);
        let sold = json!({
            "quantity": pieces(210), "region": SHOP_REGION, "channel": "supermarket",
        });
        self.happened(21, shop, SAUSAGES_SOLD, "selling", sold);
    }

    /// One consignment was entered twice: 90 more left than were made.
    fn sausages_overdrawn(&mut self) {
        for (days, amount) in [(25, 600), (23, 300)] {
            let shipped = json!({
                "quantity": pieces(amount), "counterpart": SHOP, "region": SHOP_REGION,
            });
            self.happened(days, Who::Producer(MEAT), SAUSAGES_OVERDRAWN, "shipping", shipped);
        }
    }

    fn curd_returned(&mut self) {
        let (maker, shop) = (Who::Producer(WORKSHOP), Who::Seller(SHOP));
        let sent = json!({"quantity": pieces(40), "counterpart": SHOP, "region": SHOP_REGION});
        self.happened(5, maker, CURD_RETURNED, "shipping", sent);
        let came = json!({"quantity": pieces(40), "counterpart": WORKSHOP, "region": SHOP_REGION});
        self.happened(4, shop, CURD_RETURNED, "receiving", came);
        let note = text(
            "小作坊食品不得进入本超市销售，全部退回",
            "Workshop food may not be sold in this supermarket; all of it was sent back",
        );
        let back = json!({"quantity": pieces(40), "counterpart": WORKSHOP, "note": note});
        self.happened(4, shop, CURD_RETURNED, "returning", back);
        let home = json!({"quantity": pieces(40), "counterpart": SHOP});
        self.happened(3, maker, CURD_RETURNED, "returning", home);
    }

    fn happened(&mut self, days: u32, who: Who, name: LotName, step: &str, more: Value) {
        let mut body = json!({"bizStep": step, "on": self.day(days)});
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        self.act(days, who, name, "events", body);
    }
}

fn pieces(amount: u64) -> Value {
    json!({"value": amount, "unit": "EA"})
}
