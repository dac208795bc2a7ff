//! Every label is read back by two readers that know nothing of this program, from the image a printer
//! would get, to exactly the address of the list.

use super::{BY_LEI, BY_REGISTRY, PLAIN, Row, answers, firm, label_path, lot, plain_product};
use crate::harness::{MAKER, TestApp};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Resolutions of label printers, with the dots per metre of each.
const DPI: [(u32, u32); 3] = [(203, 7_992), (300, 11_811), (600, 23_622)];

/// A grey image, row by row; 0 is black.
struct Image {
    side: [usize; 2],
    grey: Vec<u8>,
}

/// Reads a PNG, which must be of one bit per dot at this resolution.
fn png(bytes: &[u8], per_metre: u32) -> Image {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut grey = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut grey).unwrap();
    let info = reader.info();
    assert_eq!(info.bit_depth, png::BitDepth::One);
    assert_eq!(info.color_type, png::ColorType::Grayscale);
    let dims = info.pixel_dims.expect("the resolution is in the file");
    assert_eq!((dims.xppu, dims.yppu, dims.unit), (per_metre, per_metre, png::Unit::Meter));
    let side = [info.width, info.height].map(|side| usize::try_from(side).unwrap());
    assert_eq!(side[0], side[1]);
    Image { side, grey }
}

/// Draws the dark modules of an SVG, four dots to a module.
fn svg(text: &str) -> Image {
    const DOTS: usize = 4;
    let number = |text: &str| text.parse::<usize>().unwrap();
    let view = text.split_once("viewBox=\"0 0 ").unwrap().1.split_once('"').unwrap().0;
    let (width, height) = view.split_once(' ').unwrap();
    let side = [number(width) * DOTS, number(height) * DOTS];
    let mut grey = vec![255; side[0] * side[1]];
    let path = text.split_once("crispEdges\" d=\"").unwrap().1.split_once('"').unwrap().0;
    for run in path.split('M').skip(1) {
        let (place, rest) = run.split_once('h').unwrap();
        let (x, y) = place.split_once(' ').unwrap();
        let (length, back) = rest.split_once("v1h-").unwrap();
        assert_eq!(back, format!("{length}z"), "a run is a bar of one module");
        let (x, y, length) = (number(x) * DOTS, number(y) * DOTS, number(length) * DOTS);
        for row in y..y + DOTS {
            grey[row * side[0] + x..][..length].fill(0);
        }
    }
    Image { side, grey }
}

/// What the reader in Rust finds.
fn by_rqrr(image: &Image) -> Vec<String> {
    let [width, height] = image.side;
    let at = |x: usize, y: usize| image.grey[y * width + x];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    let grids = prepared.detect_grids();
    grids.iter().filter_map(|grid| grid.decode().ok().map(|(_, text)| text)).collect()
}

