//! Is a damaged chain still passed? One field at a time is changed, as it stands or signed anew by its issuer; what still
//! passes must be accepted by an independent validator too.

use std::collections::BTreeMap;

use countersign_core::policy::AnchorRules;
use countersign_core::{Artifact, Given, Verdict};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};

use super::agreement::{answers, assert_as_documented};
use super::answer::Answer;
use super::chains;
use super::chance::Chance;
use super::tree::{Content, Node};
use crate::conformance::paths;
use crate::questions::{Question, limbo};

/// A path that passes, from the target to the anchor, on keys that are the same in every run.
struct Chain {
    question: Question,
    certificates: Vec<Node>,
}

impl Chain {
    /// The accepted path of a question, on our keys: names and extensions stay, keys and signatures are new.
    fn of(question: &Question) -> Option<Self> {
        let report = question.report();
        if report.verdict() != Verdict::Passed {
            return None;
        }
        let path = &report.paths.first()?.accepted()?.certificates;
        let certificates = path.iter().map(|id| Node::read(&report.bundle.item(*id)?.certificate()?.der));
        let mut chain =
            Self { question: question.clone(), certificates: certificates.collect::<Option<_>>()? };
        for place in 0..chain.certificates.len() {
            let certificate = &mut chain.certificates[place];
            let shift = shift(certificate);
            *certificate.at(&[0, shift + 1])? = Node::read(ECDSA_WITH_SHA256)?;
            *certificate.at(&[1])? = Node::read(ECDSA_WITH_SHA256)?;
            *certificate.at(&[0, shift + 5])? = subject_public_key_info(place)?;
            chain.sign(place);
        }
        (chain.asked("itself".to_owned()).report().verdict() == Verdict::Passed).then_some(chain)
    }

    /// Signs a certificate with the key of the one above it; the anchor with its own.
    fn sign(&mut self, place: usize) {
        let issuer = (place + 1).min(self.certificates.len() - 1);
        let certificate = &mut self.certificates[place];
        let signature: DerSignature = key(issuer).sign(&certificate.nodes()[0].encode());
        let bits = [&[0], signature.as_bytes()].concat();
        *certificate.at(&[2]).unwrap() = Node::of(0x03, bits);
    }

    fn asked(&self, id: String) -> Question {
        let der: Vec<Vec<u8>> = self.certificates.iter().map(Node::encode).collect();
        asked(&self.question, &der, id)
    }
}

/// The same question about other certificates.
fn asked(question: &Question, path: &[Vec<u8>], id: String) -> Question {
    let last = path.len() - 1;
    let file = |(place, der): (usize, &Vec<u8>)| {
        let given = match place {
            0 => Given::Target,
            _ if place == last => Given::Anchor,
            _ => Given::Untrusted,
        };
        Artifact::new(format!("{place}.cer"), der.clone()).given(given)
    };
    let lists = question.artifacts.iter().filter(|one| one.given == Given::RevocationList).cloned();
    let artifacts = path.iter().enumerate().map(file).chain(lists).collect();
    Question { id: format!("{}: {id}", question.id), artifacts, ..question.clone() }
}

/// 1 where the version is written out.
fn shift(certificate: &Node) -> usize {
    usize::from(certificate.nodes()[0].nodes().first().is_some_and(|first| first.tag == 0xa0))
}

fn key(place: usize) -> SigningKey {
    SigningKey::from_slice(&[u8::try_from(place + 1).unwrap(); 32]).unwrap()
}

fn subject_public_key_info(place: usize) -> Option<Node> {
    let point = key(place).verifying_key().to_sec1_point(false);
    Node::read(&[P256_KEY, point.as_bytes()].concat())
}

/// Changes the field at the end of a path; `None` where there is nothing to change.
type Change = fn(&mut Node, &[usize]) -> Option<()>;

