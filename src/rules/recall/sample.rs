//! How many consignees to ask whether a recall reached them, and what share of the goods came back.
//! Exact decimals throughout. Which consignees are drawn is decided elsewhere.
//!
//! Levels are those of 21 CFR 7.42(b)(3). Sizes are for 95 % confidence:
//!
//! * [`none_silent`]: the smallest `n` for which a sample without any silent consignee shows that no more
//!   than a share `t` of all `N` is silent: with `D = ⌊t·N⌋ + 1`,
//!   `C(N−D, n) / C(N, n) ≤ 0.05` (hypergeometric, drawn without putting back).
//! * [`share_within`]: the `n` that gives a share to within ± `e`: `n₀ = z²·p·(1−p) / e²`, `z = 1.96`,
//!   `n = ⌈n₀ / (1 + (n₀−1)/N)⌉` (normal approximation with finite population correction).

use rust_decimal::{Decimal, RoundingStrategy};

/// Consignees of one recall that a size is worked out for.
pub const CONSIGNEES_COUNT_MAX: u32 = 100_000;

/// How thoroughly a recall is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Every consignee.
    A,
    /// A chosen share, in percent: above 10 and below 100.
    B(Decimal),
    /// 10 %.
    C,
    /// 2 %.
    D,
    /// None.
    E,
}

/// Why a figure cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    #[error("level B takes more than 10 and less than 100 percent")]
    ShareOfLevelB,
    #[error("a share is at least 0 and less than 1")]
    Share,
    #[error("a margin is more than 0 and less than 1")]
    Margin,
    #[error("more consignees than a size is worked out for")]
    TooMany,
    #[error("nothing was distributed, so there is no share of it")]
    NothingDistributed,
    #[error("an amount is not negative")]
    Negative,
}

/// What share of the distributed goods came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovery {
    /// Percent with two decimals, rounded down: 100.00 is said only when everything came back.
    pub percent: Decimal,
    /// Not yet back; 0 when more came back than was distributed.
    pub outstanding: Decimal,
    /// Came back beyond what was distributed: the records disagree.
    pub excess: Decimal,
}

/// Consignees to ask at a level, rounded up; none of none.
pub fn at_level(level: Level, consignees: u32) -> Result<u32, SampleError> {
    let percent = match level {
        Level::A => return Ok(consignees),
        Level::E => return Ok(0),
        Level::B(percent) => {
            if percent <= Decimal::TEN || percent >= Decimal::ONE_HUNDRED {
                return Err(SampleError::ShareOfLevelB);
            }
            percent
        }
        Level::C => Decimal::TEN,
        Level::D => Decimal::TWO,
    };
    let share = percent.checked_div(Decimal::ONE_HUNDRED).ok_or(SampleError::ShareOfLevelB)?;
    let exact = share.checked_mul(Decimal::from(consignees)).ok_or(SampleError::ShareOfLevelB)?;
    whole(exact).map(|count| count.min(consignees)).ok_or(SampleError::ShareOfLevelB)
}

/// Consignees to ask so that, when none of them is silent, at most the share `tolerable` of all is
/// silent, with 95 % confidence. `tolerable` is a fraction: 0.05 for 5 %.
pub fn none_silent(consignees: u32, tolerable: Decimal) -> Result<u32, SampleError> {
    bounded(consignees)?;
    if tolerable.is_sign_negative() && !tolerable.is_zero() || tolerable >= Decimal::ONE {
        return Err(SampleError::Share);
    }
    if consignees == 0 {
        return Ok(0);
    }
    let all = Decimal::from(consignees);
    let tolerated = all.checked_mul(tolerable).ok_or(SampleError::Share)?.floor();
    let silent = tolerated + Decimal::ONE;
    let mut missed = Decimal::ONE;
    let mut asked = 0;
    // Draw by draw: the chance that the next one, too, is not one of the silent.
    while missed > RISK && asked < consignees {
        let left = all - Decimal::from(asked);
        missed = missed * (left - silent).max(Decimal::ZERO) / left;
        asked += 1;
    }
    Ok(asked)
}

