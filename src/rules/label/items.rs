//! What must be on the label of a prepacked food (GB 7718), in printed order, and what is missing.
//!
//! Exemptions that need more than a product version tells (food packed while the buyer waits, fresh
//! food, …) are not known here: nothing is refused for a missing item.

use super::Edition;
use super::dates::lasts_six_months;
use crate::domain::day::Day;
use crate::fact::document::ProductDoc;
use rust_decimal::Decimal;

/// A pack with a face of at most so many square centimetres is small.
const SMALL_FACE_CM2: u32 = 20;

/// What the label is compared with: the product version and what stands elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Pack<'a> {
    pub product: &'a ProductDoc,
    pub edition: Edition,
    pub goods: Goods,
    /// Made abroad: such a label names neither a Chinese licence nor a product standard.
    pub imported: bool,
    /// Name, address and telephone of the party that answers for the label.
    pub party: Party<'a>,
    /// Number of the production licence.
    pub permit: Option<&'a str>,
    pub lot: Option<&'a str>,
    pub produced_on: Option<Day>,
    pub expires_on: Option<Day>,
}

/// Who answers for the label.
#[derive(Debug, Clone, Copy, Default)]
pub struct Party<'a> {
    pub name: Option<&'a str>,
    pub address: Option<&'a str>,
    pub phone: Option<&'a str>,
}

/// Kinds of food with rules of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goods {
    Ordinary,
    /// Wine and spirits of at least 10 % vol.
    StrongDrink,
    /// Vinegar, salt, solid sugar or monosodium glutamate: they keep for ever.
    Keeps,
}

/// One mandatory item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// A code of `texts::food::label_item`.
    pub code: &'static str,
    pub state: ItemState,
}

/// Whether an item is there. What is there counts as present, exempt or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    Present,
    Missing,
    Exempt(Exemption),
}

/// Why an item may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exemption {
    /// The largest face is at most 20 cm².
    SmallFace,
    /// The shelf life is at least six months.
    LongLife,
    /// The kind of food: [`Goods`].
    Kind,
    /// Another item stands in: the lot for the production date of strong drink, the shelf life for
    /// the expiry date or the other way round.
    Instead,
    Imported,
    /// Only later editions ask for it.
    Edition,
}

/// Every mandatory item in printed order.
pub fn items(pack: &Pack<'_>) -> Vec<Item> {
    let (product, party) = (pack.product, pack.party);
    let label = product.label.as_ref();
    let imported = pack.imported.then_some(Exemption::Imported);
    let small = pack.is_small().then_some(Exemption::SmallFace);
    let drink = (pack.goods == Goods::StrongDrink).then_some(Exemption::Kind);
    let voluntary = (pack.edition < Edition::Of2025).then_some(Exemption::Edition);
    let statement = label.and_then(|label| label.ingredient_statement.as_ref());
    let nutrition = label.and_then(|label| label.nutrition.as_ref());
    let storage = label.and_then(|label| label.storage.as_ref());
    // A list without entries states that there are none.
    let allergens = label.and_then(|label| label.allergens.as_ref());
    vec![
        // In Chinese: other languages may only stand beside it.
        item("name", written(product.name.zh.as_deref()), None),
        item("ingredientStatement", statement.is_some_and(|lines| !lines.is_empty()), None),
        item("nutrition", nutrition.is_some_and(|table| !table.items.is_empty()), small.or(drink)),
        item("netContent", product.net_content.is_some(), None),
        item("specification", written(Some(&product.specification)), None),
        item("producer", written(party.name), None),
        item("address", written(party.address), None),
        item("phone", written(party.phone), None),
        item("producedOn", pack.produced_on.is_some(), pack.without_production_date()),
        item("expiresOn", pack.expires_on.is_some(), pack.without_expiry_date()),
        item("shelfLife", product.shelf_life.is_some(), pack.without_shelf_life()),
        item("storage", storage.is_some(), None),
        item("permit", written(pack.permit), imported),
        item("standard", written(product.standard.as_deref()), imported),
        item("allergens", allergens.is_some(), voluntary),
    ]
}

