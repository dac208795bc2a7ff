//! Addresses and contents of tiles against the vectors; spellings that are none.

use super::super::tree::tests::{Stored, leaves, unhex, vectors};
use super::*;
use proptest::prelude::*;
use ring::digest::{SHA256, digest};

#[test]
fn addresses_are_those_of_the_vectors() {
    for row in vectors()["tile_paths"].as_array().unwrap() {
        let path = row["path"].as_str().unwrap();
        let tile = Tile::parse(path.strip_prefix("tile/").unwrap()).unwrap();
        assert_eq!(tile.index, row["index"].as_u64().unwrap());
        assert_eq!(u64::from(tile.width), row["width"].as_u64().unwrap());
        match row["level"].as_u64() {
            Some(level) => {
                assert_eq!(tile.content, Content::Hashes { level: u8::try_from(level).unwrap() })
            }
            None => assert_eq!(tile.content, Content::Entries),
        }
        assert_eq!(tile.to_string(), path);
    }
}

#[test]
fn contents_are_those_of_the_vectors() {
    let stored = Stored::of(leaves(70_000));
    let vectors = vectors();
    let tiles = vectors["tiles"].as_array().unwrap();
    assert_eq!(tiles.len(), 15);
    for row in tiles {
        let path = row["path"].as_str().unwrap();
        let tile = Tile::parse(path.strip_prefix("tile/").unwrap()).unwrap();
        assert!(tile.is_in(row["tree_size"].as_u64().unwrap()), "{path}");
        let mut bytes = Vec::new();
        for node in tile.nodes() {
            match tile.content {
                Content::Hashes { .. } => {
                    let Ok(hash) = stored.read(node);
                    bytes.extend(hash);
                }
                Content::Entries => {
                    let entry = format!("leaf {}", node.index);
                    bytes.extend(u16::try_from(entry.len()).unwrap().to_be_bytes());
                    bytes.extend(entry.into_bytes());
                }
            }
        }
        assert_eq!(bytes.len() as u64, row["bytes"].as_u64().unwrap(), "{path}");
        assert_eq!(digest(&SHA256, &bytes).as_ref(), unhex(&row["sha256"]), "{path}");
    }
}

#[test]
fn every_other_spelling_is_none() {
    let spellings = [
        "",
        "0",
        "0/",
        "/0",
        "00/000",
        "64/000",
        "-1/000",
        "+1/000",
        "0/0",
        "0/00",
        "0/0000",
        "0/x000",
        "0/000/",
        "0/x001/",
        "0/001/000",
        "0/x000/001",
        "0/x01/000",
        "0/x001/x000",
        "0/000.p",
        "0/000.p/",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000.p/1.p/1",
        "0/000.P/1",
        "0/0a0",
        "entries",
        "entries/",
        "Entries/000",
        "data/000",
        "8/0/000",
        "0/x001/000/",
        " 0/000",
        "0/000 ",
        "0/x999/x999/x999/x999/x999/x999/999",
    ];
    for spelling in spellings {
        assert_eq!(Tile::parse(spelling), None, "{spelling:?}");
    }
}

#[test]
fn a_file_is_there_once_the_tree_holds_it() {
    let tile = |path| Tile::parse(path).unwrap();
    assert!(tile("0/000.p/5").is_in(5));
    assert!(!tile("0/000.p/6").is_in(5));
    assert!(!tile("0/000").is_in(255));
    assert!(tile("0/000").is_in(256));
    assert!(tile("1/000.p/1").is_in(256));
    assert!(!tile("1/000.p/1").is_in(255));
    assert!(!tile("63/000.p/1").is_in(u64::MAX));
    let paths: Vec<_> = Tile::all(70_000).iter().map(ToString::to_string).collect();
    assert_eq!(paths.len(), 274 + 274 + 2 + 1);
    for path in [
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
        "tile/entries/273.p/112",
    ] {
        assert!(paths.iter().any(|known| known == path), "{path}");
    }
}

proptest! {
    #[test]
    fn what_is_read_is_written_the_same(level in 0_u8..=63, index in 0_u64..10_000_000_000, width in 1_u16..=256, entries: bool) {
        let content = if entries { Content::Entries } else { Content::Hashes { level } };
        let tile = Tile { content, index, width };
        let path = tile.to_string();
        prop_assert_eq!(Tile::parse(path.strip_prefix("tile/").unwrap()), Some(tile));
    }

    #[test]
    fn no_text_has_two_spellings(text in "[0-9x/.p]{0,24}") {
        if let Some(tile) = Tile::parse(&text) {
            prop_assert_eq!(tile.to_string(), format!("tile/{text}"));
        }
    }
}
