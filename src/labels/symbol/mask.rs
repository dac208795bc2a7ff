//! The choice of a mask (ISO/IEC 18004 clause 7.8): all eight are weighed on rows of bits.

use super::{LEVEL, MAX_VERSION, QUIET_ZONE_MODULES};
use qrcode::Version;
use qrcode::canvas::{Canvas, MaskPattern, Module};
use std::sync::OnceLock;

/// A square of modules in rows and in columns, so that both directions are weighed alike.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) rows: Vec<u128>,
    columns: Vec<u128>,
}

impl Grid {
    pub(super) fn new(canvas: &Canvas, version: Version, dark: impl Fn(Module) -> bool) -> Self {
        let line = |line: &dyn Fn(i16) -> Module| {
            let modules = (0..version.width()).rev();
            let bits = modules.fold(0, |bits, at| bits << 1 | u128::from(dark(line(at))));
            bits << QUIET_ZONE_MODULES
        };
        let lines = 0..version.width();
        Self {
            rows: lines.clone().map(|y| line(&|x| canvas.get(x, y))).collect(),
            columns: lines.map(|x| line(&|y| canvas.get(x, y))).collect(),
        }
    }

    pub(super) fn xor(&self, other: &Self) -> Self {
        let lines = |a: &[u128], b: &[u128]| a.iter().zip(b).map(|(a, b)| a ^ b).collect();
        Self { rows: lines(&self.rows, &other.rows), columns: lines(&self.columns, &other.columns) }
    }

    /// Penalty points of ISO/IEC 18004, 7.8.3: less is easier to read.
    pub(super) fn penalty(&self) -> u32 {
        let side = self.rows.len();
        let field = ((1u128 << side) - 1) << QUIET_ZONE_MODULES;
        let lines = self.rows.iter().chain(&self.columns);
        let runs_and_finders: u32 = lines.map(|&line| line_penalty(line, field)).sum();
        let pairs = self.rows.iter().zip(self.rows.iter().skip(1));
        let blocks: u32 = pairs.map(|(&above, &below)| blocks(above, below, field)).sum();
        let dark: u32 = self.rows.iter().map(|row| row.count_ones()).sum();
        let total = u32::try_from(side * side).unwrap_or(u32::MAX);
        // Ten points for every whole 5 % by which the dark part differs from one half.
        let balance = 10 * ((20 * dark).abs_diff(10 * total) / total);
        runs_and_finders + 3 * blocks + balance
    }
}

/// Points of one line: 3 for a run of five of a colour and 1 for each module more, 40 for each
/// 1:1:3:1:1 that looks like a finder pattern with four light modules before or after it. The quiet
/// zone is light.
fn line_penalty(line: u128, field: u128) -> u32 {
    let equal = !(line ^ (line >> 1)) & field & (field >> 1);
    let pairs = equal & (equal >> 1);
    let fives = pairs & (pairs >> 2);
    let runs = fives & !(fives << 1);
    let light = !line;
    let dark_ends = line & (line >> 2) & (line >> 3) & (line >> 4) & (line >> 6);
    let mut finders = dark_ends & (light >> 1) & (light >> 5);
    if finders != 0 {
        let light_pairs = light & (light >> 1);
        let light_fours = light_pairs & (light_pairs >> 2);
        finders &= (light_fours << 4) | (light_fours >> 7);
    }
    fives.count_ones() + 2 * runs.count_ones() + 40 * finders.count_ones()
}

/// Blocks of two by two modules of one colour in two neighbouring rows, overlaps counted.
fn blocks(above: u128, below: u128, field: u128) -> u32 {
    let equal = !(above ^ below) & field;
    let across = !(above ^ (above >> 1));
    (equal & (equal >> 1) & across).count_ones()
}

/// The eight masks of a version with its functional patterns: a symbol is the exclusive or of one
/// of these and the data. Kept, since a service prints few versions.
pub(super) fn masks(version: Version) -> &'static [Grid] {
    const VERSIONS: usize = MAX_VERSION as usize;
    static MASKS: [OnceLock<Vec<Grid>>; VERSIONS] = [const { OnceLock::new() }; VERSIONS];
    let Version::Normal(number) = version else { return &[] };
    let slot = usize::try_from(number - 1).ok().and_then(|at| MASKS.get(at));
    slot.map_or(&[], |slot| slot.get_or_init(|| draw_masks(version)))
}

pub(super) const PATTERNS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

fn draw_masks(version: Version) -> Vec<Grid> {
    let mask = |pattern| {
        let mut canvas = Canvas::new(version, LEVEL);
        canvas.draw_all_functional_patterns();
        canvas.apply_mask(pattern);
        Grid::new(&canvas, version, Module::is_dark)
    };
    PATTERNS.map(mask).into()
}