/// Consignees to ask to know a share to within ± `margin`, with 95 % confidence, when it is expected to
/// be about `expected` (0.5 where nothing is known). Both are fractions.
pub fn share_within(
    consignees: u32,
    expected: Decimal,
    margin: Decimal,
) -> Result<u32, SampleError> {
    bounded(consignees)?;
    if expected.is_sign_negative() && !expected.is_zero() || expected >= Decimal::ONE {
        return Err(SampleError::Share);
    }
    if margin <= Decimal::ZERO || margin >= Decimal::ONE {
        return Err(SampleError::Margin);
    }
    if consignees == 0 {
        return Ok(0);
    }
    let spread = Z_SQUARED * expected * (Decimal::ONE - expected);
    let endless = margin.checked_mul(margin).and_then(|square| spread.checked_div(square));
    // A margin too fine for decimals asks for everybody.
    let Some(endless) = endless else { return Ok(consignees) };
    let corrected = (endless - Decimal::ONE) / Decimal::from(consignees) + Decimal::ONE;
    let size = endless.checked_div(corrected).and_then(whole).unwrap_or(consignees);
    Ok(size.clamp(1, consignees))
}

/// The share of `distributed` that was `recovered`, in the same unit.
pub fn recovery(recovered: Decimal, distributed: Decimal) -> Result<Recovery, SampleError> {
    if recovered < Decimal::ZERO || distributed < Decimal::ZERO {
        return Err(SampleError::Negative);
    }
    let share = recovered.checked_div(distributed).ok_or(SampleError::NothingDistributed)?;
    let percent = share.checked_mul(Decimal::ONE_HUNDRED).ok_or(SampleError::NothingDistributed)?;
    let mut percent = percent.round_dp_with_strategy(2, RoundingStrategy::ToZero);
    // A quotient that was rounded up must not claim the whole.
    if recovered < distributed {
        percent = percent.min(JUST_UNDER_ALL);
    }
    Ok(Recovery {
        percent,
        outstanding: (distributed - recovered).max(Decimal::ZERO),
        excess: (recovered - distributed).max(Decimal::ZERO),
    })
}

/// The chance of being wrong that 95 % confidence leaves: 0.05.
const RISK: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// 1.96², of the normal distribution for 95 % on both sides.
const Z_SQUARED: Decimal = Decimal::from_parts(38_416, 0, 0, false, 4);
/// 99.99.
const JUST_UNDER_ALL: Decimal = Decimal::from_parts(9_999, 0, 0, false, 2);

fn bounded(consignees: u32) -> Result<(), SampleError> {
    if consignees > CONSIGNEES_COUNT_MAX { Err(SampleError::TooMany) } else { Ok(()) }
}

