//! Allergens: the eight groups GB 7718-2025 makes mandatory, and ingredients whose name plainly is
//! one of them while the label does not say so.
//!
//! A list of words finds only the plain cases: `面粉` is wheat, `酱料` may be anything and is passed
//! over. A word that only looks like an allergen (lactic acid, coconut milk, glutinous rice) is taken
//! out of the name first, and so is what Annex D.4 exempts (refined soybean and peanut oil,
//! phospholipid, starch, glucose syrup, fish gelatin, lactitol, …). A warning asks to look again; the
//! absence of one proves nothing.

use crate::fact::document::{AllergenDoc, StatementLineDoc};
use crate::fact::text::BiText;
use crate::texts::additives::additive_name;

mod words;
use words::{HARMLESS, STILL, WORDS};

/// The mandatory groups, GS1 `AllergenTypeCode`, in the order of the standard. Their names are in
/// `texts::food::allergen`.
pub const MANDATORY: [&str; 8] = ["AW", "AC", "AF", "AE", "AP", "AY", "AM", "AN"];

/// An ingredient that plainly is an allergen, which the label does not declare as contained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undeclared {
    /// One of [`MANDATORY`].
    pub code: &'static str,
    /// The ingredient, as written.
    pub name: String,
}

/// Ingredients and additives whose name plainly is an allergen, and that are not declared with
/// `CONTAINS` (`MAY_CONTAIN` is for traces). Each group once, with the first name that shows it, in
/// the order of the standard. What the name of the `product` says already needs no declaration
/// (Annex D.5).
pub fn undeclared<'a>(
    product: &BiText,
    names: impl IntoIterator<Item = &'a BiText>,
    declared: &[AllergenDoc],
) -> Vec<Undeclared> {
    let said = shows(product);
    let contained = |code: &str| {
        let says = |allergen: &AllergenDoc| {
            allergen.containment == "CONTAINS" && group(&allergen.code) == code
        };
        declared.iter().any(says)
    };
    let names: Vec<&BiText> = names.into_iter().collect();
    let shown = MANDATORY
        .into_iter()
        .filter(|code| !contained(code) && !said.contains(code))
        .filter_map(|code| {
            let name = names.iter().find(|name| shows(name).contains(&code))?;
            Some(Undeclared { code, name: name.pick(true).to_owned() })
        });
    shown.collect()
}

/// The names of a printed list of ingredients; an additive by its number where it has no name.
pub fn names_of(lines: &[StatementLineDoc]) -> Vec<BiText> {
    let names = lines.iter().filter_map(|line| {
        let known = || additive_name(line.cns.as_deref(), None);
        line.name.clone().or_else(|| known().map(|(zh, en)| BiText::both(zh, en)))
    });
    names.collect()
}

/// The mandatory group a GS1 code belongs to: wheat and barley are cereals with gluten, almond and
/// walnut are nuts.
fn group(code: &str) -> &str {
    match code {
        "UW" | "GB" => "AW",
        "SA" | "SW" => "AN",
        other => other,
    }
}

