//! The QR symbol of a text: its segments, version, codewords and mask (ISO/IEC 18004).
//!
//! Codewords and their places come from the `qrcode` crate. Segments and the mask are chosen here:
//! the crate joins segments greedily, which now and then costs a version, and it spends nearly all
//! of its time on weighing masks. It is not a drawing: no dots, no millimetres.

mod mask;

use mask::{Grid, masks};

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, Module};
use qrcode::optimize::{Segment, total_encoded_len};
use qrcode::types::Mode;
use qrcode::{Color, EcLevel, Version, ec};

use super::{LabelError, QUIET_ZONE_MODULES};

const LEVEL: EcLevel = EcLevel::M;

/// With its quiet zone, a row of version 25 (117 + 8 modules) still fits one `u128`; at the
/// smallest module it is 50 mm wide, more than a label of a trade unit has room for.
const MAX_VERSION: i16 = 25;

/// Digits that version 25-M holds: no text longer than this fits in any mode.
const MAX_CONTENT_BYTES: usize = 2_395;

/// ECI assignment of UTF-8 (AIM ECI register): without it bytes mean ISO/IEC 8859-1.
const ECI_UTF8: u32 = 26;

/// Bits of the mode indicator and designator of [`ECI_UTF8`].
const ECI_BITS: usize = 12;

/// A QR symbol (ISO/IEC 18004) of a text, error correction level M, in the smallest version up to
/// 25 that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// A row per module row; module `x` is bit `x + QUIET_ZONE_MODULES`, 1 is dark.
    rows: Vec<u128>,
}

impl Symbol {
    /// Makes the symbol of `content`, each part in the mode (numeric, alphanumeric, byte) that
    /// makes the whole shortest. Text that is not ASCII is UTF-8 and says so by its ECI.
    ///
    /// # Errors
    ///
    /// [`LabelError::TooLong`] when no version up to 25 holds it.
    pub fn new(content: &str) -> Result<Self, LabelError> {
        let bits = encode(content)?;
        let version = bits.version();
        let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, LEVEL)
            .map_err(|_| LabelError::TooLong)?;
        let mut canvas = Canvas::new(version, LEVEL);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &correction);
        let data = Grid::new(&canvas, version, |module| module == Module::Unmasked(Color::Dark));
        masks(version)
            .iter()
            .map(|mask| data.xor(mask))
            .min_by_key(Grid::penalty)
            .map(|grid| Self { rows: grid.rows })
            .ok_or(LabelError::TooLong)
    }

    /// Modules on a side without the quiet zone: 21 (version 1) to 117 (version 25).
    #[must_use]
    pub fn side(&self) -> usize {
        self.rows.len()
    }

    /// Whether the module in column `x` and row `y`, both from 0 at the top left, is dark. Outside
    /// the symbol every module is light.
    #[must_use]
    pub fn dark(&self, x: usize, y: usize) -> bool {
        x < self.side()
            && self.rows.get(y).is_some_and(|row| row >> (x + QUIET_ZONE_MODULES) & 1 == 1)
    }

    /// Modules on a side with the quiet zone, as every drawing has them.
    #[must_use]
    pub fn modules_with_quiet_zone(&self) -> usize {
        self.side() + 2 * QUIET_ZONE_MODULES
    }

    /// The rows with the quiet zone on all sides, top first; bit 0 is the leftmost module.
    pub(super) fn framed_rows(&self) -> impl Iterator<Item = u128> {
        let quiet = [0; QUIET_ZONE_MODULES];
        quiet.into_iter().chain(self.rows.iter().copied()).chain(quiet)
    }
}

/// The data bits of `content` in the smallest version that holds them.
fn encode(content: &str) -> Result<Bits, LabelError> {
    if content.len() > MAX_CONTENT_BYTES {
        return Err(LabelError::TooLong);
    }
    let eci_bits = if content.is_ascii() { 0 } else { ECI_BITS };
    // The length of a character count, and so the best division, changes at version 10.
    for versions in [1..=9, 10..=MAX_VERSION] {
        let first = Version::Normal(*versions.start());
        let segments = segments(content.as_bytes(), first);
        let needed = eci_bits + total_encoded_len(&segments, first);
        for version in versions {
            let mut bits = Bits::new(Version::Normal(version));
            if bits.max_len(LEVEL).is_ok_and(|capacity| needed <= capacity) {
                return fill(&mut bits, content.as_bytes(), segments, eci_bits > 0)
                    .map(|()| bits)
                    .map_err(|_| LabelError::TooLong);
            }
        }
    }
    Err(LabelError::TooLong)
}

