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

    /// Kilograms, where it is stated as a mass.
    pub fn kilograms(&self) -> Option<Decimal> {
        let (mantissa, scale) = match self.unit.0.as_str() {
            "KGM" => (1, 0),
            "GRM" => (1, 3),
            "MGM" => (1, 6),
            "TNE" => return self.value.checked_mul(Decimal::ONE_THOUSAND),
            "LBR" => (45_359_237, 8),
            "ONZ" => (28_349_523_125, 12),
            _ => return None,
        };
        self.value.checked_mul(Decimal::new(mantissa, scale))
    }

    /// Litres, where it is stated as a volume.
    pub fn litres(&self) -> Option<Decimal> {
        let factor = match self.unit.0.as_str() {
            "LTR" => Decimal::ONE,
            "MLT" => Decimal::new(1, 3),
            "HLT" => Decimal::ONE_HUNDRED,
            "MTQ" => Decimal::ONE_THOUSAND,
            _ => return None,
        };
        self.value.checked_mul(factor)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masses_and_volumes_are_exact() {
        let of = |value: &str, unit: &str| Quantity {
            value: parse_decimal(value).unwrap(),
            unit: Unit::parse(unit).unwrap(),
        };
        let rows = [
            ("1620", "KGM", Some("1620"), None),
            ("100", "GRM", Some("0.1"), None),
            ("250", "MGM", Some("0.00025"), None),
            ("1.5", "TNE", Some("1500"), None),
            ("1", "LBR", Some("0.45359237"), None),
            ("16", "ONZ", Some("0.45359237"), None),
            ("330", "MLT", None, Some("0.33")),
            ("2", "HLT", None, Some("200")),
            ("8100", "EA", None, None),
        ];
        for (value, unit, mass, volume) in rows {
            let decimal = |text: Option<&str>| text.and_then(parse_decimal);
            assert_eq!(of(value, unit).kilograms(), decimal(mass), "{value} {unit}");
            assert_eq!(of(value, unit).litres(), decimal(volume), "{value} {unit}");
        }
    }
}
