//! Can a certification request, as DER, mislead the reader or the report?
#![no_main]

use countersign_core::Task;
use countersign_core::model::CertificationRequest;
use countersign_fuzz::judge;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|der: &[u8]| {
    let _ = CertificationRequest::from_der(der);
    judge(Task::Inspect, "server.csr", der);
});