/// What is done to one field. Each has a name, so that an exception can be written down.
const CHANGES: &[(&str, Change)] = &[
    ("its first bit turned", |tree, path| bytes(tree, path)?.first_mut().map(|byte| *byte ^= 0x80)),
    ("the last bit of its first byte turned", |tree, path| {
        bytes(tree, path)?.first_mut().map(|byte| *byte ^= 1)
    }),
    ("its last bit turned", |tree, path| bytes(tree, path)?.last_mut().map(|byte| *byte ^= 1)),
    ("one more", |tree, path| bytes(tree, path)?.last_mut().map(|byte| *byte = byte.wrapping_add(1))),
    ("emptied", |tree, path| {
        tree.at(path)?.content = Content::Bytes(Vec::new());
        Some(())
    }),
    ("a zero before it", |tree, path| {
        bytes(tree, path)?.insert(0, 0);
        Some(())
    }),
    ("a zero after it", |tree, path| {
        bytes(tree, path)?.push(0);
        Some(())
    }),
    ("its last byte gone", |tree, path| bytes(tree, path)?.pop().map(drop)),
    ("the next tag", |tree, path| {
        tree.at(path)?.tag ^= 1;
        Some(())
    }),
    ("another class", |tree, path| {
        tree.at(path)?.tag ^= 0x80;
        Some(())
    }),
    ("a length in long form", |tree, path| {
        tree.at(path)?.long_length = true;
        Some(())
    }),
    ("gone", |tree, path| {
        let (place, above) = path.split_last()?;
        tree.at(above)?.nodes_mut()?.remove(*place);
        Some(())
    }),
    ("twice", |tree, path| {
        let (place, above) = path.split_last()?;
        let nodes = tree.at(above)?.nodes_mut()?;
        nodes.insert(*place, nodes.get(*place)?.clone());
        Some(())
    }),
    ("after the next", |tree, path| {
        let (place, above) = path.split_last()?;
        let nodes = tree.at(above)?.nodes_mut()?;
        (nodes.get(*place)? != nodes.get(place + 1)?).then(|| nodes.swap(*place, place + 1))
    }),
];

fn bytes<'a>(tree: &'a mut Node, path: &[usize]) -> Option<&'a mut Vec<u8>> {
    match &mut tree.at(path)?.content {
        Content::Bytes(bytes) => Some(bytes),
        Content::Nodes(_) => None,
    }
}

/// How many were asked, how many still passed, and what nobody else accepts.
#[derive(Default)]
struct Tally {
    asked: usize,
    passed: usize,
    by: BTreeMap<&'static str, usize>,
    unconfirmed: BTreeMap<String, String>,
}

impl Tally {
    fn ask(&mut self, mutant: &Question) {
        self.asked += 1;
        let report = mutant.report();
        if report.verdict() != Verdict::Passed {
            return;
        }
        self.passed += 1;
        let answers = answers(mutant, &report);
        let mut accepts = answers.iter().filter(|(_, answer)| **answer == Answer::Accepts).peekable();
        if accepts.peek().is_none() {
            self.unconfirmed.insert(mutant.id.clone(), format!("{answers:?}"));
        }
        for (name, _) in accepts {
            *self.by.entry(name).or_default() += 1;
        }
    }

    #[expect(clippy::print_stdout, reason = "the numbers are shown when the test is run alone")]
    fn print(&self, what: &str) {
        println!("{what}: {} mutants, {} passed, accepted by {:?}", self.asked, self.passed, self.by);
    }
}

/// Two chains of the examples, which crates/issuance made and no run makes anew, and a sample of the suites'.
fn chains() -> Vec<Chain> {
    let own = ["examples/sound/with-intermediate/server.cer", "examples/handoff/client.cer"];
    let own = chains::examples().into_iter().filter(|question| own.contains(&&*question.id));
    let limbo =
        limbo::questions().unwrap_or_default().into_iter().filter(|one| !one.id.starts_with("bettertls"));
    let suites = limbo.chain(paths::questions().unwrap_or_default()).filter(|one| one.should_pass);
    let sampled = suites.enumerate().filter(|(index, _)| index % 12 == 0).map(|(_, question)| question);
    own.chain(sampled).filter_map(|question| Chain::of(&question)).collect()
}

