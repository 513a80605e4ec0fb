//! Can a certificate, as DER, mislead the reader or the report, or point outside itself?
#![no_main]

use countersign_core::Task;
use countersign_core::asn1::field_span;
use countersign_core::model::Certificate;
use countersign_fuzz::judge;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|der: &[u8]| {
    if let Ok(certificate) = Certificate::from_der(der) {
        assert!(!certificate.signed_bytes().is_empty());
        for extension in certificate.extensions.iter() {
            let span = field_span(der, &extension.certificate_field()).expect("what was read can be shown");
            assert!(der.get(span).is_some(), "a field outside the certificate");
        }
    }
    judge(Task::Inspect, "server.cer", der);
    judge(Task::Check, "server.cer", der);
});