/// The groups a name plainly shows, in either language.
fn shows(name: &BiText) -> Vec<&'static str> {
    let mut found = Vec::new();
    for text in [&name.zh, &name.en].into_iter().flatten() {
        let mut rest = text.to_lowercase();
        for (word, code) in STILL {
            found.extend(rest.contains(word).then_some(*code));
        }
        for word in HARMLESS {
            rest = rest.replace(word, " ");
        }
        let english: Vec<&str> = rest.split(|letter: char| !letter.is_ascii_alphabetic()).collect();
        let says = |word: &&str| {
            if word.is_ascii() {
                english.iter().any(|found| found.strip_suffix('s').unwrap_or(found) == *word)
            } else {
                rest.contains(*word)
            }
        };
        found.extend(
            WORDS.iter().filter(|(_, words)| words.iter().any(says)).map(|(code, _)| *code),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::texts::food::allergen;

    use super::*;

    fn declared(entries: &[(&str, &str)]) -> Vec<AllergenDoc> {
        let doc = |(code, containment): &(&str, &str)| AllergenDoc {
            code: (*code).to_owned(),
            containment: (*containment).to_owned(),
        };
        entries.iter().map(doc).collect()
    }

    fn groups(name: &BiText) -> String {
        let found = undeclared(&BiText::default(), [name], &[]);
        found.iter().map(|found| found.code).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_eight_groups_have_names() {
        let named: Vec<_> = MANDATORY.iter().map(|code| allergen(code).unwrap().zh).collect();
        assert_eq!(named.join("、"), "含麸质的谷物、甲壳纲动物、鱼类、蛋类、花生、大豆、乳、坚果");
        assert!(WORDS.iter().map(|(code, _)| *code).eq(MANDATORY));
    }

    #[test]
    fn plain_names() {
        for (zh, expected) in [
            ("小麦粉", "AW"),
            ("全脂乳粉", "AM"),
            ("大豆分离蛋白", "AY"),
            ("酿造酱油", "AY"),
            ("冻虾仁", "AC"),
            ("鳕鱼糜", "AF"),
            ("全蛋液", "AE"),
            ("花生仁", "AP"),
            ("核桃仁", "AN"),
            ("鸡蛋、牛奶和面粉", "AW AE AM"),
            ("豆乳", "AY"),
            ("杏仁乳", "AN"),
            // Not allergens, or exempt under Annex D.4.
            ("大豆油", ""),
            ("精炼花生油", ""),
            ("小麦淀粉", ""),
            ("乳酸", ""),
            ("乳糖醇", ""),
            ("椰浆", ""),
            ("荞麦粉", ""),
            ("鱿鱼", ""),
            ("鱼腥草", ""),
            ("花生四烯酸", ""),
            ("玉米面粉、麦芽糊精", ""),
            ("麦芽提取物", "AW"),
            ("分离蛋白", ""),
            ("大豆蛋白、乳酸链球菌素", "AY"),
            ("酱料", ""),
            ("", ""),
        ] {
            let name = BiText { zh: Some(zh.to_owned()), en: None };
            assert_eq!(groups(&name), expected, "{zh}");
        }
        for (en, expected) in [
            ("Wheat flour", "AW"),
            ("OATS", "AW"),
            ("roasted peanuts", "AP"),
            ("peanut butter", "AP"),
            ("mixed nuts", "AN"),
            ("soy lecithin", ""),
            ("eggplant", ""),
            ("egg white", "AE"),
            ("coconut milk", ""),
            ("milk chocolate, cocoa butter", "AM"),
            ("nutmeg", ""),
            ("starfish-shaped pasta", ""),
            ("code", ""),
        ] {
            let name = BiText { zh: None, en: Some(en.to_owned()) };
            assert_eq!(groups(&name), expected, "{en}");
        }
    }

    #[test]
    fn what_is_declared_needs_no_warning() {
        let soy = BiText::both("大豆分离蛋白", "soy protein isolate");
        let wheat = BiText::both("小麦粉", "wheat flour");
        let names = [&soy, &wheat];
        let codes = |entries: &[(&str, &str)]| {
            let found = undeclared(&BiText::both("香肠", "sausage"), names, &declared(entries));
            found.into_iter().map(|found| (found.code, found.name)).collect::<Vec<_>>()
        };
        let both = vec![("AW", "小麦粉".to_owned()), ("AY", "大豆分离蛋白".to_owned())];
        assert_eq!(codes(&[]), both);
        assert_eq!(codes(&[("AY", "MAY_CONTAIN"), ("AW", "FREE_FROM")]), both);
        assert_eq!(codes(&[("AY", "CONTAINS"), ("UW", "CONTAINS")]), vec![]);
        let of_soy = undeclared(&BiText::both("大豆肠", "soy sausage"), names, &[]);
        assert_eq!(of_soy.iter().map(|found| found.code).collect::<Vec<_>>(), ["AW"]);
    }

    #[test]
    fn additives_count_by_their_number() {
        let lines: Vec<StatementLineDoc> =
            serde_json::from_str(r#"[{"cns":"17.004"},{"name":{"zh":"水"}},{"cns":"99.999"}]"#)
                .unwrap();
        let names: Vec<_> =
            names_of(&lines).iter().map(|name| name.pick(true).to_owned()).collect();
        assert_eq!(names, ["山梨酸钾".to_owned(), "水".to_owned()]);
    }
}
