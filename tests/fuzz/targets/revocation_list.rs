//! Can a revocation list, as DER, mislead the reader or the report?
#![no_main]

use countersign_core::Task;
use countersign_core::model::RevocationList;
use countersign_fuzz::judge;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|der: &[u8]| {
    let _ = RevocationList::from_der(der);
    judge(Task::Inspect, "ca.crl", der);
});
