//! From the document of a batch to the balance of its making.

use super::{MadeFrom, Making, Tolerance, Why, making};
use crate::domain::quantity::{Quantity, Unit};
use crate::fact::document::{BatchDoc, Dec, QuantityDoc};

/// Roles of things that touch the food and do not become part of it.
const NOT_IN_THE_FOOD: [&str; 2] = ["foodContact", "packaging"];

/// The balance of a batch as its document states it. `complete` says that all that went in is listed,
/// water included; an ingredient or additive without a quantity makes it incomplete all the same.
pub fn making_of_batch(
    batch: &BatchDoc,
    net_content: Option<&QuantityDoc>,
    complete: bool,
    tolerance: Tolerance,
) -> Making {
    let stated = || -> Result<Making, Why> {
        let ingredients = batch.ingredients.iter().filter(|ingredient| {
            !ingredient.role.as_deref().is_some_and(|role| NOT_IN_THE_FOOD.contains(&role))
        });
        let amounts: Vec<Option<&QuantityDoc>> = ingredients
            .map(|ingredient| ingredient.quantity.as_ref())
            .chain(batch.additives.iter().map(|additive| additive.used.as_ref()))
            .collect();
        let inputs =
            amounts.iter().copied().flatten().map(quantity).collect::<Result<Vec<_>, _>>()?;
        let losses = batch.quantity.loss.iter().flatten();
        let losses =
            losses.map(|loss| read(loss.value, &loss.unit)).collect::<Result<Vec<_>, _>>()?;
        Ok(making(&MadeFrom {
            inputs: &inputs,
            complete: complete && amounts.iter().all(Option::is_some),
            made: &read(batch.quantity.value, &batch.quantity.unit)?,
            net_mass: batch.quantity.net_mass.as_ref().map(quantity).transpose()?.as_ref(),
            net_content: net_content.map(quantity).transpose()?.as_ref(),
            losses: &losses,
            tolerance,
        }))
    };
    stated().unwrap_or_else(Making::unknown)
}

fn quantity(document: &QuantityDoc) -> Result<Quantity, Why> {
    read(document.value, &document.unit)
}

fn read(value: Dec, unit: &str) -> Result<Quantity, Why> {
    let unit = Unit::parse(unit).ok_or(Why::UnknownUnit)?;
    Ok(Quantity { value: value.0, unit })
}

#[cfg(test)]
mod tests {
    use super::super::Balance;
    use super::*;
    use rust_decimal::Decimal;

    /// 8100 pouches of 200 g, 100.3 kg lost, with the inputs given.
    fn batch(inputs: &str) -> BatchDoc {
        serde_json::from_str(&format!(
            r#"{{"product":"SS-200","lot":"1","producedOn":"2026-11-22","origin":{{"country":"CN"}},
            "quantity":{{"value":8100,"unit":"EA","netMass":{{"value":1620,"unit":"KGM"}},
                "loss":[{{"kind":"cooking","value":100.3,"unit":"KGM"}}]}},
            "additives":[{{"cns":"09.002","used":{{"value":300,"unit":"GRM"}}}}],
            "ingredients":[{inputs},{{"name":{{"zh":"袋"}},"role":"foodContact",
                "quantity":{{"value":8200,"unit":"EA"}}}}]}}"#
        ))
        .unwrap()
    }

    fn balance(inputs: &str, complete: bool) -> Balance {
        making_of_batch(&batch(inputs), None, complete, Tolerance::NONE).balance
    }

    #[test]
    fn a_batch_is_balanced_as_its_document_states_it() {
        let incomplete = Balance::NotComputable { why: Why::InputsIncomplete };
        let pork = r#"{"name":{"zh":"猪肉"},"quantity":{"value":1390,"unit":"KGM"}}"#;
        let water = r#"{"name":{"zh":"水"},"quantity":{"value":330,"unit":"KGM"}}"#;
        let unweighed = r#"{"name":{"zh":"水"}}"#;
        // 1390 + 330 + 0.3 = 1620 + 100.3; the pouches do not count.
        assert_eq!(balance(&format!("{pork},{water}"), true), Balance::Balanced);
        let by = Decimal::from(330);
        assert_eq!(balance(pork, true), Balance::Overdraw { by, unit: "KGM" });
        assert_eq!(balance(pork, false), incomplete);
        assert_eq!(balance(&format!("{pork},{unweighed}"), true), incomplete);
        let odd = r#"{"name":{"zh":"水"},"quantity":{"value":1,"unit":"l"}}"#;
        assert_eq!(balance(odd, true), Balance::NotComputable { why: Why::UnknownUnit });
        let metres = r#"{"name":{"zh":"线"},"quantity":{"value":1,"unit":"MTR"}}"#;
        assert_eq!(balance(metres, true), Balance::NotComputable { why: Why::UnknownUnit });
    }
}