/// The codes of what is missing, in printed order.
pub fn missing(pack: &Pack<'_>) -> Vec<&'static str> {
    let gaps = items(pack).into_iter().filter(|item| item.state == ItemState::Missing);
    gaps.map(|item| item.code).collect()
}

impl Pack<'_> {
    /// Whether mandatory items may stand on the page behind the code alone, not on the pack: up to
    /// 20 cm² under the 2025 edition (joint announcement no. 5 of 2025 on digital labels). They must
    /// then be on the page, so [`missing`] asks for them all the same.
    pub fn may_stand_on_page_only(&self) -> bool {
        self.edition == Edition::Of2025 && self.is_small()
    }

    /// An unknown face is not small.
    fn is_small(&self) -> bool {
        let face = self.product.largest_face_cm2;
        face.is_some_and(|face| face.0 <= Decimal::from(SMALL_FACE_CM2))
    }

    /// Shelf life and expiry date suffice on a small pack and for six months or more (2025); a lot
    /// number stands in for strong drink.
    fn without_production_date(&self) -> Option<Exemption> {
        if self.goods == Goods::StrongDrink && written(self.lot) {
            return Some(Exemption::Instead);
        }
        let suffice = self.edition == Edition::Of2025
            && self.product.shelf_life.is_some()
            && self.expires_on.is_some();
        let long = self.product.shelf_life.as_ref().is_some_and(lasts_six_months);
        match (suffice, self.is_small(), long) {
            (true, true, _) => Some(Exemption::SmallFace),
            (true, false, true) => Some(Exemption::LongLife),
            _ => None,
        }
    }

    /// Under the 2011 edition a shelf life says as much as a date.
    fn without_expiry_date(&self) -> Option<Exemption> {
        let by_life = self.edition == Edition::Of2011 && self.product.shelf_life.is_some();
        self.keeps().or(by_life.then_some(Exemption::Instead))
    }

    /// The expiry date says as much, unless the production date is left out for both of them.
    fn without_shelf_life(&self) -> Option<Exemption> {
        let by_date = self.expires_on.is_some() && self.produced_on.is_some();
        self.keeps().or(by_date.then_some(Exemption::Instead))
    }

    fn keeps(&self) -> Option<Exemption> {
        (self.goods != Goods::Ordinary).then_some(Exemption::Kind)
    }
}

fn item(code: &'static str, present: bool, exemption: Option<Exemption>) -> Item {
    let state = match (present, exemption) {
        (true, _) => ItemState::Present,
        (false, Some(exemption)) => ItemState::Exempt(exemption),
        (false, None) => ItemState::Missing,
    };
    Item { code, state }
}