fn fill(
    bits: &mut Bits,
    content: &[u8],
    segments: Vec<Segment>,
    eci: bool,
) -> qrcode::QrResult<()> {
    if eci {
        bits.push_eci_designator(ECI_UTF8)?;
    }
    bits.push_segments(content, segments.into_iter())?;
    bits.push_terminator(LEVEL)
}

/// Modes in the order of the arrays below. Kanji mode is left out: it would turn parts of UTF-8
/// text into characters of Shift JIS.
const MODES: [Mode; 3] = [Mode::Numeric, Mode::Alphanumeric, Mode::Byte];

/// Sixths of a bit per character of each mode (three digits in 10 bits, two characters in 11).
const SIXTHS: [u32; 3] = [20, 33, 48];

const OUT_OF_REACH: u32 = u32::MAX / 2;

/// Divides `content` into segments with the fewest bits in the group of versions of `version`:
/// the cheapest way to end in each mode, byte by byte.
fn segments(content: &[u8], version: Version) -> Vec<Segment> {
    let headers = MODES.map(|mode| {
        let bits = version.mode_bits_count() + mode.length_bits_count(version);
        u32::try_from(6 * bits).unwrap_or(OUT_OF_REACH)
    });
    let mut costs = headers;
    let mut origins = Vec::with_capacity(content.len());
    for &byte in content {
        let (mut next, mut origin) = ([OUT_OF_REACH; 3], [0; 3]);
        let slots = next.iter_mut().zip(&mut origin).zip(headers.iter().zip(SIXTHS));
        for (to, ((cost, origin), (header, sixths))) in slots.enumerate() {
            if fits(byte, to) {
                let (before, from) = cheapest(costs, to, *header);
                (*cost, *origin) = (before + sixths, from);
            }
        }
        costs = next;
        origins.push(origin);
    }
    let (_, mut mode) = cheapest(costs, MODES.len(), 0);
    let mut segments: Vec<Segment> = Vec::new();
    for (at, origin) in origins.iter().enumerate().rev() {
        let kind = MODES.get(mode).copied().unwrap_or(Mode::Byte);
        match segments.last_mut() {
            Some(segment) if segment.mode == kind => segment.begin = at,
            _ => segments.push(Segment { mode: kind, begin: at, end: at + 1 }),
        }
        mode = origin.get(mode).copied().unwrap_or(mode);
    }
    segments.reverse();
    segments
}

/// The cheapest mode to come from into mode `to`, where a change ends the segment on a whole bit
/// and adds `header`; with the cost.
fn cheapest(costs: [u32; 3], to: usize, header: u32) -> (u32, usize) {
    let costs = costs.into_iter().enumerate().map(|(from, cost)| {
        if from == to { (cost, from) } else { (cost.next_multiple_of(6) + header, from) }
    });
    costs.min().unwrap_or((OUT_OF_REACH, to))
}

