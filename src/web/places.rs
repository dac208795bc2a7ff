//! A map of the places of a report, by province: each of the 34 units of GB/T 2260 is a square at its
//! rough place, so that the drawing is small, needs no outline of anybody, and fetches nothing. Words
//! beside it say the same, and name what lies abroad.

use super::written::Said;
use crate::domain::region::Region;
use crate::domain::region_names;
use crate::fact::text::BiText;
use crate::report::model::{OriginShown, TraceReport};
use crate::texts::{Lang, Text, page};
use std::fmt::Write;
use std::sync::LazyLock;

/// Two digits of GB/T 2260, column, row, and the short names on the square (ISO 3166-2:CN in English).
#[rustfmt::skip]
const TILES: [(u8, u8, u8, &str, &str); 34] = [
    (23, 6, 0, "黑", "HL"),
    (15, 3, 1, "蒙", "NM"), (11, 4, 1, "京", "BJ"), (22, 6, 1, "吉", "JL"),
    (65, 0, 2, "新", "XJ"), (62, 1, 2, "甘", "GS"), (64, 2, 2, "宁", "NX"), (14, 3, 2, "晋", "SX"),
    (13, 4, 2, "冀", "HE"), (12, 5, 2, "津", "TJ"), (21, 6, 2, "辽", "LN"),
    (63, 1, 3, "青", "QH"), (61, 2, 3, "陕", "SN"), (41, 3, 3, "豫", "HA"), (37, 4, 3, "鲁", "SD"),
    (54, 0, 4, "藏", "XZ"), (51, 1, 4, "川", "SC"), (50, 2, 4, "渝", "CQ"), (42, 3, 4, "鄂", "HB"),
    (34, 4, 4, "皖", "AH"), (32, 5, 4, "苏", "JS"), (31, 6, 4, "沪", "SH"),
    (53, 1, 5, "云", "YN"), (52, 2, 5, "黔", "GZ"), (43, 3, 5, "湘", "HN"), (36, 4, 5, "赣", "JX"),
    (33, 5, 5, "浙", "ZJ"),
    (45, 2, 6, "桂", "GX"), (44, 3, 6, "粤", "GD"), (35, 4, 6, "闽", "FJ"), (71, 5, 6, "台", "TW"),
    (46, 2, 7, "琼", "HI"), (82, 3, 7, "澳", "MO"), (81, 4, 7, "港", "HK"),
];

/// Side of a square with the gap behind it.
const STEP: u32 = 30;

/// What a place has to do with the goods. The last is drawn over the others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part {
    Passed,
    Ingredient,
    Made,
}

/// Places of one part, in words.
pub(super) struct Line<'a> {
    pub(super) class: &'static str,
    pub(super) word: &'static str,
    pub(super) names: Vec<Said<'a>>,
}

/// The map and its words.
pub(super) struct Map<'a> {
    lang: Lang,
    provinces: Vec<(u8, Part)>,
    pub(super) lines: Vec<Line<'a>>,
}

impl Part {
    fn word(self, lang: Lang) -> &'static str {
        let text: Text = match self {
            Self::Made => page::MAP_MADE,
            Self::Ingredient => page::MAP_INGREDIENTS,
            Self::Passed => page::MAP_PASSED,
        };
        text.get(lang)
    }

    fn class(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Ingredient => "from",
            Self::Passed => "via",
        }
    }
}

impl<'a> Map<'a> {
    /// The map of a report; none where there is only one place, for it would say nothing.
    pub(super) fn of(report: &'a TraceReport, lang: Lang) -> Option<Self> {
        let trace = report.provenance.as_ref()?;
        let firm = report.organization.as_ref();
        let made = match &trace.origin {
            Some(origin) => place(origin),
            None => firm.and_then(|firm| in_region(&firm.region, &firm.region_name)),
        };
        let mut all: Vec<(Part, Place<'a>)> =
            made.map(|made| (Part::Made, made)).into_iter().collect();
        let origins = trace.ingredients.iter().filter_map(|part| part.origin.as_ref());
        all.extend(origins.filter_map(place).map(|place| (Part::Ingredient, place)));
        let steps = trace
            .timeline
            .iter()
            .filter_map(|step| in_region(step.to_region.as_deref()?, step.place.as_ref()?));
        all.extend(steps.map(|place| (Part::Passed, place)));
        let first = all.first().map(|(_, place)| place.key())?;
        if all.iter().all(|(_, place)| place.key() == first) {
            return None;
        }
        let mut map = Self { lang, provinces: Vec::new(), lines: Vec::new() };
        for part in [Part::Made, Part::Ingredient, Part::Passed] {
            let mut known = Vec::new();
            let mut names = Vec::new();
            for (_, place) in all.iter().filter(|(of, _)| *of == part) {
                if !known.contains(&place.key()) {
                    known.push(place.key());
                    names.push(place.name(lang));
                    map.provinces.extend(place.province().map(|province| (province, part)));
                }
            }
            if !names.is_empty() {
                map.lines.push(Line { class: part.class(), word: part.word(lang), names });
            }
        }
        map.provinces.sort_unstable_by_key(|(_, part)| *part);
        (!map.provinces.is_empty()).then_some(map)
    }

    /// The drawing, without words of others.
    pub(super) fn drawing(&self) -> String {
        static BASE: LazyLock<[String; 2]> = LazyLock::new(|| [Lang::Zh, Lang::En].map(base));
        let [chinese, english] = &*BASE;
        let chinese_is_read = self.lang.is_chinese();
        let mut out = String::with_capacity(3 * 1024);
        out.push_str(if chinese_is_read { chinese } else { english });
        for (province, part) in &self.provinces {
            if let Some(tile) = TILES.iter().find(|tile| tile.0 == *province) {
                // Writing to a text does not fail.
                let _ = write!(out, "<g class=\"{}\"><path d=\"{}\"/>", part.class(), square(tile));
                label(&mut out, tile, self.lang);
                out.push_str("</g>");
            }
        }
        out.push_str("</svg>");
        out
    }
}

type Tile = (u8, u8, u8, &'static str, &'static str);

fn base(lang: Lang) -> String {
    let squares: String = TILES.iter().map(square).collect();
    let mut out =
        format!("<svg viewBox=\"0 0 210 240\" aria-hidden=\"true\"><path d=\"{squares}\"/>");
    TILES.iter().for_each(|tile| label(&mut out, tile, lang));
    out
}

fn square((_, column, row, ..): &Tile) -> String {
    format!("M{} {}h28v28h-28z", u32::from(*column) * STEP + 1, u32::from(*row) * STEP + 1)
}

fn label(out: &mut String, (_, column, row, zh, en): &Tile, lang: Lang) {
    let (x, y) = (u32::from(*column) * STEP + 15, u32::from(*row) * STEP + 20);
    let name = if lang.is_chinese() { zh } else { en };
    // Writing to a text does not fail.
    let _ = write!(out, "<text x=\"{x}\" y=\"{y}\">{name}</text>");
}

enum Place<'a> {
    Province(u8),
    /// A country or its subdivision, by code.
    Abroad(&'a str, &'a BiText),
}