fn written(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::texts::food::label_item;

    use super::*;

    const LABEL: &str = r#"{"ingredientStatement":[{"name":{"zh":"猪肉"}}],"storage":{"maxCel":4},
        "nutrition":{"per":{"value":100,"unit":"GRM"},"items":[{"code":"energy","value":982,"unit":"kJ"}]},
        "allergens":[]}"#;

    /// A product with a name and a category and, of the rest, what is given.
    fn product(members: &str) -> ProductDoc {
        let base =
            r#""product":"P","name":{"zh":"香肠"},"specification":"200 g","category":"food""#;
        serde_json::from_str(&format!("{{{base}{members}}}")).unwrap()
    }

    fn full() -> ProductDoc {
        product(&format!(
            r#","netContent":{{"value":200,"unit":"GRM"}},"standard":"SB/T 10279",
            "shelfLife":{{"value":45,"unit":"DAY"}},"label":{LABEL}"#
        ))
    }

    fn pack(product: &ProductDoc) -> Pack<'_> {
        let party =
            Party { name: Some("青禾"), address: Some("全椒"), phone: Some("0550-0000000") };
        Pack {
            product,
            edition: Edition::Of2025,
            goods: Goods::Ordinary,
            imported: false,
            party,
            permit: Some("SC10434112600125"),
            lot: Some("L1"),
            produced_on: Day::parse("2026-11-22"),
            expires_on: Day::parse("2027-01-06"),
        }
    }

    fn state(pack: &Pack<'_>, code: &str) -> ItemState {
        items(pack).iter().find(|item| item.code == code).unwrap().state
    }

    #[test]
    fn printed_order_and_names() {
        let product = full();
        let codes: Vec<_> = items(&pack(&product)).iter().map(|item| item.code).collect();
        assert_eq!(
            codes.join(" "),
            "name ingredientStatement nutrition netContent specification producer address phone \
             producedOn expiresOn shelfLife storage permit standard allergens"
        );
        assert!(codes.iter().all(|code| label_item(code).is_some()));
        assert_eq!(missing(&pack(&product)), Vec::<&str>::new());
    }

    #[test]
    fn an_empty_product_misses_everything_but_its_name() {
        let product = product("");
        let bare = Pack {
            party: Party { phone: Some(" "), ..Party::default() },
            permit: None,
            lot: None,
            produced_on: None,
            expires_on: None,
            ..pack(&product)
        };
        assert_eq!(
            missing(&bare).join(" "),
            "ingredientStatement nutrition netContent producer address phone producedOn expiresOn \
             shelfLife storage permit standard allergens"
        );
        let imported = Pack { imported: true, edition: Edition::Of2011, ..bare };
        assert_eq!(
            missing(&imported).join(" "),
            "ingredientStatement nutrition netContent producer address phone producedOn expiresOn \
             shelfLife storage"
        );
        let foreign: ProductDoc = serde_json::from_str(
            r#"{"product":"P","name":{"en":"Sausage"},"specification":"","category":"food"}"#,
        )
        .unwrap();
        assert_eq!(missing(&pack(&foreign))[0], "name");
        assert!(missing(&pack(&foreign)).contains(&"specification"));
    }

    #[test]
    fn dates_that_may_be_left_out() {
        use Exemption::{Instead, Kind, LongLife, SmallFace};
        use ItemState::{Exempt, Missing, Present};
        let short = full();
        let with = |members: &str| product(&format!(r#","label":{LABEL}{members}"#));
        let long = with(r#","shelfLife":{"value":6,"unit":"MON"}"#);
        let small = with(r#","shelfLife":{"value":45,"unit":"DAY"},"largestFaceCm2":20"#);
        let larger = with(r#","shelfLife":{"value":45,"unit":"DAY"},"largestFaceCm2":20.1"#);
        let endless = with("");
        let undated = |product| Pack { produced_on: None, ..pack(product) };
        let old = |product| Pack { edition: Edition::Of2011, expires_on: None, ..pack(product) };
        let of = |product, goods| Pack { goods, expires_on: None, ..undated(product) };
        let lotless = Pack { lot: None, ..of(&endless, Goods::StrongDrink) };
        let rows = [
            (undated(&short), "producedOn", Missing),
            (undated(&long), "producedOn", Exempt(LongLife)),
            (undated(&small), "producedOn", Exempt(SmallFace)),
            (undated(&larger), "producedOn", Missing),
            (Pack { edition: Edition::Of2011, ..undated(&long) }, "producedOn", Missing),
            // Both of the others must be there.
            (Pack { expires_on: None, ..undated(&long) }, "producedOn", Missing),
            (Pack { expires_on: None, ..pack(&long) }, "expiresOn", Missing),
            (undated(&endless), "shelfLife", Missing),
            (pack(&endless), "shelfLife", Exempt(Instead)),
            (old(&long), "expiresOn", Exempt(Instead)),
            (old(&endless), "expiresOn", Missing),
            (of(&endless, Goods::Keeps), "expiresOn", Exempt(Kind)),
            (of(&endless, Goods::Keeps), "shelfLife", Exempt(Kind)),
            (of(&endless, Goods::Keeps), "producedOn", Missing),
            (of(&endless, Goods::StrongDrink), "producedOn", Exempt(Instead)),
            (of(&endless, Goods::StrongDrink), "expiresOn", Exempt(Kind)),
            (lotless, "producedOn", Missing),
            (Pack { goods: Goods::StrongDrink, ..pack(&short) }, "expiresOn", Present),
        ];
        for (at, (pack, code, expected)) in rows.iter().enumerate() {
            assert_eq!(state(pack, code), *expected, "row {at}: {code}");
        }
    }

    #[test]
    fn tables_and_allergens_that_may_be_left_out() {
        let bare = product("");
        let small = product(r#","largestFaceCm2":5"#);
        let drink = Pack { goods: Goods::StrongDrink, ..pack(&bare) };
        let old = Pack { edition: Edition::Of2011, ..pack(&bare) };
        let exempt = |why| ItemState::Exempt(why);
        assert_eq!(state(&pack(&bare), "nutrition"), ItemState::Missing);
        assert_eq!(state(&pack(&small), "nutrition"), exempt(Exemption::SmallFace));
        assert_eq!(state(&drink, "nutrition"), exempt(Exemption::Kind));
        assert_eq!(state(&pack(&bare), "allergens"), ItemState::Missing);
        assert_eq!(state(&old, "allergens"), exempt(Exemption::Edition));
        assert!(pack(&small).may_stand_on_page_only() && !pack(&bare).may_stand_on_page_only());
        let old_small = Pack { edition: Edition::Of2011, ..pack(&small) };
        assert!(!old_small.may_stand_on_page_only());
    }
}
