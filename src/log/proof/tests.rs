//! Proof files against the vector, and changed ones.

use super::super::tree::tests::vectors;
use super::*;
use proptest::prelude::*;

fn file() -> (String, Verifier) {
    let vectors = vectors();
    let text = vectors["tlog_proof_size_1000_index_511"].as_str().unwrap().to_owned();
    (text, Verifier::parse(vectors["checkpoint"]["log_vkey"].as_str().unwrap()).unwrap())
}

#[test]
fn the_vector_is_read_written_and_holds() {
    let (text, log) = file();
    let proof = Proof::parse(text.as_bytes()).unwrap();
    assert_eq!(proof.to_string(), text);
    let checkpoint = proof.verify(b"leaf 511", &log).unwrap();
    assert_eq!((proof.index, checkpoint.size), (511, 1000));
    assert_eq!(proof.verify(b"leaf 510", &log), Err(ProofError::Path));
    let other = Proof { index: 510, ..proof.clone() };
    assert_eq!(other.verify(b"leaf 511", &log), Err(ProofError::Path));
    let key = Verifier::new(log.name(), super::super::note::KeyKind::Log, [9; 32]).unwrap();
    assert_eq!(proof.verify(b"leaf 511", &key), Err(ProofError::Checkpoint));
}

#[test]
fn an_extra_line_is_passed_over() {
    let (text, log) = file();
    let extra = text.replace("\nindex", "\nextra AAAA\nindex");
    assert!(Proof::parse(extra.as_bytes()).unwrap().verify(b"leaf 511", &log).is_ok());
    let bad = text.replace("\nindex", "\nextra A\nindex");
    assert_eq!(Proof::parse(bad.as_bytes()), Err(ProofError::Malformed));
}

#[test]
fn what_is_no_proof_is_refused() {
    let (text, _) = file();
    let bad = [
        String::new(),
        text.replace("@v1", "@v2"),
        text.replace("index 511", "index 0511"),
        text.replace("index 511", "index -1"),
        text.replace("index 511\n", ""),
        text.replacen("\n\n", "\n", 1),
        text.replace(
            "index 511",
            &format!("index 511{}", "\nBovELz7DYDIBJba6iSuId/O2C47flwFJk9e804Wx3Eo=".repeat(64)),
        ),
    ];
    for text in bad {
        assert_eq!(Proof::parse(text.as_bytes()), Err(ProofError::Malformed), "{text:.60}");
    }
}

proptest! {
    #[test]
    fn one_changed_byte_never_holds(at in any::<prop::sample::Index>(), bit in 0_u8..7) {
        let (text, log) = file();
        // The witness's line is not the log's word.
        let end = text.find("\u{2014} witness").unwrap();
        let mut bytes = text.into_bytes();
        let at = at.index(end);
        bytes[at] ^= 1 << bit;
        let read = Proof::parse(&bytes).ok();
        prop_assert!(read.is_none_or(|proof| proof.verify(b"leaf 511", &log).is_err()));
    }
}
