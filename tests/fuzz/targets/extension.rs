//! Can the value of an extension, behind a certificate that is otherwise right, mislead the reader or the report?
#![no_main]

use countersign_core::Task;
use countersign_core::asn1::der_value;
use countersign_fuzz::{certificate, halves, judge};
use libfuzzer_sys::fuzz_target;

/// CN=a.
const NAME: [u8; 12] = [0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, b'a'];

fuzz_target!(|input: &[u8]| {
    let (oid, rest) = halves(input);
    let Some((flags, content)) = rest.split_first() else { return };
    let critical = flags & 1 == 1;
    let wrapped = der_value(0x30, content);
    // Half of the inputs come with the outer SEQUENCE, which nearly every extension has, already right.
    let content = if flags & 2 == 2 { wrapped.as_slice() } else { content };
    let der = certificate(&NAME, &NAME, &[(oid, critical, content)]);
    judge(Task::Inspect, "server.cer", &der);
    judge(Task::Check, "server.cer", &der);
});
