//! Does an independent validator accept what we pass? Every case of the suites, the examples and generated chains.

use std::collections::{BTreeMap, BTreeSet};

use countersign_core::{Given, Report, Verdict};
use rustls_pki_types::CertificateDer;
use serde::Deserialize;

use super::answer::Answer;
use super::{certval, chains, openssl, webpki};
use crate::conformance::{paths, pkits};
use crate::questions::{Question, limbo};

/// Something we pass and nobody else does.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    /// `suites` or `mutants`.
    among: String,
    id: String,
    /// Who refuses, and what each says.
    refused_by: String,
    /// The clause by which we pass it.
    because: String,
}

/// What each validator answers about something that we pass; OpenSSL is a process and asked when needed only.
pub(super) fn answers(question: &Question, report: &Report) -> BTreeMap<&'static str, Answer> {
    let target = target(question, report);
    let mut answers = BTreeMap::from([
        ("certval", certval::answer(question, &target)),
        ("rustls-webpki", webpki::answer(question, &target)),
    ]);
    if !answers.values().any(|answer| *answer == Answer::Accepts) {
        answers.insert("OpenSSL", openssl::answer(question, &target));
    }
    answers
}

/// The certificate that we judged, else the first one of the file to verify.
pub(super) fn target(question: &Question, report: &Report) -> CertificateDer<'static> {
    let judged = report.paths.first().and_then(|path| report.bundle.item(path.target)?.certificate());
    let first = || question.certificates(Given::Target).into_iter().next();
    judged
        .map(|certificate| CertificateDer::from(certificate.der.clone()))
        .or_else(first)
        .unwrap_or_else(|| CertificateDer::from(Vec::new()))
}

/// Compares what nobody confirms with the documented exceptions, both ways. Without OpenSSL fewer are confirmed, and
/// nothing can be told.
pub(super) fn assert_as_documented(among: &str, unconfirmed: &BTreeMap<String, String>) {
    let documented: Vec<Exception> = serde_json::from_str(include_str!("exceptions.json")).unwrap();
    for one in &documented {
        assert!(!one.because.is_empty() && !one.refused_by.is_empty(), "{}: no reason", one.id);
    }
    let documented = documented.iter().filter(|one| one.among == among).map(|one| one.id.as_str());
    let documented: BTreeSet<&str> = documented.collect();
    if openssl::is_installed() {
        let found: BTreeSet<&str> = unconfirmed.keys().map(String::as_str).collect();
        assert_eq!(found, documented, "{unconfirmed:#?}");
    }
}

/// How often each said what, on one suite.
#[derive(Default)]
struct Count {
    asked: usize,
    passed: usize,
    said: BTreeMap<&'static str, [usize; 3]>,
    /// Refused by us, accepted by them.
    stricter: BTreeMap<&'static str, usize>,
}

impl Count {
    fn add(&mut self, question: &Question, unconfirmed: &mut BTreeMap<String, String>) {
        let report = question.report();
        let target = target(question, &report);
        self.asked += 1;
        let mut answers = BTreeMap::from([
            ("certval", certval::answer(question, &target)),
            ("rustls-webpki", webpki::answer(question, &target)),
        ]);
        if report.verdict() != Verdict::Passed {
            for (name, _) in answers.iter().filter(|(_, answer)| **answer == Answer::Accepts) {
                *self.stricter.entry(name).or_default() += 1;
            }
            return;
        }
        self.passed += 1;
        answers.insert("OpenSSL", openssl::answer(question, &target));
        for (name, answer) in &answers {
            let [accepts, refuses, cannot_tell] = self.said.entry(name).or_default();
            match answer {
                Answer::Accepts => *accepts += 1,
                Answer::CannotTell(_) => *cannot_tell += 1,
                Answer::Refuses(_) => *refuses += 1,
            }
        }
        if !answers.values().any(|answer| *answer == Answer::Accepts) {
            unconfirmed.insert(question.id.clone(), format!("{answers:?}"));
        }
    }

    #[expect(clippy::print_stdout, reason = "the numbers are shown when the test is run alone")]
    fn print(&self, suite: &str) {
        println!("{suite}: {} asked, {} passed", self.asked, self.passed);
        for (name, [accepts, refuses, cannot_tell]) in &self.said {
            println!("  {name}: {accepts} accepted, {refuses} refused, {cannot_tell} it can't be asked");
        }
        println!("  accepted by others, not passed by us: {:?}", self.stricter);
    }
}

#[test]
fn whatever_passes_is_accepted_by_an_independent_validator() {
    let asked = [
        ("x509-limbo", limbo::questions()),
        ("paths", paths::questions()),
        ("PKITS", pkits::questions()),
        ("examples", Some(chains::examples())),
        ("generated chains", Some(chains::generated())),
    ];
    let whole = asked.iter().all(|(_, questions)| questions.is_some());
    let mut unconfirmed = BTreeMap::new();
    for (suite, questions) in asked {
        let mut count = Count::default();
        for question in questions.iter().flatten() {
            count.add(question, &mut unconfirmed);
        }
        assert!(count.asked == 0 || count.passed > 5, "{suite}: {} of {}", count.passed, count.asked);
        count.print(suite);
    }
    if whole {
        assert_as_documented("suites", &unconfirmed);
    }
}
