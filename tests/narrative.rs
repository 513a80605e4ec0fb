//! Does the story that windows draw point where it should: lost names, the guilty link, messages, what is locked?

use countersign_core::policy::{Passphrase, Team};
use countersign_core::report::{Mark, Narrative};
use countersign_core::{Policy, Task, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::scene::{example, judged, noon};

fn story(set: &str) -> Narrative {
    judged(Task::Check, &example(set)).narrative()
}

#[test]
fn a_lost_name_is_marked_in_its_row_and_the_kept_one_is_right() {
    let story = story("faulty/san-dropped");
    let grant = story.grants.iter().find(|grant| grant.certificate == "server.cer").unwrap();
    let row = |asked: &str| grant.rows.iter().find(|row| row.asked.as_deref() == Some(asked)).unwrap();
    let lost = row("DNS api-eu.example.com");
    assert_eq!((lost.granted.as_deref(), lost.mark, &*lost.change), (None, Mark::Wrong, "lost"));
    assert_eq!(row("DNS api.example.com").mark, Mark::Right);
}

#[test]
fn a_broken_signature_is_the_link_s_fault_and_an_ended_certificate_its_own() {
    let altered = story("faulty/altered-certificate");
    let places = &altered.paths.iter().find(|path| path.target.contains("server.cer")).unwrap().places;
    assert_eq!(
        places.iter().map(|place| (place.mark, place.link)).collect::<Vec<_>>(),
        [(Mark::Right, Mark::None), (Mark::Right, Mark::Wrong)]
    );
    let expired = story("faulty/expired");
    let guilty: Vec<_> =
        expired.paths.iter().flat_map(|path| &path.places).filter(|place| !place.fault.is_empty()).collect();
    assert!(guilty.iter().any(|place| place.mark == Mark::Wrong && place.link != Mark::Wrong), "{guilty:?}");
}

#[test]
fn a_certificate_whose_issuer_is_not_here_hangs_on_a_broken_link() {
    let story = story("faulty/other-ca");
    let places = story.paths.iter().flat_map(|path| &path.places);
    assert!(places.into_iter().any(|place| place.link == Mark::Wrong));
}

#[test]
fn each_certificate_has_its_span_and_the_ended_one_says_so() {
    let sound = story("handoff");
    assert_eq!(sound.validity.len(), 3);
    assert!(
        sound
            .validity
            .iter()
            .all(|span| span.mark == Mark::Right && span.start < span.at && span.at < span.end)
    );
    assert!(
        story("faulty/expired")
            .validity
            .iter()
            .any(|span| span.mark == Mark::Wrong && span.sentence.ends_with("ended"))
    );
    assert!(
        story("faulty/not-yet-valid").validity.iter().any(|span| span.sentence.ends_with("not valid yet"))
    );
}

#[test]
fn a_message_goes_to_the_team_that_must_act_and_never_to_the_one_that_asks() {
    let files = example("faulty/san-dropped");
    let to = |side| {
        let mut policy = Policy::new(Task::Check, noon());
        policy.side = side;
        let story = inspect(&files, &policy, &AwsLc).narrative();
        story.messages.into_iter().map(|message| (message.to.into_owned(), message.text)).collect::<Vec<_>>()
    };
    let messages = to(None);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].0, "Team B");
    assert!(messages[0].1.contains("Sign server.csr again") && messages[0].1.contains("grant.san-dropped"));
    assert!(to(Some(Team::TeamB)).iter().all(|(team, _)| team != "Team B"));
    assert!(story("handoff").messages.is_empty());
}

#[test]
fn a_locked_key_is_named_and_a_wrong_passphrase_is_told_from_none() {
    let files = example("sound/encrypted-key");
    let locked = |passphrase: Option<&str>| {
        let mut policy = Policy::new(Task::Check, noon());
        policy.passphrases.extend(passphrase.map(|text| Passphrase::new(text.as_bytes().to_vec())));
        inspect(&files, &policy, &AwsLc).narrative().locked
    };
    let none = locked(None);
    assert!(none.len() == 1 && !none[0].tried, "{none:?}");
    assert!(locked(Some("not this one"))[0].tried);
    let right =
        std::fs::read_to_string(crate::scene::root().join("examples/sound/encrypted-key/passphrase.txt"))
            .unwrap();
    assert!(locked(Some(right.trim())).is_empty());
}
