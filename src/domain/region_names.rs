//! What regions are called, in Chinese and English, and which codes are listed.
//!
//! The lists are data beside the sources: `schemas/regions/gbt2260.csv` and `iso3166.csv`, built
//! into the program and parsed once. Names are today's; an abolished division keeps its last one.
//! They are for people: nothing is decided by a name.

use std::sync::LazyLock;

use super::region::{Country, Region};

/// What the national level is written as.
const NATIONAL: u32 = 100_000;

/// The 34 provinces by their two digits, in English (GB/T 2260: Taiwan is 71).
const PROVINCES: [([u8; 2], &str); 34] = [
    (*b"11", "Beijing"),
    (*b"12", "Tianjin"),
    (*b"13", "Hebei"),
    (*b"14", "Shanxi"),
    (*b"15", "Inner Mongolia"),
    (*b"21", "Liaoning"),
    (*b"22", "Jilin"),
    (*b"23", "Heilongjiang"),
    (*b"31", "Shanghai"),
    (*b"32", "Jiangsu"),
    (*b"33", "Zhejiang"),
    (*b"34", "Anhui"),
    (*b"35", "Fujian"),
    (*b"36", "Jiangxi"),
    (*b"37", "Shandong"),
    (*b"41", "Henan"),
    (*b"42", "Hubei"),
    (*b"43", "Hunan"),
    (*b"44", "Guangdong"),
    (*b"45", "Guangxi"),
    (*b"46", "Hainan"),
    (*b"50", "Chongqing"),
    (*b"51", "Sichuan"),
    (*b"52", "Guizhou"),
    (*b"53", "Yunnan"),
    (*b"54", "Tibet"),
    (*b"61", "Shaanxi"),
    (*b"62", "Gansu"),
    (*b"63", "Qinghai"),
    (*b"64", "Ningxia"),
    (*b"65", "Xinjiang"),
    (*b"71", "Taiwan"),
    (*b"81", "Hong Kong"),
    (*b"82", "Macao"),
];

/// GB/T 2260, current and abolished, sorted by code.
static DIVISIONS: LazyLock<Vec<(u32, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("../../schemas/regions/gbt2260.csv"))
        .filter_map(|(code, rest)| Some((code.parse().ok()?, rest.split_once(',')?.0)))
        .collect()
});

/// ISO 3166-1: two letters, Chinese and English name, sorted by letters.
static COUNTRIES: LazyLock<Vec<(&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("../../schemas/regions/iso3166.csv"))
        .filter_map(|(code, rest)| {
            let (zh, en) = rest.split_once(',')?;
            // Quoted where the name itself has a comma.
            Some((code, zh, en.trim_matches('"')))
        })
        .collect()
});

/// The name in Chinese: every level for a six-digit code (`安徽省滁州市全椒县`), the country's name
/// otherwise. What has no name of its own keeps its code behind that of the level above
/// (`北京市 110302`, `美国（US-CA）`).
pub fn name_zh(region: &Region) -> String {
    let code = region.as_str();
    let mut name = String::with_capacity(64);
    match code.parse::<u32>() {
        Ok(number) if number != NATIONAL => push_path_zh(&mut name, number, code),
        _ => {
            name.push_str(country_zh(region.country()));
            if code.contains('-') {
                name.push('（');
                name.push_str(code);
                name.push('）');
            }
        }
    }
    name
}

/// The name in English: `United States`, `United States (US-CA)`, `Anhui, China`. Divisions below a
/// province are called by their province.
pub fn name_en(region: &Region) -> String {
    let code = region.as_str();
    let mut name = String::with_capacity(48);
    let province = PROVINCES.iter().find(|(digits, _)| code.as_bytes().starts_with(digits));
    if let Some((_, province)) = province {
        name.push_str(province);
        name.push_str(", ");
    }
    name.push_str(country_en(region.country()));
    if code.contains('-') {
        name.push_str(" (");
        name.push_str(code);
        name.push(')');
    }
    name
}

/// The provinces by their two digits, with their names in Chinese and English.
pub fn provinces() -> impl Iterator<Item = (u8, &'static str, &'static str)> {
    PROVINCES.iter().filter_map(|(digits, en)| {
        let number: u8 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        Some((number, division(u32::from(number) * 10_000)?, *en))
    })
}

/// The country's name in Chinese.
pub fn country_zh(country: Country) -> &'static str {
    find_country(country.as_str()).map_or("", |(_, zh, _)| zh)
}

/// The country's name in English.
pub fn country_en(country: Country) -> &'static str {
    find_country(country.as_str()).map_or("", |(_, _, en)| en)
}