impl<'a> Place<'a> {
    fn key(&self) -> (u8, &'a str) {
        match self {
            Self::Province(number) => (*number, ""),
            Self::Abroad(code, _) => (0, code),
        }
    }

    fn province(&self) -> Option<u8> {
        match self {
            Self::Province(number) => Some(*number),
            Self::Abroad(..) => None,
        }
    }

    fn name(&self, lang: Lang) -> Said<'a> {
        match self {
            Self::Province(number) => {
                let known = region_names::provinces().find(|(known, ..)| known == number);
                Said::ours(known.map_or("", |(_, zh, en)| if lang.is_chinese() { zh } else { en }))
            }
            Self::Abroad(_, name) => Said::of(name, lang),
        }
    }
}

fn place(origin: &OriginShown) -> Option<Place<'_>> {
    in_region(origin.region.as_deref().or(origin.country.as_deref())?, &origin.name)
}

/// China as a whole is no place on the map.
fn in_region<'a>(code: &'a str, name: &'a BiText) -> Option<Place<'a>> {
    let region = Region::parse(code).ok()?;
    match region.as_str() {
        "TW" => Some(Place::Province(71)),
        "HK" => Some(Place::Province(81)),
        "MO" => Some(Place::Province(82)),
        text if text.starts_with(|first: char| first.is_ascii_digit()) => {
            let number = text.get(..2)?.parse().ok()?;
            TILES.iter().any(|tile| tile.0 == number).then_some(Place::Province(number))
        }
        text if region.country().as_str() == "CN" => subdivision(text).map(Place::Province),
        _ => Some(Place::Abroad(code, name)),
    }
}

/// `CN-AH` and the older `CN-34`.
fn subdivision(code: &str) -> Option<u8> {
    let part = code.strip_prefix("CN-")?;
    let tile = TILES.iter().find(|tile| tile.4 == part || tile.0.to_string() == part)?;
    Some(tile.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::display::samples::sausage;
    use crate::verdict::Verdict;
    use std::collections::BTreeSet;

    #[test]
    fn every_province_has_a_square_of_its_own() {
        let numbers: BTreeSet<u8> = TILES.iter().map(|tile| tile.0).collect();
        let known: BTreeSet<u8> = region_names::provinces().map(|(number, ..)| number).collect();
        assert_eq!(numbers, known);
        let places: BTreeSet<(u8, u8)> = TILES.iter().map(|tile| (tile.1, tile.2)).collect();
        assert_eq!(places.len(), 34);
        let names: BTreeSet<&str> = TILES.iter().flat_map(|tile| [tile.3, tile.4]).collect();
        assert_eq!(names.len(), 68);
        assert!(TILES.iter().all(|tile| tile.1 < 7 && tile.2 < 8));
    }

    #[test]
    fn a_map_is_drawn_from_two_places_on_and_says_them_in_words() {
        let mut report = sausage(Verdict::Registered);
        let abroad = BiText::both("巴西", "Brazil");
        let set = |report: &mut TraceReport, at: usize, code: &str| {
            let origin = report.provenance.as_mut().unwrap().ingredients[at].origin.as_mut();
            origin.unwrap().region = Some(code.to_owned());
        };
        report.provenance.as_mut().unwrap().origin.as_mut().unwrap().region = Some("340100".into());
        set(&mut report, 0, "341124");
        set(&mut report, 1, "CN-AH");
        assert!(Map::of(&report, Lang::Zh).is_none(), "one place");
        set(&mut report, 0, "BR");
        report.provenance.as_mut().unwrap().ingredients[0].origin.as_mut().unwrap().name = abroad;
        set(&mut report, 1, "TW");
        let map = Map::of(&report, Lang::Zh).unwrap();
        let said: Vec<_> = map
            .lines
            .iter()
            .map(|line| line.names.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))
            .collect();
        assert_eq!(said, ["安徽省", "<bdi>巴西</bdi>、台湾省"]);
        let drawing = map.drawing();
        assert_eq!(drawing.matches("<text").count(), 34 + 2);
        assert!(drawing.contains("<g class=\"made\"><path d=\"M121 121h28v28h-28z\"/><text x=\"135\" y=\"140\">皖</text></g>"));
        assert!(
            Map::of(&report, Lang::En)
                .unwrap()
                .drawing()
                .contains("<text x=\"135\" y=\"140\">AH</text></g></svg>")
        );
    }
}