fn whole(exact: Decimal) -> Option<u32> {
    u32::try_from(exact.ceil()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::parse_decimal;

    /// Consignees, tolerable share, size; worked out with exact fractions outside of this program.
    const SIZES: [(u32, &str, u32); 11] = [
        (0, "0", 0),
        (1, "0", 1),
        (20, "0", 19),
        (100, "0", 95),
        (101, "0", 96),
        (100, "0.05", 39),
        (100, "0.049", 45),
        (1000, "0.05", 56),
        (500, "0.01", 196),
        (3, "0.9", 1),
        (10, "0.5", 3),
    ];

    fn number(text: &str) -> Decimal {
        parse_decimal(text).unwrap()
    }

    #[test]
    fn levels_take_their_share() {
        let rows = [
            (Level::A, 137, 137),
            (Level::B(number("25")), 137, 35),
            (Level::B(number("10.000001")), 100, 11),
            (Level::B(number("99.999999")), 100, 100),
            (Level::C, 137, 14),
            (Level::C, 140, 14),
            (Level::C, 1, 1),
            (Level::D, 137, 3),
            (Level::D, 50, 1),
            (Level::D, 51, 2),
            (Level::E, 137, 0),
            (Level::A, 0, 0),
            (Level::C, 0, 0),
            (Level::A, u32::MAX, u32::MAX),
        ];
        for (level, consignees, expected) in rows {
            assert_eq!(at_level(level, consignees), Ok(expected), "{level:?} of {consignees}");
        }
        for percent in ["10", "100", "0", "-5", "101"] {
            let refused = at_level(Level::B(number(percent)), 100);
            assert_eq!(refused, Err(SampleError::ShareOfLevelB), "{percent}");
        }
    }

    #[test]
    fn the_smallest_sample_without_silence() {
        for (consignees, tolerable, expected) in SIZES {
            let size = none_silent(consignees, number(tolerable));
            assert_eq!(size, Ok(expected), "{consignees} at {tolerable}");
        }
        assert_eq!(none_silent(100, number("1")), Err(SampleError::Share));
        assert_eq!(none_silent(100, number("-0.01")), Err(SampleError::Share));
        assert_eq!(none_silent(CONSIGNEES_COUNT_MAX, number("0.999999")), Ok(1));
        assert!(none_silent(CONSIGNEES_COUNT_MAX, number("0.05")).is_ok());
        assert_eq!(none_silent(CONSIGNEES_COUNT_MAX + 1, number("0")), Err(SampleError::TooMany));
    }

    #[test]
    fn a_share_is_known_to_within_its_margin() {
        let rows = [
            (100_000, "0.5", "0.05", 383),
            (1_000, "0.5", "0.05", 278),
            (100, "0.5", "0.05", 80),
            (10, "0.5", "0.05", 10),
            (1_000, "0.1", "0.05", 122),
            (1_000, "0", "0.05", 1),
            (100, "0.5", "0.0000000000000000000000000001", 100),
            (0, "0.5", "0.05", 0),
        ];
        for (consignees, expected, margin, size) in rows {
            let found = share_within(consignees, number(expected), number(margin));
            assert_eq!(found, Ok(size), "{consignees} {expected} {margin}");
        }
        let refused = |expected, margin| share_within(9, number(expected), number(margin));
        assert_eq!(refused("1", "0.1"), Err(SampleError::Share));
        assert_eq!(refused("0.5", "0"), Err(SampleError::Margin));
        assert_eq!(refused("0.5", "1"), Err(SampleError::Margin));
        let many = share_within(CONSIGNEES_COUNT_MAX + 1, number("0.5"), number("0.1"));
        assert_eq!(many, Err(SampleError::TooMany));
    }

    #[test]
    fn recovery_is_never_rounded_up() {
        let rows = [
            ("0", "3", "0", "3", "0"),
            ("1", "3", "33.33", "2", "0"),
            ("2", "3", "66.66", "1", "0"),
            ("99999999", "100000000", "99.99", "1", "0"),
            ("3", "3", "100", "0", "0"),
            ("4", "3", "133.33", "0", "1"),
            ("1234.5", "5000", "24.69", "3765.5", "0"),
        ];
        for (recovered, distributed, percent, outstanding, excess) in rows {
            let found = recovery(number(recovered), number(distributed)).unwrap();
            let expected = Recovery {
                percent: number(percent),
                outstanding: number(outstanding),
                excess: number(excess),
            };
            assert_eq!(found, expected, "{recovered} of {distributed}");
        }
        // The quotient alone would round to 1.
        let nearly = recovery(Decimal::MAX - Decimal::ONE, Decimal::MAX).unwrap();
        assert_eq!(nearly.percent, number("99.99"));
        let of = |recovered, distributed| recovery(number(recovered), number(distributed));
        assert_eq!(of("1", "0"), Err(SampleError::NothingDistributed));
        assert_eq!(of("0", "0"), Err(SampleError::NothingDistributed));
        assert_eq!(of("-1", "5"), Err(SampleError::Negative));
        assert_eq!(of("1", "-5"), Err(SampleError::Negative));
        assert!(recovery(Decimal::MAX, number("0.0001")).is_err());
    }
}
