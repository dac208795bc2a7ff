//! Reading tables: what is shipped, and what is refused.

use super::*;
use crate::rules::additives::TableError;

/// A small table that is right.
const SMALL: &str = r#"{"id":"T","version":1,"effectiveFrom":"2025-02-08","source":"s","clause":"A.1",
"categories":[{"code":"01.0","zh":"a"},{"code":"01.01","zh":"b"},{"code":"01.02","zh":"c"}],
"exceptions":["01.02"],
"additives":[{"cns":["01.001"],"ins":["1"],"zh":"x","en":"x","functions":["colour"],"hue":"red",
"limits":[{"in":["*"],"gmp":true,"a2":[[1,1]]},{"in":["01.0"],"max":5,"except":["01.02"]}]}]}"#;

#[test]
fn the_shipped_table_is_whole() {
    assert_eq!(TABLE.additives().len(), 287);
    assert_eq!(TABLE.categories().count(), 359);
    let rows: usize = TABLE.additives().iter().map(|additive| additive.rows.len()).sum();
    assert_eq!(rows, 2_311);
    assert_eq!((TABLE.id(), TABLE.version()), ("GB 2760-2024", 1));
    assert_eq!(TABLE.effective_from(), "2025-02-08");
    assert!(TABLE.source().contains("A.1"));
    let without_ins = TABLE.additives().iter().filter(|additive| additive.ins.is_empty()).count();
    assert_eq!(without_ins, 80);
    // One additive a line, in the order of their numbers.
    let text = std::str::from_utf8(TABLE_BYTES).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("{\"cns\"")).count();
    assert_eq!(lines, 287);
    assert!(TABLE.additives().is_sorted_by(|a, b| a.key() < b.key()));
}

/// Each change makes the table one that is refused: for its shape, or with the given error.
fn refuses(rows: &[(&str, &str, Option<TableError>)]) {
    assert!(AdditiveTable::parse(SMALL.as_bytes()).is_ok());
    for (from, to, expected) in rows {
        let text = SMALL.replacen(from, to, 1);
        assert_ne!(text, SMALL, "{from}");
        let error = AdditiveTable::parse(text.as_bytes()).unwrap_err();
        match expected {
            Some(expected) => assert_eq!(error, *expected, "{from} → {to}"),
            None => assert!(matches!(error, TableError::Shape(_)), "{from} → {to}: {error}"),
        }
    }
}

#[test]
fn unknown_members_and_words_are_refused() {
    let word = |text: &str| Some(TableError::UnknownWord(text.to_owned()));
    refuses(&[
        (r#""version":1"#, r#""version":1,"more":1"#, None),
        (r#""zh":"a""#, r#""zh":"a","en":"a""#, None),
        (r#""hue":"red""#, r#""hue":"red","page":5"#, None),
        (r#""max":5"#, r#""max":5,"note":"x""#, None),
        (r#""max":5"#, r#""max":5,"residue":{"max":1,"x":1}"#, None),
        (r#""max":5"#, r#""max":"5""#, None),
        (r#""max":5"#, r#""max":5,"per":"kg""#, None),
        (r#""max":5"#, r#""max":5,"state":"dry""#, None),
        ("colour", "color", word("color")),
        ("red", "pink", word("pink")),
        ("2025-02-08", "2025-02-30", Some(TableError::Day("2025-02-30".to_owned()))),
        (r#""id":"T""#, r#""id":"""#, Some(TableError::Size("id"))),
    ]);
}

#[test]
fn codes_and_numbers_at_odds_are_refused() {
    let code = |text: &str| Some(TableError::CategoryCode(text.to_owned()));
    let twice = |text: &str| Some(TableError::Duplicate(text.to_owned()));
    let unknown = |text: &str| Some(TableError::UnknownCategory(text.to_owned()));
    let cns = |text: &str| Some(TableError::Cns(text.to_owned()));
    refuses(&[
        (r#""code":"01.02""#, r#""code":"01.1""#, code("01.1")),
        (r#""code":"01.02""#, r#""code":"02.02""#, code("02.02")),
        (r#""code":"01.02""#, r#""code":"01.01""#, twice("01.01")),
        (r#"["01.02"],"#, r#"["01.03"],"#, unknown("01.03")),
        (r#"["01.02"],"#, r#"["01.02","01.0"],"#, twice("01.0")),
        (r#""in":["01.0"]"#, r#""in":["03.0"]"#, unknown("03.0")),
        (r#""in":["01.0"]"#, r#""in":["01"]"#, unknown("01")),
        (r#"["01.001"]"#, r#"["01.001","01.001"]"#, twice("01.001")),
        (r#"["01.001"]"#, "[]", Some(TableError::Size("CNS numbers"))),
        (r#"["01.001"]"#, r#"["1.001"]"#, cns("1.001")),
        (r#"["01.001"]"#, r#"["01.001()"]"#, cns("01.001()")),
    ]);
}

#[test]
fn limits_at_odds_are_refused() {
    let wrong = |what: &str| Some(TableError::Limit(format!("01.001 in {what}")));
    let twice = r#"{"in":["01.0"],"max":5},{"in":["01.0"],"max":6}"#;
    let both = r#""max":5,"residual":true,"residue":{"max":1}"#;
    refuses(&[
        (r#""max":5"#, r#""max":5,"gmp":true"#, wrong("01.0: either max or gmp")),
        (r#""max":5,"#, "", wrong("01.0: either max or gmp")),
        (r#""max":5"#, r#""max":0"#, wrong("01.0: a maximum is above 0")),
        (r#""max":5"#, r#""max":5,"residue":{"max":0}"#, wrong("01.0: a maximum is above 0")),
        (r#""max":5"#, both, wrong("01.0: a residual maximum stands alone")),
        (
            r#""max":5"#,
            r#""max":5,"a2":[[1,1]]"#,
            wrong("01.0: exceptions of A.2 belong to all foods"),
        ),
        ("[[1,1]]", "[]", wrong("*: exceptions of A.2 belong to all foods")),
        ("[[1,1]]", "[[1,2]]", wrong("*: no such number of A.2")),
        ("[[1,1]]", "[[0,1]]", wrong("*: no such number of A.2")),
        (r#""except":["01.02"]"#, r#""except":["01.0"]"#, wrong("01.0: an exception lies below")),
        (
            r#"{"in":["01.0"],"max":5,"except":["01.02"]}"#,
            twice,
            Some(TableError::Duplicate("x in 01.0".to_owned())),
        ),
    ]);
}

#[test]
fn sizes_are_bounded() {
    let long = SMALL.replacen(r#""zh":"x""#, &format!("\"zh\":\"{}\"", "x".repeat(501)), 1);
    let error = AdditiveTable::parse(long.as_bytes()).unwrap_err();
    assert_eq!(error, TableError::Size("number or name"));
    let padded = format!("{SMALL}{}", " ".repeat(2 << 20));
    assert_eq!(AdditiveTable::parse(padded.as_bytes()).unwrap_err(), TableError::TooLong);
    let names = vec!["\"n\""; 101].join(",");
    let many = SMALL.replacen(r#"["1"]"#, &format!("[{names}]"), 1);
    assert_eq!(AdditiveTable::parse(many.as_bytes()).unwrap_err(), TableError::Size("names"));
}
