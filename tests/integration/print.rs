//! Printed documents, read back by the programs that people use: poppler's and zbar.

use std::path::Path;
use std::process::Command;
use suyuan::limits::{PRINT_CHARS_MAX, PRINT_PAGES_COUNT_MAX};
use suyuan::print::{Block, Document, PrintError, Section, Table};
use suyuan::texts::Lang;

fn document(lang: Lang, blocks: Vec<Block>) -> Document {
    Document {
        lang,
        title: "召回公告 Recall notice".to_owned(),
        subtitle: "黑芝麻酱".to_owned(),
        speaker: "生产者自述".to_owned(),
        sections: vec![Section {
            heading: "召回范围".to_owned(),
            speaker: "监管部门".to_owned(),
            blocks,
        }],
        symbol: None,
        source: "https://t.example.cn/recalls/7".to_owned(),
    }
}

/// What a program of poppler says of a file.
fn told(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program).args(arguments).arg(file).arg("-").output();
    let output = output.unwrap_or_else(|error| {
        panic!("{program} cannot be run ({error}); install poppler-utils, as the set-up does")
    });
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The text of each page.
fn pages(document: &Document) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, document.to_pdf().unwrap()).unwrap();
    let text = told("pdftotext", &["-layout"], &file);
    text.split_terminator('\u{c}').map(str::to_owned).collect()
}

#[test]
fn text_can_be_read_back_in_both_languages() {
    let long = "本批次芝麻酱检出沙门氏菌，请勿食用，请联系购买处退款。".repeat(8);
    let english = "Do not eat it; return it to the shop for a refund. ".repeat(12);
    let blocks = vec![
        Block::Notice("正在召回，请勿食用 · Recalled: do not eat".to_owned()),
        Block::fields([("批号 Lot", "20260412"), ("等级", "一级")]),
        Block::Paragraph(long.clone()),
        Block::Paragraph(english.clone()),
    ];
    let pages = pages(&document(Lang::Zh, blocks));
    assert_eq!(pages.len(), 1);
    let text = &pages[0];
    for part in [
        "召回公告 Recall notice",
        "黑芝麻酱",
        "监管部门",
        "20260412",
        "第 1 页，共 1 页",
        "https://t.example.cn/recalls/7",
        "正在召回，请勿食用 · Recalled: do not eat",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let packed = |text: &str| text.split_whitespace().collect::<String>();
    assert!(packed(text).contains(&packed(&long)), "{text}");
    assert!(packed(text).contains(&packed(&english)), "{text}");
}

#[test]
fn fonts_are_embedded_and_cut_to_what_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    let pdf = document(Lang::Zh, vec![Block::Paragraph("酱油".to_owned())]).to_pdf().unwrap();
    assert!(pdf.len() < 30_000, "{}", pdf.len());
    std::fs::write(&file, &pdf).unwrap();
    let output = Command::new("pdffonts").arg(&file).output().unwrap();
    let fonts = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 2, "{fonts}");
    for row in rows {
        // Embedded, a subset, with a table back to Unicode.
        assert!(row.split_whitespace().filter(|word| *word == "yes").count() == 3, "{fonts}");
    }
    assert_eq!(
        pdf,
        document(Lang::Zh, vec![Block::Paragraph("酱油".to_owned())]).to_pdf().unwrap()
    );
}

#[test]
fn a_table_goes_on_with_its_heads_on_every_page() {
    let mut table = Table::new([("批号", 2), ("数量", 1), ("去向 Whereabouts", 3)]);
    for lot in 0..180 {
        table.row([format!("L{lot:04}"), lot.to_string(), "已退回，等待销毁".to_owned()]);
    }
    // Higher than a page: it is broken by lines instead of being lost.
    table.row(["LAST".to_owned(), String::new(), "一行很长的说明".repeat(400)]);
    let pages = pages(&document(Lang::En, vec![Block::Table(table)]));
    assert!(pages.len() > 4, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains("Whereabouts"), "page {at}: {page}");
        assert!(page.contains(&format!("Page {} of {}", at + 1, pages.len())), "{page}");
    }
    let all = pages.concat();
    assert!((0..180).all(|lot| all.matches(&format!("L{lot:04}")).count() == 1));
    let packed: String = all.split_whitespace().collect();
    assert!(packed.matches("说明").count() == 400, "{}", packed.matches("说明").count());
}

#[test]
fn a_symbol_on_paper_is_read_by_a_phone() {
    let address = "https://t.example.cn/C/7K3MQ9TXV2HD84RW";
    let with = Document { symbol: Some(address.to_owned()), ..document(Lang::Zh, Vec::new()) };
    let folder = tempfile::tempdir().unwrap();
    let (file, image) = (folder.path().join("it.pdf"), folder.path().join("it"));
    std::fs::write(&file, with.to_pdf().unwrap()).unwrap();
    let mut draw = Command::new("pdftoppm");
    draw.args(["-r", "150", "-png", "-singlefile"]).arg(&file).arg(&image);
    assert!(draw.status().unwrap().success());
    let mut read = Command::new("zbarimg");
    read.args(["--quiet", "--raw"]).arg(image.with_extension("png"));
    let output = read.output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), address);
}

#[test]
fn a_character_without_a_glyph_is_seen_and_still_found() {
    let hostile = "a\u{1f600}b 龘䲜\u{202e}c\u{0}\u{10ffff}".to_owned();
    let pages = pages(&document(Lang::Zh, vec![Block::Paragraph(hostile)]));
    assert!(pages[0].contains("a\u{1f600}b"), "{}", pages[0]);
    assert!(pages[0].contains("□c□"), "{}", pages[0]);
}

#[test]
fn a_document_has_bounds() {
    let of = |blocks| document(Lang::Zh, blocks).to_pdf().map(|pdf| pdf.len());
    let many = vec![Block::Paragraph("字".repeat(PRINT_CHARS_MAX))];
    assert_eq!(of(many), Err(PrintError::TooLong));
    let lines = "a\n".repeat(PRINT_PAGES_COUNT_MAX * 60);
    assert_eq!(of(vec![Block::Paragraph(lines)]), Err(PrintError::TooLong));
    let mut uneven = Table::new([("a", 1), ("b", 1)]);
    uneven.row(["only one"]);
    assert_eq!(of(vec![Block::Table(uneven)]), Err(PrintError::Cells));
    let long = Document { symbol: Some("x".repeat(3_000)), ..document(Lang::En, Vec::new()) };
    assert!(matches!(long.to_pdf(), Err(PrintError::Symbol(_))));
    let far = Document { source: "y".repeat(5_000), ..document(Lang::En, Vec::new()) };
    assert_eq!(pages(&far).len(), 1);
}
