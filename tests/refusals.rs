//! Is everything refused, or left open, that must not pass? Inputs that once passed here, each beside the near miss that does.

use countersign_core::asn1::{der_value, oids};
use countersign_core::policy::{Profile, Purpose};
use countersign_core::{Artifact, Given, Policy, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::crafted::{Key, Template, list, name, sequence};
use crate::scene::noon;

const ROOT: Key = Key(1);
const ISSUING: Key = Key(2);
const SERVER: Key = Key(3);
const OTHER: Key = Key(4);

/// What is verified: the target, and everything else with its part.
struct Question {
    artifacts: Vec<Artifact>,
    policy: Policy,
}

impl Question {
    fn new(target: Vec<u8>) -> Self {
        let target = Artifact::new("server.cer", target).given(Given::Target);
        let mut policy = Policy::new(Task::Verify, noon());
        policy.purpose = Purpose::Server;
        Self { artifacts: vec![target], policy }
    }

    fn anchor(self, der: Vec<u8>) -> Self {
        self.with("CA.cer", der, Given::Anchor)
    }

    /// The usual root.
    fn root(self) -> Self {
        self.anchor(Template::authority("Root", ROOT).signed("Root", ROOT))
    }

    fn untrusted(self, der: Vec<u8>) -> Self {
        self.with("issuing.cer", der, Given::Untrusted)
    }

    fn list(self, der: Vec<u8>) -> Self {
        self.with("list.crl", der, Given::RevocationList)
    }

    fn with(mut self, origin: &str, der: Vec<u8>, given: Given) -> Self {
        self.artifacts.push(Artifact::new(origin, der).given(given));
        self
    }

    fn verdict(&self) -> Verdict {
        inspect(&self.artifacts, &self.policy, &AwsLc).verdict()
    }
}

/// A certificate of the root for api.example.com, serial number 7, with a further extension.
fn server(extension: Option<(&'static [u8], bool, Vec<u8>)>) -> Vec<u8> {
    let mut server = Template::server("api.example.com", SERVER);
    server.extensions.extend(extension);
    server.signed("Root", ROOT)
}

fn number(extension: &'static [u8], number: u8) -> (&'static [u8], bool, Vec<u8>) {
    (extension, extension == oids::DELTA_CRL_INDICATOR, vec![2, 1, number])
}

/// RFC 5280 §5.2.4: what changed is true, whether or not the list it builds on is here.
#[test]
fn a_delta_list_alone_revokes_and_never_clears() {
    let delta = |revoked: &[(u8, u8)]| {
        list("Root", ROOT, revoked, &[number(oids::CRL_NUMBER, 2), number(oids::DELTA_CRL_INDICATOR, 1)])
    };
    let with = |delta| Question::new(server(None)).root().list(delta).verdict();
    assert_eq!(with(delta(&[(7, 1)])), Verdict::Failed);
    assert_eq!(with(delta(&[(8, 1)])), Verdict::Indeterminate);
    // Off the list again says that it once was on one that is not here.
    assert_eq!(with(delta(&[(7, 8)])), Verdict::Indeterminate);
    // A newer complete list that does not hold it is the later word.
    let complete = list("Root", ROOT, &[], &[number(oids::CRL_NUMBER, 3)]);
    assert_eq!(
        Question::new(server(None)).root().list(delta(&[(7, 1)])).list(complete).verdict(),
        Verdict::Passed
    );
}

/// §6.3.3, last paragraph: lists of the certificate's issuer count beside the distribution points.
#[test]
fn a_ca_that_names_another_issuer_of_lists_still_revokes_by_its_own() {
    let issuer = der_value(0xa2, &der_value(0xa4, &name("Lists")));
    let points = sequence(&[&der_value(0x30, &issuer)]);
    let pointing = server(Some((oids::CRL_DISTRIBUTION_POINTS, false, points)));
    let with = |revoked: &[(u8, u8)]| {
        let own = list("Root", ROOT, revoked, &[number(oids::CRL_NUMBER, 1)]);
        Question::new(pointing.clone()).root().list(own).verdict()
    };
    assert_eq!(with(&[(7, 1)]), Verdict::Failed);
    assert_eq!(with(&[]), Verdict::Indeterminate);
}

/// §6.3.3 (f): the list's path must end at the anchor that the certificate's does. Another one of the name of a CA below is
/// none; two roots of one name, both trusted, are one CA with a new key.
#[test]
fn a_list_by_another_trusted_ca_of_the_name_of_an_intermediate_clears_nothing() {
    let target = Template::server("api.example.com", SERVER).signed("Issuing", ISSUING);
    let issuing = Template::authority("Issuing", ISSUING).signed("Root", ROOT);
    let by = |key| {
        let empty = list("Issuing", key, &[], &[number(oids::CRL_NUMBER, 1)]);
        let namesake = Template::authority("Issuing", OTHER).signed("Issuing", OTHER);
        Question::new(target.clone()).root().anchor(namesake).untrusted(issuing.clone()).list(empty).verdict()
    };
    assert_eq!(by(ISSUING), Verdict::Passed);
    assert_eq!(by(OTHER), Verdict::Indeterminate);
    let rekeyed = Template::authority("Root", OTHER).signed("Root", OTHER);
    let empty = list("Root", OTHER, &[], &[number(oids::CRL_NUMBER, 1)]);
    let rollover = Question::new(server(None)).root().anchor(rekeyed).list(empty);
    assert_eq!(rollover.verdict(), Verdict::Passed);
}

/// X.690 §8.3.2: 7 and 007 are one number, and only one of them is DER.
#[test]
fn a_padded_serial_number_is_refused_and_found_on_the_list() {
    let mut padded = Template::server("api.example.com", SERVER);
    padded.serial = vec![0, 7];
    let padded = padded.signed("Root", ROOT);
    assert_eq!(Question::new(padded.clone()).root().verdict(), Verdict::Failed);
    let revoking = list("Root", ROOT, &[(7, 1)], &[number(oids::CRL_NUMBER, 1)]);
    let question = Question::new(padded).root().list(revoking);
    let report = inspect(&question.artifacts, &question.policy, &AwsLc);
    assert!(report.findings.iter().any(|finding| finding.check.code == "path.revoked"));
}

/// §5.3.3: an entry for another issuer belongs into a list that says that it is indirect.
#[test]
fn an_entry_of_another_issuer_in_a_list_that_is_not_indirect_leaves_the_answer_open() {
    let of_other = der_value(0x30, &der_value(0xa4, &name("Elsewhere")));
    let odd = crate::crafted::list_with_entries(
        "Root",
        ROOT,
        &[(7, vec![(oids::CERTIFICATE_ISSUER, true, of_other)])],
        &[number(oids::CRL_NUMBER, 1)],
    );
    assert_eq!(Question::new(server(None)).root().list(odd).verdict(), Verdict::Indeterminate);
}

#[test]
fn a_certificate_that_is_trusted_as_it_stands_can_revoke_itself() {
    let mut own = Template::authority("Root", ROOT);
    own.extensions.extend(Template::server("api.example.com", ROOT).extensions.into_iter().skip(1));
    own.extensions.retain(|(oid, ..)| *oid != oids::KEY_USAGE);
    let der = own.signed("Root", ROOT);
    let with = |revoked: &[(u8, u8)]| {
        let list = list("Root", ROOT, revoked, &[number(oids::CRL_NUMBER, 1)]);
        Question::new(der.clone()).anchor(der.clone()).list(list).verdict()
    };
    assert_eq!(with(&[(1, 1)]), Verdict::Failed);
    assert_eq!(with(&[(2, 1)]), Verdict::Passed);
}

/// RFC 5280 §4.2.1.12: no purpose is left that fits the key usage. Public suites pass such a path; nobody is left unwarned.
#[test]
fn a_key_usage_that_fits_no_part_of_tls_is_warned_of_under_every_profile() {
    let with = |bits: [u8; 2], profile| {
        let usage = (oids::KEY_USAGE, true, vec![3, 2, bits[0], bits[1]]);
        let mut question = Question::new(server(Some(usage))).root();
        question.policy.profile = profile;
        let report = inspect(&question.artifacts, &question.policy, &AwsLc);
        report.findings.iter().any(|one| one.check.code == "certificate.key-usage-missing-for-role")
    };
    // cRLSign alone; keyEncipherment alone; digitalSignature.
    assert!(with([1, 0x02], Profile::Mtls) && with([1, 0x02], Profile::Rfc5280));
    assert!(with([5, 0x20], Profile::Mtls) && !with([5, 0x20], Profile::Rfc5280));
    assert!(!with([7, 0x80], Profile::Mtls));
}

/// §6.1.4 (k): only version 3 can say that its subject is a CA.
#[test]
fn an_intermediate_of_version_2_is_no_ca_whatever_it_carries() {
    let below = Template::server("api.example.com", SERVER).signed("Issuing", ISSUING);
    let with = |version| {
        let mut issuing = Template::authority("Issuing", ISSUING);
        issuing.version = version;
        Question::new(below.clone()).root().untrusted(issuing.signed("Root", ROOT)).verdict()
    };
    assert_eq!(with(2), Verdict::Passed);
    assert_eq!(with(1), Verdict::Failed);
    assert_eq!(with(0), Verdict::Failed);
}

/// The verdict on a certificate with `names` (a GeneralNames content) under a CA with these constraints.
fn constrained(permitted: &[u8], excluded: &[u8], names: &[u8]) -> Verdict {
    let subtrees = |tag, name: &[u8]| match name {
        [] => Vec::new(),
        name => der_value(tag, &der_value(0x30, name)),
    };
    let constraints = sequence(&[&subtrees(0xa0, permitted), &subtrees(0xa1, excluded)]);
    let mut issuing = Template::authority("Issuing", ISSUING);
    issuing.extensions.push((oids::NAME_CONSTRAINTS, true, constraints));
    let mut target = Template::new("Server", SERVER, 7);
    target.extensions.push((oids::SUBJECT_ALT_NAME, false, der_value(0x30, names)));
    let target = target.signed("Issuing", ISSUING);
    Question::new(target).root().untrusted(issuing.signed("Root", ROOT)).verdict()
}

/// §4.2.1.10: a URI without an authority that has a host name is rejected.
#[test]
fn a_uri_has_its_host_after_its_scheme_and_nowhere_else() {
    let with =
        |uri: &str| constrained(&der_value(0x86, b"example.com"), &[], &der_value(0x86, uri.as_bytes()));
    assert_eq!(with("https://example.com/"), Verdict::Passed);
    assert_eq!(with("evil:x?u=://example.com/"), Verdict::Failed);
    assert_eq!(with("http:/evil.org/://example.com/"), Verdict::Failed);
}

/// Clients connect to ::ffff:192.0.2.1 as to 192.0.2.1, whichever of the two is excluded.
#[test]
fn an_address_is_excluded_in_both_its_forms() {
    let mapped = |last: &[u8]| [[0; 10].as_slice(), &[0xff, 0xff], last].concat();
    let network = [mapped(&[192, 0, 2, 0]), [[0xff; 15].as_slice(), &[0]].concat()].concat();
    let with = |address: &[u8]| constrained(&[], &der_value(0x87, &network), &der_value(0x87, address));
    assert_eq!(with(&[192, 0, 2, 1]), Verdict::Failed);
    assert_eq!(with(&mapped(&[192, 0, 2, 1])), Verdict::Failed);
    assert_eq!(with(&[192, 0, 3, 1]), Verdict::Passed);
}

/// §7.1, RFC 4518 §2: excluded names can be written with other characters.
#[test]
fn an_excluded_name_in_other_characters_does_not_pass() {
    let with =
        |written: &str| constrained(&[], &der_value(0xa4, &name("Evil")), &der_value(0xa4, &name(written)));
    for written in ["Evil", "EVIL ", "E\u{ad}vil", "\u{ff25}vil", "Evil\u{200b}"] {
        assert_eq!(with(written), Verdict::Failed, "{written:?}");
    }
    for written in ["Good", "Bücher GmbH", "Müller"] {
        assert_eq!(with(written), Verdict::Passed, "{written:?}");
    }
}

/// RFC 9598 §3, §6: a SmtpUTF8Mailbox is a UTF8String, and constrained as an rfc822Name.
#[test]
fn a_mailbox_in_another_string_type_does_not_escape_the_constraints_on_mail() {
    let with = |tag, address: &str| {
        let value = der_value(0xa0, &der_value(tag, address.as_bytes()));
        let mailbox = [der_value(0x06, oids::ON_SMTP_UTF8_MAILBOX), value].concat();
        constrained(&der_value(0x81, b"example.com"), &[], &der_value(0xa0, &mailbox))
    };
    assert_eq!(with(0x0c, "ö@example.com"), Verdict::Passed);
    assert_eq!(with(0x0c, "ö@example.org"), Verdict::Failed);
    assert_eq!(with(0x16, "a@example.org"), Verdict::Failed);
}