#[test]
fn a_mutant_that_passes_is_accepted_by_an_independent_validator() {
    let chains = chains();
    let (mut signed, mut altered, mut flipped) = (Tally::default(), Tally::default(), Tally::default());
    for (number, chain) in chains.iter().enumerate() {
        // Our own chains are changed everywhere, those of the suites by samples.
        let one_of = if number < 2 { 1 } else { 5 };
        // Of an anchor that is a name and a key, nothing else is looked at (RFC 5280 §6.1.1 (d)).
        let bare = chain.question.policy.anchor == AnchorRules::NAME_AND_KEY;
        for place in 0..chain.certificates.len() - usize::from(bare) {
            for path in chain.certificates[place].paths() {
                for (change, apply) in CHANGES {
                    let dotted: Vec<String> = path.iter().map(ToString::to_string).collect();
                    let id = format!("certificate {place}, field {}: {change}", dotted.join("."));
                    let mut mutant = chain.certificates.clone();
                    let mut chance = Chance::of(&format!("{}: {id}", chain.question.id));
                    if chance.below(one_of) != 0 || apply(&mut mutant[place], &path).is_none() {
                        continue;
                    }
                    let mut mutant = Chain { question: chain.question.clone(), certificates: mutant };
                    if chance.below(4) == 0 {
                        altered.ask(&mutant.asked(format!("{id}, not signed")));
                    }
                    if path.first() == Some(&0) && mutant.certificates[place].nodes().len() == 3 {
                        mutant.sign(place);
                        signed.ask(&mutant.asked(id));
                    }
                }
            }
        }
        flip(chain, &mut Chance::of(&chain.question.id), &mut flipped);
    }
    signed.print("changed and signed");
    altered.print("changed and not signed");
    flipped.print("bits turned, cut short, swapped");
    assert!(signed.asked > 1_000 && altered.asked > 500 && flipped.asked > 100, "too few mutants");
    assert!(signed.passed > 50, "{} passed: nothing was compared", signed.passed);
    let unconfirmed = [signed, altered, flipped].into_iter().flat_map(|tally| tally.unconfirmed).collect();
    if limbo::questions().is_some() && paths::questions().is_some() {
        assert_as_documented("mutants", &unconfirmed);
    }
}

/// Bits turned anywhere, ends cut off, certificates put in each other's place.
fn flip(chain: &Chain, chance: &mut Chance, tally: &mut Tally) {
    let path: Vec<Vec<u8>> = chain.certificates.iter().map(Node::encode).collect();
    for round in 0..40 {
        let mut mutant = path.clone();
        let bare = usize::from(chain.question.policy.anchor == AnchorRules::NAME_AND_KEY);
        let place = chance.below(mutant.len() - bare);
        let bit = chance.below(mutant[place].len() * 8);
        mutant[place][bit / 8] ^= 1 << (bit % 8);
        tally.ask(&asked(
            &chain.question,
            &mutant,
            format!("certificate {place}, bit {bit} turned ({round})"),
        ));
    }
    for place in 0..path.len() {
        let mut mutant = path.clone();
        let length = chance.below(mutant[place].len());
        mutant[place].truncate(length);
        tally.ask(&asked(&chain.question, &mutant, format!("certificate {place} cut to {length}")));
        for other in 0..place {
            let mut mutant = path.clone();
            mutant.swap(place, other);
            tally.ask(&asked(&chain.question, &mutant, format!("certificates {other} and {place} swapped")));
        }
    }
}

const ECDSA_WITH_SHA256: &[u8] = &[0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];

/// The beginning of a SubjectPublicKeyInfo on P-256; the point follows.
const P256_KEY: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3,
    1, 7, 3, 0x42, 0,
];
