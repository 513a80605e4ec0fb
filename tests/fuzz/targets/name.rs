//! Can a distinguished name, behind a certificate that is otherwise right, mislead a comparison or the report?
#![no_main]

use countersign_core::Task;
use countersign_core::model::Certificate;
use countersign_fuzz::{assert_clean, certificate, halves, judge};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let (issuer, subject) = halves(input);
    let der = certificate(issuer, subject, &[]);
    if let Ok(certificate) = Certificate::from_der(&der) {
        let (issuer, subject) = (&certificate.issuer, &certificate.subject);
        assert!(subject.matches(subject), "a name that is not itself");
        assert_eq!(subject.matches(issuer), issuer.matches(subject), "a comparison with a direction");
        assert_clean(&subject.rfc4514());
        assert_clean(&subject.short());
    }
    judge(Task::Inspect, "server.cer", &der);
});