/// Whether `byte` can be written in the mode at `mode` of [`MODES`].
fn fits(byte: u8, mode: usize) -> bool {
    match mode {
        0 => byte.is_ascii_digit(),
        1 => {
            matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b' ' | b'$' | b'%' | b'*' | b'+' | b'-'..=b'/' | b':')
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Segments as `N`, `A` or `B` with their length.
    fn plan(content: &str) -> String {
        let segments = segments(content.as_bytes(), Version::Normal(1)).into_iter();
        let write = |segment: Segment| {
            let mode = match segment.mode {
                Mode::Numeric => 'N',
                Mode::Alphanumeric => 'A',
                _ => 'B',
            };
            format!("{mode}{}", segment.end - segment.begin)
        };
        segments.map(write).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn segments_change_mode_only_where_it_pays() {
        assert_eq!(plan("HTTPS://T.EXAMPLE.CN/C/7K3MQ9TXV2HD84RW"), "A39");
        assert_eq!(plan("https://t.example.cn/o/org7/ab12"), "B32");
        assert_eq!(plan("https://t.example.cn/01/09521001400176/21/ab12"), "B24 N14 B8");
        assert_eq!(plan("HTTPS://T.EXAMPLE.CN/01/09521001400176/21/ab12"), "A24 N14 B8");
        assert_eq!(plan("0952100140017"), "N13");
        // Here parts of a bit decide: a segment ends on a whole one.
        assert_eq!(plan("_..:0000000000::A:..A"), "B1 A20");
        assert_eq!(plan(""), "");
    }

    #[test]
    fn the_smallest_version_is_taken_up_to_the_last_one() {
        let sides = |content: &str, counts: [usize; 2]| {
            counts.map(|count| Symbol::new(&content.repeat(count)).map(|symbol| symbol.side()))
        };
        // Capacities at level M from ISO/IEC 18004, table 7: versions 1, 3, 9, 10 and 25.
        assert_eq!(sides("A", [20, 21]), [Ok(21), Ok(25)]);
        assert_eq!(sides("a", [42, 43]), [Ok(29), Ok(33)]);
        assert_eq!(sides("A", [262, 263]), [Ok(53), Ok(57)]);
        assert_eq!(sides("a", [213, 214]), [Ok(57), Ok(61)]);
        assert_eq!(sides("a", [997, 998]), [Ok(117), Err(LabelError::TooLong)]);
        assert_eq!(sides("A", [1451, 1452]), [Ok(117), Err(LabelError::TooLong)]);
        assert_eq!(sides("7", [2395, 2396]), [Ok(117), Err(LabelError::TooLong)]);
    }

    #[test]
    fn greedy_segments_would_cost_a_version_here() {
        let text = "https://t.example.cn/O/ORG7/p-12/10/56/21/3976";
        let greedy = qrcode::QrCode::new(text).unwrap();
        assert!(Symbol::new(text).unwrap().side() <= greedy.width());
        let text = "HTTPS://YXESQCRIDZ.CN/01/08945953491509/10/C2ywx/21/6314";
        assert!(Symbol::new(text).unwrap().side() < qrcode::QrCode::new(text).unwrap().width());
    }

    #[test]
    fn text_that_is_not_ascii_says_that_it_is_utf_8() {
        // Mode 0111 with ECI 26, mode 0100 with a count of 3 bytes.
        let bits = encode("茶").unwrap().into_bytes();
        assert_eq!(bits[..4], [0b0111_0001, 0b1010_0100, 0b0000_0011, 0xe8]);
        assert_eq!(encode("tea").unwrap().into_bytes()[0], 0b0100_0000);
        // The ECI takes its 12 bits from the capacity of version 1: 128 bits.
        let side = |content: &str| Symbol::new(content).map(|symbol| symbol.side());
        assert_eq!((side("茶茶茶茶a"), side("茶茶茶茶ab")), (Ok(21), Ok(25)));
        let digits = |count: usize| side(&format!("茶{}", "7".repeat(count)));
        assert_eq!((digits(19), digits(20)), (Ok(21), Ok(25)));
        assert_eq!((side("teateateateate"), side("teateateateatea")), (Ok(21), Ok(25)));
    }

    #[test]
    fn outside_the_symbol_every_module_is_light() {
        let symbol = Symbol::new("HTTPS://T.EXAMPLE.CN").unwrap();
        let side = symbol.side();
        assert_eq!((side, symbol.modules_with_quiet_zone()), (21, 29));
        assert!(symbol.dark(0, 0) && symbol.dark(side - 1, 0) && symbol.dark(0, side - 1));
        for (x, y) in [(side, 0), (0, side), (usize::MAX, 0), (0, usize::MAX), (side + 200, 3)] {
            assert!(!symbol.dark(x, y), "{x} {y}");
        }
    }

    /// Penalty by the words of the standard, module by module.
    fn slow_penalty(dark: &dyn Fn(usize, usize) -> bool, side: usize) -> u32 {
        let mut points = 0;
        for line in 0..2 * side {
            let at = |k: usize| if line < side { dark(k, line) } else { dark(line - side, k) };
            let line: Vec<bool> = (0..side).map(at).collect();
            for run in line.chunk_by(|a, b| a == b).filter(|run| run.len() >= 5) {
                points += u32::try_from(run.len()).unwrap() - 2;
            }
            let framed: Vec<bool> = [vec![false; 4], line, vec![false; 4]].concat();
            let finder = [true, false, true, true, true, false, true];
            for start in (0..framed.len() - 6).filter(|&start| framed[start..start + 7] == finder) {
                let light = |from: usize| framed[from..(from + 4)].iter().all(|dark| !dark);
                points += if light(start - 4) || light(start + 7) { 40 } else { 0 };
            }
        }
        for (x, y) in (0..side - 1).flat_map(|x| (0..side - 1).map(move |y| (x, y))) {
            let block = [dark(x, y), dark(x + 1, y), dark(x, y + 1), dark(x + 1, y + 1)];
            points += if block == [block[0]; 4] { 3 } else { 0 };
        }
        let cells = (0..side * side).filter(|at| dark(at % side, at / side)).count();
        // Twice the percentage off one half, times the cells: ten points per whole 5 %.
        let off = (200 * cells).abs_diff(100 * side * side);
        let steps = (1..=10).filter(|step| off >= 10 * step * side * side).count();
        points + 10 * u32::try_from(steps).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn the_mask_has_the_lowest_penalty(text in "[ -~]{1,120}") {
            let bits = encode(&text).unwrap();
            let version = bits.version();
            let (data, correction) =
                ec::construct_codewords(&bits.into_bytes(), version, LEVEL).unwrap();
            let mut canvas = Canvas::new(version, LEVEL);
            canvas.draw_all_functional_patterns();
            canvas.draw_data(&data, &correction);
            let side = usize::try_from(version.width()).unwrap();
            let mut lowest = u32::MAX;
            let mut best = Vec::new();
            for mask in super::mask::PATTERNS {
                let mut masked = canvas.clone();
                masked.apply_mask(mask);
                let colours = masked.into_colors();
                let dark = |x: usize, y: usize| colours[y * side + x] == Color::Dark;
                let penalty = slow_penalty(&dark, side);
                if penalty < lowest {
                    (lowest, best) = (penalty, colours);
                }
            }
            let symbol = Symbol::new(&text).unwrap();
            let chosen = (0..side * side).map(|at| symbol.dark(at % side, at / side));
            prop_assert!(chosen.eq(best.into_iter().map(|colour| colour == Color::Dark)));
        }

        #[test]
        fn no_division_into_segments_is_shorter(
            runs in prop::collection::vec("[0-9]{1,9}|[A-Z/:.]{1,9}|[a-z_]{1,9}", 0..12),
            version in prop::sample::select(vec![9, 25]),
        ) {
            let (text, version) = (runs.concat(), Version::Normal(version));
            let ours = segments(text.as_bytes(), version);
            prop_assert!(ours.windows(2).all(|pair| pair[0].end == pair[1].begin));
            prop_assert_eq!(ours.iter().map(|part| part.end - part.begin).sum::<usize>(), text.len());
            // Shortest way to every end, over all beginnings of the last segment.
            let mut shortest = vec![0];
            for end in 1..=text.len() {
                let lasts = (0..end).flat_map(|begin| (0..MODES.len()).map(move |mode| (begin, mode)));
                let fitting = lasts.filter(|&(begin, mode)| {
                    text.as_bytes()[begin..end].iter().all(|&byte| fits(byte, mode))
                });
                let lengths = fitting.map(|(begin, mode)| {
                    shortest[begin] + Segment { mode: MODES[mode], begin, end }.encoded_len(version)
                });
                shortest.push(lengths.min().unwrap());
            }
            prop_assert_eq!(total_encoded_len(&ours, version), shortest[text.len()]);
        }
    }
}
