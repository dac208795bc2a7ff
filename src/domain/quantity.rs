//! Exact decimals and quantities. A number that is balanced is never a float.

use rust_decimal::Decimal;

/// A quantity in a trade unit (UN/ECE Recommendation 20, e.g. `EA`, `KGM`, `GRM`, `LTR`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    pub value: Decimal,
    pub unit: Unit,
}

/// A UN/ECE Recommendation 20 common code: two or three characters of `A-Z0-9`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit(String);

impl Unit {
    /// `None` when the text has not the shape of a Rec 20 code.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (2..=3).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Counted in pieces: each (`EA`), piece (`H87`) or one (`C62`).
    pub fn is_pieces(&self) -> bool {
        matches!(self.0.as_str(), "EA" | "H87" | "C62")
    }
}

impl Quantity {
    /// Whole pieces, where the quantity is counted in pieces.
    pub fn pieces(&self) -> Option<u64> {
        if !self.unit.is_pieces() {
            return None;
        }
        u64::try_from(self.value.trunc()).ok()
    }
}

/// Reads a JSON number exactly: at most 28 significant digits, at most 20 of them after the point.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    if text.len() > 40 {
        return None;
    }
    if text.contains(['e', 'E']) {
        return Decimal::from_scientific(text).ok();
    }
    Decimal::from_str_exact(text).ok()
}
