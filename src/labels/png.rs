//! A symbol as a PNG image of one bit per dot (ISO/IEC 15948), at the printer's own resolution.
//!
//! It has no text: what people read below a symbol is set by the label program or by the SVG.

use super::{Geometry, Symbol};

/// Draws `symbol` with its quiet zone: 1-bit grey, `module_dots` dots per module, with the
/// resolution in the `pHYs` chunk so that a program prints it at its size. The side in dots is
/// `modules_with_quiet_zone * module_dots`, at most 5750.
#[must_use]
pub fn png(symbol: &Symbol, geometry: Geometry) -> Vec<u8> {
    // Writing to memory does not fail, and the buffer has the size that the header says.
    encode(symbol, geometry).expect("a PNG image of whole rows, written to memory")
}

fn encode(symbol: &Symbol, geometry: Geometry) -> Result<Vec<u8>, ::png::EncodingError> {
    let dots = usize::from(geometry.module_dots);
    let side = symbol.modules_with_quiet_zone() * dots;
    let side_dots = u32::try_from(side).map_err(|_| ::png::EncodingError::LimitsExceeded)?;
    let mut image = Vec::with_capacity(side.div_ceil(8) * side);
    for row in symbol.framed_rows() {
        let start = image.len();
        pack(row, symbol.modules_with_quiet_zone(), geometry.module_dots, &mut image);
        let end = image.len();
        for _ in 1..dots {
            image.extend_from_within(start..end);
        }
    }
    let mut bytes = Vec::with_capacity(image.len() / 8 + 256);
    let mut encoder = ::png::Encoder::new(&mut bytes, side_dots, side_dots);
    encoder.set_color(::png::ColorType::Grayscale);
    encoder.set_depth(::png::BitDepth::One);
    // Most rows repeat the row above, so the Up filter leaves zeros, which the fast mode packs.
    encoder.set_filter(::png::Filter::Up);
    encoder.set_compression(::png::Compression::Fast);
    let per_metre = dots_per_metre(geometry.dpi);
    let unit = ::png::Unit::Meter;
    encoder.set_pixel_dims(Some(::png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&image)?;
    writer.finish()?;
    Ok(bytes)
}

/// Dots per metre, the unit of the `pHYs` chunk, to the nearest one.
fn dots_per_metre(dpi: u16) -> u32 {
    (u32::from(dpi) * 10_000 + 127) / 254
}

/// Appends one row of dots: `dots` bits per module, 0 for dark, the last byte filled up.
fn pack(row: u128, modules: usize, dots: u16, image: &mut Vec<u8>) {
    let light = (1u64 << dots) - 1;
    let (mut pending, mut bits) = (0u64, 0u16);
    for x in 0..modules {
        let module = if row >> x & 1 == 1 { 0 } else { light };
        pending = pending << dots | module;
        bits += dots;
        while bits >= 8 {
            bits -= 8;
            image.push((pending >> bits & 0xff) as u8);
        }
        pending &= (1 << bits) - 1;
    }
    if bits > 0 {
        image.push((pending << (8 - bits) & 0xff) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::{decode, texts};
    use super::*;
    use proptest::prelude::*;

    /// Side in dots and the grey image of a PNG file.
    fn read(bytes: &[u8]) -> (usize, Vec<u8>) {
        let mut decoder = ::png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(::png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut grey = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut grey).unwrap();
        let info = reader.info();
        assert_eq!(
            (info.color_type, info.bit_depth),
            (::png::ColorType::Grayscale, ::png::BitDepth::One)
        );
        assert_eq!(info.width, info.height);
        (usize::try_from(info.width).unwrap(), grey)
    }

    fn geometry(dpi: u16) -> Geometry {
        Geometry::new(Some(dpi), None).unwrap()
    }

    #[test]
    fn images_decode_to_the_text() {
        for text in texts() {
            for dpi in [203, 300, 600] {
                let symbol = Symbol::new(&text).unwrap();
                let (side, grey) = read(&png(&symbol, geometry(dpi)));
                assert_eq!(decode(side, side, &grey), [text.as_str()], "{dpi} dpi");
            }
        }
    }

    #[test]
    fn every_dot_has_the_colour_of_its_module() {
        let symbol = Symbol::new("https://t.example.cn/01/09521001400176/21/ab12").unwrap();
        for module_dots in [3, 4, 5, 7, 8, 19, 46] {
            let dpi = if module_dots < 10 { 203 } else { 1_200 };
            let geometry = Geometry { dpi, module_dots };
            let dots = usize::from(module_dots);
            let (side, grey) = read(&png(&symbol, geometry));
            assert_eq!(side, symbol.modules_with_quiet_zone() * dots);
            for (at, &dot) in grey.iter().enumerate() {
                // In the quiet zone the difference is outside the symbol, hence light.
                let module = |at: usize| (at / dots).wrapping_sub(4);
                let dark = symbol.dark(module(at % side), module(at / side));
                assert_eq!(dot, if dark { 0 } else { 255 }, "dot {at}, {dots} dots to a module");
            }
        }
    }

    #[test]
    fn resolution_is_written_in_dots_per_metre() {
        let symbol = Symbol::new("HTTPS://T.EXAMPLE.CN/C/7K3MQ9TXV2HD84RW").unwrap();
        for (dpi, per_metre) in [(150, 5_906), (203, 7_992), (300, 11_811), (600, 23_622)] {
            let bytes = png(&symbol, geometry(dpi));
            let reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
            let dims = reader.info().pixel_dims.unwrap();
            assert_eq!(
                (dims.xppu, dims.yppu, dims.unit),
                (per_metre, per_metre, ::png::Unit::Meter)
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_url_decodes_to_itself(
            url in "(HTTPS|https)://[a-zA-Z0-9.-]{4,40}/[ -~]{0,200}",
            dpi in prop::sample::select(vec![203, 300, 600]),
        ) {
            let symbol = Symbol::new(&url).unwrap();
            let (side, grey) = read(&png(&symbol, geometry(dpi)));
            prop_assert_eq!(decode(side, side, &grey), [url]);
        }
    }
}