/// What `zbarimg` finds in files, in their order.
fn by_zbar(folder: &Path, files: &[(String, Vec<u8>)]) -> Vec<String> {
    let mut command = Command::new("zbarimg");
    command.current_dir(folder).args(["--raw", "-q", "-Sdisable", "-Sqrcode.enable"]);
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
        command.arg(name);
    }
    let output = command.output().unwrap_or_else(|error| {
        panic!("zbarimg cannot be run ({error}); install zbar-tools, as the set-up does")
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// A grey image as a PGM file, for the drawings.
fn pgm(image: &Image) -> Vec<u8> {
    let mut bytes = format!("P5 {} {} 255\n", image.side[0], image.side[1]).into_bytes();
    bytes.extend(&image.grey);
    bytes
}

/// Every drawing of a unit at every resolution reads as its address.
fn reads_back(app: &TestApp, token: &str, firm: &str, row: &Row) {
    let mut files = Vec::new();
    for (dpi, per_metre) in DPI {
        let path = label_path(firm, &row.serial, "png");
        let label = app.get_as(token, &format!("{path}?dpi={dpi}"));
        assert_eq!(label.status, 200, "{}", label.text());
        assert_eq!(label.header("content-type"), "image/png");
        let image = png(&label.bytes, per_metre);
        assert_eq!(by_rqrr(&image), [row.url.as_str()], "{dpi} dpi");
        files.push((format!("{dpi}.png"), label.bytes));
        let path = label_path(firm, &row.serial, "svg");
        let label = app.get_as(token, &format!("{path}?dpi={dpi}"));
        assert_eq!(label.header("content-type"), "image/svg+xml");
        let image = svg(&label.text());
        assert_eq!(by_rqrr(&image), [row.url.as_str()], "{dpi} dpi, drawn");
        files.push((format!("{dpi}.pgm"), pgm(&image)));
        millimetres(&label.text(), dpi);
    }
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(by_zbar(folder.path(), &files), vec![row.url.clone(); files.len()]);
    answers(app, row);
}

/// The drawing's module is a whole number of printer dots, and not under 0.396 mm.
fn millimetres(text: &str, dpi: u32) {
    let width = text.split_once("width=\"").unwrap().1.split_once("mm\"").unwrap().0;
    let modules = text.split_once("viewBox=\"0 0 ").unwrap().1.split_once(' ').unwrap().0;
    let module = width.parse::<f64>().unwrap() / modules.parse::<f64>().unwrap();
    let dots = module * f64::from(dpi) / 25.4;
    assert!((dots - dots.round()).abs() < 0.01, "{dots} dots to a module");
    assert!((0.3955..=0.9905).contains(&module), "{module} mm");
}

#[test]
fn codes_of_a_product_with_a_gtin_read_back() {
    let app = TestApp::start();
    let token = app.with_maker();
    let list = lot(&app, &token, [MAKER, "SS-200", "L1"], &Value::Null);
    assert!(list[0].url.starts_with("HTTPS://T.EXAMPLE.CN/01/09521001400176/21/"), "{list:?}");
    reads_back(&app, &token, MAKER, &list[0]);
}

#[test]
fn codes_of_a_product_without_a_gtin_read_back() {
    let app = TestApp::start();
    let token = app.with_maker();
    plain_product(&app, &token, MAKER);
    let list = lot(&app, &token, [MAKER, PLAIN, "L1"], &Value::Null);
    assert!(list[0].url.starts_with("HTTPS://T.EXAMPLE.CN/C/"), "{list:?}");
    reads_back(&app, &token, MAKER, &list[0]);
}

#[test]
fn own_serials_read_back_with_their_case_and_slash() {
    let app = TestApp::start();
    let token = app.with_maker();
    plain_product(&app, &token, MAKER);
    let of_gtin = lot(&app, &token, [MAKER, "SS-200", "L1"], &json!(["aB/1", "ZZ_0099"]));
    assert_eq!(of_gtin[0].url, format!("{}/01/09521001400176/21/aB%2F1", super::HOST));
    of_gtin.iter().for_each(|row| reads_back(&app, &token, MAKER, row));
    let plain = lot(&app, &token, [MAKER, PLAIN, "P/1"], &json!(["cD/2", "a%b(c)"]));
    assert_eq!(plain[0].url, format!("{}/O/{MAKER}/{PLAIN}/21/cD%2F2", super::HOST));
    plain.iter().for_each(|row| reads_back(&app, &token, MAKER, row));
}

#[test]
fn firms_of_other_registries_have_labels_too() {
    let app = TestApp::start();
    for code in [BY_LEI, BY_REGISTRY] {
        let token = firm(&app, code);
        plain_product(&app, &token, code);
        let codes = lot(&app, &token, [code, PLAIN, "L1"], &Value::Null);
        reads_back(&app, &token, code, &codes[0]);
        let own = lot(&app, &token, [code, PLAIN, "L2"], &json!(["Unit/7"]));
        reads_back(&app, &token, code, &own[0]);
    }
}

#[test]
fn every_label_of_a_batch_reads_back() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 50);
    let path = crate::harness::batch_path("L1", "units.csv");
    let list = super::rows(&app.get_as(&token, &path).text());
    assert_eq!(list.len(), 50);
    let files = list.iter().map(|row| {
        let label = app.get_as(&token, &label_path(MAKER, &row.serial, "png"));
        assert_eq!(by_rqrr(&png(&label.bytes, 11_811)), [row.url.as_str()]);
        (format!("{:02}.png", row.ordinal), label.bytes)
    });
    let files: Vec<_> = files.collect();
    let folder = tempfile::tempdir().unwrap();
    let read = by_zbar(folder.path(), &files);
    let urls: Vec<_> = list.iter().map(|row| row.url.clone()).collect();
    assert_eq!(read, urls);
    list.iter().for_each(|row| answers(&app, row));
}

#[test]
fn the_caption_names_gtin_lot_and_code() {
    let app = TestApp::start();
    let token = app.with_maker();
    let list = lot(&app, &token, [MAKER, "SS-200", "L1"], &Value::Null);
    let text = app.get_as(&token, &label_path(MAKER, &list[0].serial, "svg")).text();
    let serial = &list[0].serial;
    let parts: Vec<_> = (0..4).map(|at| &serial[4 * at..4 * at + 4]).collect();
    for line in ["(01) 09521001400176".to_owned(), "(10) L1".to_owned(), parts.join("-")] {
        assert!(text.contains(&line), "{line}: {text}");
    }
    let own = lot(&app, &token, [MAKER, "SS-200", "L2"], &json!(["<&\">"]));
    let text = app.get_as(&token, &label_path(MAKER, &own[0].serial, "svg")).text();
    assert!(text.contains("&lt;&amp;") && !text.contains("<&"), "{text}");
}
