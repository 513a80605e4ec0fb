//! Can a CA's name constraints and the names below it hang the comparison, or pass where no rule was understood?
#![no_main]

use countersign_core::asn1::oids;
use countersign_core::{Artifact, Given, Task};
use countersign_fuzz::{Believing, certificate, halves, judge_by, policy};
use libfuzzer_sys::fuzz_target;

/// CN=a.
const CA: [u8; 12] = [0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, b'a'];
/// CN=b.
const SUBORDINATE: [u8; 12] = [0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, b'b'];
/// `BasicConstraints { cA TRUE }`.
const IS_CA: [u8; 5] = [0x30, 0x03, 0x01, 0x01, 0xff];

fuzz_target!(|input: &[u8]| {
    let (constraints, rest) = halves(input);
    let (names, subject) = halves(rest);
    let is_ca = (oids::BASIC_CONSTRAINTS, true, IS_CA.as_slice());
    let anchor = certificate(&CA, &CA, &[is_ca]);
    let subordinate = certificate(&CA, &SUBORDINATE, &[is_ca, (oids::NAME_CONSTRAINTS, true, constraints)]);
    let target = certificate(&SUBORDINATE, subject, &[(oids::SUBJECT_ALT_NAME, subject.is_empty(), names)]);
    let artifacts = [
        Artifact::new("server.cer", target).given(Given::Target),
        Artifact::new("between.cer", subordinate).given(Given::Untrusted),
        Artifact::new("CA.cer", anchor).given(Given::Anchor),
    ];
    judge_by(&artifacts, &policy(Task::Verify), &Believing);
});
