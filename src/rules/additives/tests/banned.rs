//! The list of banned substances.

use crate::rules::additives::{BannedList, TableError};

const BYTES: &[u8] = include_bytes!("../../../../schemas/tables/banned-substances.json");

#[test]
fn names_are_found_in_texts() {
    let list = BannedList::parse(BYTES).unwrap();
    let rows = [
        ("三聚氰胺", Some("melamine")),
        ("添加了三聚氰胺的奶粉", Some("melamine")),
        ("Melamine powder", Some("melamine")),
        ("ＭＥＬＡＭＩＮＥ", Some("melamine")),
        ("三聚氰胺甲醛树脂餐盒", None),
        ("三聚氰胺甲醛树脂与三聚氰胺", Some("melamine")),
        ("苏丹红Ⅳ", Some("sudan dye")),
        ("Sudan IV", Some("sudan dye")),
        ("Sudan", None),
        ("Sudan Ivory", None),
        ("盐酸克伦特罗", Some("beta-agonist")),
        ("雕白粉", Some("sodium formaldehyde sulfoxylate")),
        ("次硫酸钠甲醛", Some("sodium formaldehyde sulfoxylate")),
        ("硼砂", Some("borax")),
        ("孔雀石绿", Some("malachite green")),
        ("工业明胶", Some("industrial gelatin")),
        ("明胶", None),
        ("罂粟壳粉", Some("poppy husk")),
        ("福尔马林", Some("formaldehyde")),
        ("formaldehydes", None),
        ("山梨酸钾", None),
        ("", None),
    ];
    for (text, expected) in rows {
        assert_eq!(list.find(text).map(|banned| banned.en.as_str()), expected, "{text}");
    }
    assert_eq!((list.version(), list.effective_from()), (1, "2008-12-12"));
    assert!(!list.id().is_empty() && !list.source().is_empty());
}

#[test]
fn a_list_at_odds_is_refused() {
    const SMALL: &str = r#"{"id":"T","version":1,"effectiveFrom":"2025-02-08","source":"s",
        "substances":[{"zh":"甲乙","en":"ab"},{"zh":"丙丁","en":"cd"}]}"#;
    assert!(BannedList::parse(SMALL.as_bytes()).is_ok());
    let rows = [
        (r#""en":"ab""#, r#""en":"ab","x":1"#, None),
        ("2025-02-08", "2025-13-08", Some(TableError::Day("2025-13-08".to_owned()))),
        (r#""en":"cd""#, r#""en":"AB""#, Some(TableError::Duplicate("AB".to_owned()))),
        (r#""en":"ab""#, r#""en":"a""#, Some(TableError::Size("name"))),
        (r#""id":"T""#, r#""id":" ""#, Some(TableError::Size("id or source"))),
    ];
    for (from, to, expected) in rows {
        let text = SMALL.replacen(from, to, 1);
        assert_ne!(text, SMALL, "{from}");
        let error = BannedList::parse(text.as_bytes()).unwrap_err();
        match expected {
            Some(expected) => assert_eq!(error, expected, "{from}"),
            None => assert!(matches!(error, TableError::Shape(_)), "{from}"),
        }
    }
    let padded = format!("{SMALL}{}", " ".repeat(256 << 10));
    assert_eq!(BannedList::parse(padded.as_bytes()).unwrap_err(), TableError::TooLong);
}
