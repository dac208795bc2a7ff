//! QR labels: the symbol of a URL and its drawing as SVG, PNG or terminal text, at a printer's
//! geometry.
//!
//! It knows modules, dots and millimetres only. It is not the place that builds the URL or the
//! words below the symbol, and it does not grade a print: a grade needs a verifier that measures
//! the printed label (ISO/IEC 15415).

mod png;
mod svg;
mod symbol;
mod terminal;

pub use self::png::png;
pub use self::svg::svg;
pub use self::symbol::Symbol;
pub use self::terminal::{terminal, terminal_on_light};

/// Light modules that a QR symbol needs on every side (ISO/IEC 18004, quiet zone of 4 X). Every
/// drawing here includes them.
pub const QUIET_ZONE_MODULES: usize = 4;

/// Smallest module side in micrometres: X-dimension of a GS1 QR code at the retail point of sale
/// (GS1 General Specifications, symbol specification tables).
pub const MIN_MODULE_MICROMETRES: u32 = 396;

/// Largest module side in micrometres, from the same table.
pub const MAX_MODULE_MICROMETRES: u32 = 990;

/// Resolutions of label printers that are accepted, in dots per inch.
pub const DPI_RANGE: std::ops::RangeInclusive<u16> = 150..=1200;

const DEFAULT_DPI: u16 = 300;
const MICROMETRES_PER_INCH: u32 = 25_400;

/// Why a text has no label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// The text needs a symbol above version 25 (117 modules): at level M that is, for instance,
    /// 1451 upper-case characters or 997 bytes in byte mode.
    #[error("the text is too long for a label")]
    TooLong,
}

/// Why a printer geometry is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GeometryError {
    /// The resolution is outside [`DPI_RANGE`].
    #[error("the resolution is outside 150 to 1200 dpi")]
    Dpi,
    /// The module is smaller than [`MIN_MODULE_MICROMETRES`].
    #[error("the module is smaller than 0.396 mm")]
    ModuleTooSmall,
    /// The module is larger than [`MAX_MODULE_MICROMETRES`].
    #[error("the module is larger than 0.990 mm")]
    ModuleTooLarge,
}

/// Resolution of a printer and the side of a module in its dots. A module is a whole number of
/// dots, because a printer that rounds each edge by itself makes modules of unequal width.
///
/// Made by [`Geometry::new`], which checks the bounds that the drawings rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// Printer resolution, dots per inch.
    pub dpi: u16,
    /// Side of a module (X-dimension), printer dots.
    pub module_dots: u16,
}

impl Geometry {
    /// Checks a geometry. Without `dpi` it is 300; without `module_dots` it is the smallest whole
    /// number of dots that is not under 0.396 mm (203 dpi: 4, 300 dpi: 5, 600 dpi: 10).
    ///
    /// # Errors
    ///
    /// Each variant of [`GeometryError`] names the bound that is broken.
    pub fn new(dpi: Option<u16>, module_dots: Option<u16>) -> Result<Self, GeometryError> {
        let dpi = dpi.unwrap_or(DEFAULT_DPI);
        if !DPI_RANGE.contains(&dpi) {
            return Err(GeometryError::Dpi);
        }
        let smallest = (MIN_MODULE_MICROMETRES * u32::from(dpi)).div_ceil(MICROMETRES_PER_INCH);
        let largest = MAX_MODULE_MICROMETRES * u32::from(dpi) / MICROMETRES_PER_INCH;
        let dots = module_dots.map_or(smallest, u32::from);
        if dots < smallest {
            return Err(GeometryError::ModuleTooSmall);
        }
        match u16::try_from(dots) {
            Ok(module_dots) if dots <= largest => Ok(Self { dpi, module_dots }),
            _ => Err(GeometryError::ModuleTooLarge),
        }
    }

    /// Side of a module in micrometres, to the nearest one.
    #[must_use]
    pub fn module_micrometres(&self) -> u32 {
        let (dots, dpi) = (u32::from(self.module_dots), u32::from(self.dpi));
        (dots * MICROMETRES_PER_INCH + dpi / 2) / dpi
    }
}

/// Reading back what was drawn, for the tests of every drawing.
#[cfg(test)]
mod reading {
    /// Texts of each kind that labels carry.
    pub(super) fn texts() -> Vec<String> {
        let serials = (0..9).map(|n| format!("/21/serial-No{n}_{}", n * 7919));
        vec![
            "HTTPS://T.EXAMPLE.CN/C/7K3MQ9TXV2HD84RW".to_owned(),
            "HTTPS://T.EXAMPLE.CN/01/09521001400176/21/7K3MQ9TXV2HD84RW".to_owned(),
            "https://t.example.cn/01/09521001400176/21/ab12".to_owned(),
            "https://t.example.cn/O/ORG7/p-12/10/20260412/21/000000123456".to_owned(),
            format!("https://t.example.cn/{}", serials.collect::<String>()),
            format!("HTTPS://T.EXAMPLE.CN/{}", "7K3MQ9TXV2HD84RW".repeat(17)),
            "https://t.example.cn/O/农场/酱油".to_owned(),
        ]
    }

    /// What a QR reader finds in a grey image (row by row, 0 is black).
    pub(super) fn decode(width: usize, height: usize, grey: &[u8]) -> Vec<String> {
        let at = |x: usize, y: usize| grey[y * width + x];
        rqrr::PreparedImage::prepare_from_greyscale(width, height, at)
            .detect_grids()
            .iter()
            .filter_map(|grid| grid.decode().ok().map(|(_, text)| text))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_module_is_the_smallest_allowed_number_of_dots() {
        let defaults =
            [(150, 3, 508), (203, 4, 500), (300, 5, 423), (600, 10, 423), (1200, 19, 402)];
        for (dpi, dots, micrometres) in defaults {
            let geometry = Geometry::new(Some(dpi), None).unwrap();
            assert_eq!((geometry.dpi, geometry.module_dots), (dpi, dots));
            assert_eq!(geometry.module_micrometres(), micrometres, "{dpi} dpi");
            assert_eq!(Geometry::new(Some(dpi), Some(dots)), Ok(geometry));
            let smaller = Geometry::new(Some(dpi), Some(dots - 1));
            assert_eq!(smaller, Err(GeometryError::ModuleTooSmall));
        }
        assert_eq!(Geometry::new(None, None), Geometry::new(Some(300), Some(5)));
    }

    #[test]
    fn every_resolution_has_a_module_within_the_bounds() {
        for dpi in DPI_RANGE {
            let module = Geometry::new(Some(dpi), None).unwrap().module_micrometres();
            assert!((MIN_MODULE_MICROMETRES..=MAX_MODULE_MICROMETRES).contains(&module), "{dpi}");
        }
    }

    #[test]
    fn bounds_are_refused_just_outside() {
        assert_eq!(Geometry::new(Some(149), None), Err(GeometryError::Dpi));
        assert_eq!(Geometry::new(Some(1201), None), Err(GeometryError::Dpi));
        // 11 dots at 300 dpi are 0.931 mm, 12 are 1.016 mm.
        assert_eq!(Geometry::new(None, Some(11)).map(|g| g.module_micrometres()), Ok(931));
        assert_eq!(Geometry::new(None, Some(12)), Err(GeometryError::ModuleTooLarge));
        assert_eq!(Geometry::new(None, Some(u16::MAX)), Err(GeometryError::ModuleTooLarge));
        assert_eq!(Geometry::new(None, Some(0)), Err(GeometryError::ModuleTooSmall));
    }
}
