//! Notes and keys against the vectors, and texts that are none.

use super::super::tree::tests::{unhex, vectors};
use super::*;
use proptest::prelude::*;

fn log() -> Verifier {
    Verifier::parse(vectors()["checkpoint"]["log_vkey"].as_str().unwrap()).unwrap()
}

#[test]
fn keys_are_those_of_the_vectors() {
    let vectors = vectors();
    let known = &vectors["checkpoint"];
    let origin = known["origin"].as_str().unwrap();
    let signer = Signer::from_seed(origin, KeyKind::Log, &unhex(&known["log_seed_hex"])).unwrap();
    assert_eq!(signer.verifier().to_string(), known["log_vkey"].as_str().unwrap());
    assert_eq!(hex(&signer.verifier().id()), known["log_key_id_hex"].as_str().unwrap());
    assert_eq!(*signer.verifier(), log());
    let name = known["witness_name"].as_str().unwrap();
    let seed = unhex(&known["witness_seed_hex"]);
    let witness = Signer::from_seed(name, KeyKind::Witness, &seed).unwrap();
    assert_eq!(witness.verifier().to_string(), known["witness_vkey"].as_str().unwrap());
}

#[test]
fn notes_are_those_of_the_vectors() {
    let vectors = vectors();
    let known = &vectors["checkpoint"];
    let seed = |name: &str| unhex(&known[name]);
    let log =
        Signer::from_seed(known["origin"].as_str().unwrap(), KeyKind::Log, &seed("log_seed_hex"));
    let name = known["witness_name"].as_str().unwrap();
    let witness = Signer::from_seed(name, KeyKind::Witness, &seed("witness_seed_hex"));
    let (log, witness) = (log.unwrap(), witness.unwrap());
    let time = known["witness_time"].as_u64().unwrap();
    for row in known["notes"].as_array().unwrap() {
        let text = row["text"].as_str().unwrap();
        let mut note = Note { text: text.to_owned(), signatures: vec![log.sign(text, 0)] };
        assert_eq!(note.to_string(), row["signed"].as_str().unwrap());
        note.signatures.push(witness.sign(text, time));
        let whole = row["signed_and_cosigned"].as_str().unwrap();
        assert_eq!(note.to_string(), whole);
        let read = Note::parse(whole.as_bytes()).unwrap();
        assert_eq!(read, note);
        assert_eq!(read.verified_by(log.verifier()), Ok(None));
        assert_eq!(read.verified_by(witness.verifier()), Ok(Some(time)));
    }
}

#[test]
fn a_changed_note_is_refused() {
    let vectors = vectors();
    let whole = vectors["checkpoint"]["notes"][1]["signed"].as_str().unwrap();
    let note = Note::parse(whole.as_bytes()).unwrap();
    let other = Note { text: note.text.replace("log1\n", "log1\n1"), ..note.clone() };
    assert_eq!(other.verified_by(&log()), Err(NoteError::BadSignature));
    let stranger = Note { signatures: Vec::new(), ..note.clone() };
    assert_eq!(stranger.verified_by(&log()), Err(NoteError::NotSigned));
    let mut twice = note;
    let mut second = twice.signatures[0].clone();
    second.bytes[0] ^= 1;
    twice.signatures.push(second);
    assert_eq!(twice.verified_by(&log()), Err(NoteError::BadSignature));
}

#[test]
fn what_is_no_note_is_refused() {
    let line = "\u{2014} a XMupdhu6KBra15yr\n";
    let good = format!("text\n\n{line}");
    assert!(Note::parse(good.as_bytes()).is_ok());
    let bad = [
        String::new(),
        "text\n".to_owned(),
        "text\n\n".to_owned(),
        format!("text\n{line}"),
        format!("text\n\n{}", line.trim_end()),
        format!("text\n\n{line}\n"),
        format!("te\txt\n\n{line}"),
        "text\n\n- a XMupdhu6KBra15yr\n".to_owned(),
        "text\n\n\u{2014} a+b XMupdhu6KBra15yr\n".to_owned(),
        "text\n\n\u{2014}  XMupdhu6KBra15yr\n".to_owned(),
        "text\n\n\u{2014} a XMupdg==\n".to_owned(),
        "text\n\n\u{2014} a XMupdhu6KBra15y\n".to_owned(),
        format!("text\n\n{}", line.repeat(NOTE_SIGNATURES_COUNT_MAX + 1)),
        format!("{}\n\n{line}", "t".repeat(NOTE_BYTES_MAX)),
    ];
    for text in bad {
        assert_eq!(Note::parse(text.as_bytes()), Err(NoteError::Malformed), "{text:.40?}");
    }
    assert_eq!(Note::parse(b"te\xffxt\n\n"), Err(NoteError::Malformed));
}

#[test]
fn what_is_no_key_is_refused() {
    let good = log().to_string();
    assert!(Verifier::parse(&good).is_some());
    let bad = [
        "",
        "a",
        "a+b",
        &good[1..],
        &good.replace("5ccba976", "5CCBA976"),
        &good.replace("+5", "+6"),
        &format!("{good}="),
    ];
    for text in bad {
        assert_eq!(Verifier::parse(text), None, "{text}");
    }
    assert!(Signer::from_seed("two words", KeyKind::Log, &[1; 32]).is_none());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.to_string().into_bytes(), bytes);
        }
    }

    #[test]
    fn texts_like_notes_are_read_to_the_letter(text in "[a\n\u{2014} +=AZ]{0,60}") {
        if let Ok(note) = Note::parse(text.as_bytes()) {
            prop_assert_eq!(note.to_string(), text);
        }
    }
}
