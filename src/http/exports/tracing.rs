//! The tracing sheet: what was made, of what, and where it went, a row for each step with its key data, for
//! whoever has to sort and filter it within a day (21 CFR 1.1455 asks for a sortable spreadsheet).

use super::super::records::{document, joined, put};
use crate::domain::day::Day;
use crate::fact::record::BatchRef;
use crate::limits::EXPORT_PAGE_ROWS_COUNT;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, EventRow, OrganizationRow, ProductRow};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Days that rows may be of, both included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub first: Option<Day>,
    pub last: Option<Day>,
}

impl Days {
    fn hold(self, day: Option<&Value>) -> bool {
        let Some(day) = day.and_then(Value::as_str).and_then(Day::parse) else {
            return self.first.is_none() && self.last.is_none();
        };
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// Rows of lots, with names that are looked up once.
pub(super) struct Steps {
    pub days: Days,
    pub names: BTreeMap<String, Value>,
    pub goods: BTreeMap<String, Value>,
}

impl Steps {
    /// The rows of a lot: what it was made of, that it was made, what happened to it.
    pub(super) fn of(
        &mut self,
        view: &impl Read,
        batch: &BatchRef,
        row: &BatchRow,
    ) -> Result<Vec<Value>, StoreError> {
        let made = document(view, row, true)?;
        let day = json!(Day::from_number(row.numbers.produced_on).to_string());
        let mut rows = Vec::new();
        let inputs = made.get("ingredients").and_then(Value::as_array);
        for input in inputs.into_iter().flatten() {
            rows.push(self.input(view, batch, input, &day)?);
        }
        let mut making = json!({
            "step": "making",
            "on": day,
            "quantity": made.get("quantity"),
            "region": made.pointer("/origin/region"),
            "position": row.position,
        });
        self.goods(view, batch, &mut making)?;
        let maker = made.pointer("/manufacturer/organization").and_then(Value::as_str);
        self.party(view, &mut making, "by", maker.unwrap_or(&batch.organization))?;
        rows.push(making);
        self.events(view, batch, &mut rows)?;
        rows.retain(|row| self.days.hold(row.get("on")));
        Ok(rows)
    }

    fn input(
        &mut self,
        view: &impl Read,
        batch: &BatchRef,
        input: &Value,
        day: &Value,
    ) -> Result<Value, StoreError> {
        let source = input.get("source").cloned().unwrap_or_default();
        let lot = source.get("lot").or_else(|| source.get("lotAsPrinted"));
        let mut row = json!({
            "step": "input",
            "on": input.get("receivedOn").unwrap_or(day),
            "quantity": input.get("quantity"),
            "input": input.get("name"),
            "inputLot": lot,
            "counterpartName": source.get("declared").and_then(|declared| declared.get("name")),
        });
        self.goods(view, batch, &mut row)?;
        self.party(view, &mut row, "by", &batch.organization)?;
        if let Some(code) = source.get("organization").and_then(Value::as_str) {
            self.party(view, &mut row, "counterpart", code)?;
        }
        Ok(row)
    }

    fn events(
        &mut self,
        view: &impl Read,
        batch: &BatchRef,
        rows: &mut Vec<Value>,
    ) -> Result<(), StoreError> {
        let prefix = key::batch(batch);
        let mut from = prefix.clone();
        loop {
            let page = view.rows::<EventRow>(&prefix, &from, EXPORT_PAGE_ROWS_COUNT)?;
            let full = page.len() == EXPORT_PAGE_ROWS_COUNT;
            for (row_key, EventRow { event, .. }) in &page {
                let position = key::last_number(row_key).unwrap_or_default();
                let mut row = joined(view, position, true)?;
                let step = row.get("bizStep").cloned().unwrap_or_default();
                put(&mut row, "step", step);
                put(&mut row, "position", json!(position));
                self.goods(view, batch, &mut row)?;
                self.party(view, &mut row, "by", &event.by)?;
                if let Some(code) = &event.counterpart {
                    self.party(view, &mut row, "counterpart", code)?;
                }
                rows.push(row);
            }
            match page.last().filter(|_| full) {
                Some((last, _)) => from = [last.as_slice(), &[0]].concat(),
                None => return Ok(()),
            }
        }
    }

    /// Product, lot, barcode and description.
    fn goods(
        &mut self,
        view: &impl Read,
        batch: &BatchRef,
        row: &mut Value,
    ) -> Result<(), StoreError> {
        if !self.goods.contains_key(&batch.product) {
            let found =
                view.row::<ProductRow>(&key::product(&batch.organization, &batch.product))?;
            let known = match found {
                Some(found) => joined(view, found.latest_position, false)?,
                None => Value::Null,
            };
            self.goods.insert(batch.product.clone(), known);
        }
        let known = self.goods.get(&batch.product);
        let part = |name: &str| known.and_then(|known| known.get(name)).cloned();
        for (name, value) in [("gtin", part("gtin")), ("name", part("name"))] {
            put(row, name, value.unwrap_or_default());
        }
        put(row, "product", json!(batch.product));
        put(row, "lot", json!(batch.lot));
        Ok(())
    }

    /// A party's code with its name and address.
    fn party(
        &mut self,
        view: &impl Read,
        row: &mut Value,
        member: &str,
        code: &str,
    ) -> Result<(), StoreError> {
        if !self.names.contains_key(code) {
            let found = view.row::<OrganizationRow>(&key::name(code))?;
            let known = match found {
                Some(found) => joined(view, found.position, false)?,
                None => Value::Object(Map::new()),
            };
            self.names.insert(code.to_owned(), known);
        }
        put(row, member, json!(code));
        let known = self.names.get(code);
        for (part, name) in [("name", "Name"), ("address", "Address")] {
            let found = known.and_then(|known| known.get(part));
            let text = found.and_then(|text| text.get("zh").or_else(|| text.get("en")));
            if let Some(text) = text {
                put(row, &format!("{member}{name}"), text.clone());
            }
        }
        Ok(())
    }
}
