//! Checkpoints against the vectors, and texts that are none.

use super::super::tree::tests::vectors;
use super::*;

#[test]
fn checkpoints_are_those_of_the_vectors() {
    let vectors = vectors();
    let log = Verifier::parse(vectors["checkpoint"]["log_vkey"].as_str().unwrap()).unwrap();
    for row in vectors["checkpoint"]["notes"].as_array().unwrap() {
        let note = Note::parse(row["signed"].as_str().unwrap().as_bytes()).unwrap();
        let checkpoint = Checkpoint::signed_by(&note, &log).unwrap();
        assert_eq!(checkpoint.size, row["size"].as_u64().unwrap());
        assert_eq!(checkpoint.to_string(), row["text"].as_str().unwrap());
    }
}

#[test]
fn what_is_no_checkpoint_is_refused() {
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    assert!(Checkpoint::parse(&format!("a\n0\n{root}\n")).is_some());
    assert!(Checkpoint::parse(&format!("a\n0\n{root}\nextension\n")).is_some());
    let bad = [
        format!("a\n0\n{root}"),
        format!("\n0\n{root}\n"),
        format!("a\n00\n{root}\n"),
        format!("a\n+1\n{root}\n"),
        format!("a\n18446744073709551616\n{root}\n"),
        format!("a\n0\n{}\n", &root[4..]),
        format!("a\n0\n{root}\n\nextension\n"),
        "a\n0\n".to_owned(),
    ];
    for text in bad {
        assert_eq!(Checkpoint::parse(&text), None, "{text:?}");
    }
}

#[test]
fn a_key_vouches_for_its_own_log_alone() {
    let signer =
        super::super::note::Signer::from_seed("a", super::super::note::KeyKind::Log, &[7; 32]);
    let signer = signer.unwrap();
    let text = Checkpoint { origin: "b".to_owned(), size: 0, root: [0; 32] }.to_string();
    let note = Note { signatures: vec![signer.sign(&text, 0)], text };
    assert_eq!(Checkpoint::signed_by(&note, signer.verifier()), Err(NoteError::NotSigned));
}
