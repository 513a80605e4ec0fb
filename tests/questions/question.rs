//! What makes up one question? Files, how they were given, and how they are to be judged.

use countersign_core::{Artifact, Given, Policy, Report, inspect};
use countersign_crypto_aws_lc::AwsLc;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use serde_json::Value;

/// Files and a policy under one name.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) artifacts: Vec<Artifact>,
    pub(crate) policy: Policy,
    /// What its publisher says.
    pub(crate) should_pass: bool,
}

impl Question {
    /// Our answer.
    pub(crate) fn report(&self) -> Report {
        inspect(&self.artifacts, &self.policy, &AwsLc)
    }

    /// The certificates given in one way, as DER. Read without our own reader; what is no PEM is DER.
    pub(crate) fn certificates(&self, given: Given) -> Vec<CertificateDer<'static>> {
        let artifacts = self.artifacts.iter().filter(|artifact| artifact.given == given);
        let certificates = artifacts.flat_map(|artifact| {
            let bytes = artifact.bytes();
            if bytes.first() == Some(&0x30) {
                return vec![CertificateDer::from(bytes.to_vec())];
            }
            CertificateDer::pem_slice_iter(bytes).filter_map(Result::ok).collect()
        });
        certificates.collect()
    }
}

/// A suite's PEM text.
pub(crate) fn pem(value: &Value) -> Vec<u8> {
    value.as_str().unwrap_or_default().as_bytes().to_vec()
}

/// Each PEM text of the list `name` as a file of its own.
pub(crate) fn add(artifacts: &mut Vec<Artifact>, case: &Value, name: &str, given: Given) {
    for (index, one) in case[name].as_array().into_iter().flatten().enumerate() {
        artifacts.push(Artifact::new(format!("{name}-{index}.cer"), pem(one)).given(given));
    }
}
