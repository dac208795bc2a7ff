//! What only the inside knows: glyphs and line breaks. Whole files are read back in
//! `tests/integration/print.rs`.

use super::face::faces;
use super::lines::broken;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "json") {
            found.push(path);
        }
    }
}

/// The catalogue, the demo's world and the policies, letter by letter.
#[test]
fn every_text_of_the_program_has_its_glyphs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src/texts", "src/cli/world", "schemas"] {
        sources(&root.join(folder), &mut files);
    }
    assert!(files.len() > 40, "{}", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let missing = faces().unwrap().missing(&text);
        assert!(missing.is_empty(), "{}: {missing}", file.display());
    }
}

#[test]
fn common_characters_have_glyphs_and_strange_ones_a_box() {
    let faces = faces().unwrap();
    let common = "酱油醬油饕餮赟喆堃囧镕“”‘’——……·《》〈〉①②℃‰≤≥±×÷µμ²³₂½→←€£¥￥½™®©№Ωβßéüñçøłžŝ";
    assert_eq!(faces.missing(common), "");
    assert_eq!(faces.missing("a\u{1f600}ا\u{10ffff}"), "\u{1f600}ا\u{10ffff}");
    let boxed = faces.glyph('□').id;
    assert!(['\u{1f600}', 'ا'].iter().all(|strange| faces.glyph(*strange).id == boxed));
    assert!(faces.glyph('酱').advance > 0.9 && faces.glyph('i').advance < 0.4);
}

#[test]
fn lines_break_as_each_language_does() {
    let faces = faces().unwrap();
    let lines = |text: &str, width: f32| broken(faces, text, width);
    assert_eq!(lines("正在召回，请勿食用", 4.5), ["正在召", "回，请勿", "食用"]);
    assert_eq!(lines("对（大豆）过敏", 2.5), ["对", "（大", "豆）", "过敏"]);
    assert_eq!(lines("Do not eat this lot", 6.0), ["Do not eat", "this lot"]);
    assert_eq!(lines("a\nb\r\n\nc", 9.0), ["a", "b", "", "c"]);
    assert_eq!(lines("", 9.0), [""]);
    assert_eq!(lines("AAAAAAAAAA", 3.0).concat(), "AAAAAAAAAA");
    assert!(lines("AAAAAAAAAA", 3.0).iter().all(|line| faces.width(line) <= 3.0));
    // A line narrower than a character still gets on.
    assert_eq!(lines("酱油", 0.1), ["酱", "油"]);
}

#[test]
fn nothing_in_a_text_acts_on_the_page() {
    let lines = broken(faces().unwrap(), "a\u{202e}b\u{200b}c\u{0}d\te\u{feff}", 90.0);
    assert_eq!(lines, ["a□b□c□d e□"]);
}