/// Whether the two letters, upper case, are a country of ISO 3166-1.
pub(super) fn is_country(letters: &str) -> bool {
    find_country(letters).is_some()
}

/// Whether the two digits are a province of GB/T 2260.
pub(super) fn is_province(digits: [u8; 2]) -> bool {
    PROVINCES.binary_search_by_key(&digits, |(code, _)| *code).is_ok()
}

/// Whether the six digits are in GB/T 2260, current or abolished.
pub(super) fn is_listed_division(code: &str) -> bool {
    code.parse().is_ok_and(|number| division(number).is_some())
}

/// The rows of a list behind its remarks and its heading: the code, and the rest of the line.
fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|row| row.split_once(','))
}

/// A division's own name, without the levels above it.
fn division(number: u32) -> Option<&'static str> {
    let at = DIVISIONS.binary_search_by_key(&number, |(listed, _)| *listed).ok()?;
    DIVISIONS.get(at).map(|(_, name)| *name)
}

/// Province, city and county, each where there is one.
fn push_path_zh(name: &mut String, number: u32, code: &str) {
    let (province, city) = (number / 10_000 * 10_000, number / 100 * 100);
    let province_name = division(province).unwrap_or_default();
    name.push_str(province_name);
    if number == province {
        return;
    }
    if number != city && city != province {
        let city_name = division(city).unwrap_or_default();
        // Some codes only group the counties that have no city above them.
        let groups = city_name == "市辖区" || city_name.contains("直辖");
        if !groups && city_name != province_name {
            name.push_str(city_name);
        }
    }
    match division(number) {
        Some(own) => name.push_str(own),
        None => {
            name.push(' ');
            name.push_str(code);
        }
    }
}

fn find_country(letters: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let at = COUNTRIES.binary_search_by_key(&letters, |(listed, _, _)| listed).ok()?;
    COUNTRIES.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(text: &str) -> Region {
        Region::parse(text).unwrap()
    }

    #[test]
    fn lists_are_sorted_and_whole() {
        assert!(DIVISIONS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(PROVINCES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!((DIVISIONS.len(), COUNTRIES.len()), (7_226, 249));
        // One line was lost if a row failed to parse: remarks and heading are the only others.
        assert_eq!(rows(include_str!("../../schemas/regions/gbt2260.csv")).count(), 7_226);
        for (number, name) in DIVISIONS.iter() {
            let code = number.to_string();
            assert!(Region::parse(&code).is_ok(), "{code}");
            assert!(!name.is_empty() && !name.contains([',', '(', ' ']), "{code} {name}");
        }
        for (letters, zh, en) in COUNTRIES.iter() {
            assert!(Country::parse(letters).is_ok(), "{letters}");
            assert!(!zh.is_empty() && !en.is_empty() && !en.contains('"'), "{letters}");
        }
        for (digits, name) in PROVINCES {
            let code = format!("{}0000", String::from_utf8(digits.to_vec()).unwrap());
            assert!(is_listed_division(&code), "{name}");
        }
    }

    #[test]
    fn chinese_names() {
        for (code, name) in [
            ("341124", "安徽省滁州市全椒县"),
            ("341100", "安徽省滁州市"),
            ("340000", "安徽省"),
            ("110105", "北京市朝阳区"),
            ("110100", "北京市市辖区"),
            ("110103", "北京市崇文区"),
            ("110302", "北京市 110302"),
            ("340174", "安徽省合肥市 340174"),
            ("500229", "重庆市城口县"),
            ("500381", "重庆市江津市"),
            ("419001", "河南省济源市"),
            ("469005", "海南省文昌市"),
            ("710000", "台湾省"),
            ("710101", "台湾省 710101"),
            ("100000", "中国"),
            ("CN", "中国"),
            ("US", "美国"),
            ("US-CA", "美国（US-CA）"),
        ] {
            assert_eq!(name_zh(&region(code)), name, "{code}");
        }
    }

    #[test]
    fn english_names() {
        for (code, name) in [
            ("341124", "Anhui, China"),
            ("340000", "Anhui, China"),
            ("710000", "Taiwan, China"),
            ("100000", "China"),
            ("US", "United States"),
            ("US-CA", "United States (US-CA)"),
            ("CI", "Côte d'Ivoire"),
            ("HK", "Hong Kong, China"),
        ] {
            assert_eq!(name_en(&region(code)), name, "{code}");
        }
        assert_eq!(country_zh(Country::parse("de").unwrap()), "德国");
    }
}
