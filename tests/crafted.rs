//! Certificates and revocation lists put together value by value, signed, for what no issuing library would make.

use countersign_core::asn1::{der_value, oids};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};

/// Which key: the same number is the same key in every run.
#[derive(Clone, Copy)]
pub(crate) struct Key(pub(crate) u8);

impl Key {
    fn signing(self) -> SigningKey {
        SigningKey::from_slice(&[self.0; 32]).unwrap()
    }

    /// The uncompressed point, 65 bytes.
    pub(crate) fn point(self) -> Vec<u8> {
        self.signing().verifying_key().to_sec1_point(false).as_bytes().to_vec()
    }

    /// SubjectPublicKeyInfo on the named curve P-256.
    fn spki(self) -> Vec<u8> {
        self.spki_on(&der_value(0x06, oids::SECP256R1))
    }

    /// The same with other parameters.
    pub(crate) fn spki_on(self, parameters: &[u8]) -> Vec<u8> {
        let algorithm = [&der_value(0x06, oids::EC_PUBLIC_KEY), parameters].concat();
        sequence(&[&der_value(0x30, &algorithm), &der_value(0x03, &[&[0], self.point().as_slice()].concat())])
    }
}

/// Identifier, critical, value.
pub(crate) type Extension = (&'static [u8], bool, Vec<u8>);

/// What a certificate says. The names are common names.
pub(crate) struct Template {
    pub(crate) subject: &'static str,
    pub(crate) spki: Vec<u8>,
    /// Content of the INTEGER.
    pub(crate) serial: Vec<u8>,
    /// 2 for version 3.
    pub(crate) version: u8,
    /// UTCTime or GeneralizedTime, whole.
    pub(crate) validity: [Vec<u8>; 2],
    pub(crate) extensions: Vec<Extension>,
}

impl Template {
    /// An end entity for `host`.
    pub(crate) fn server(host: &str, key: Key) -> Self {
        let mut one = Self::new("Server", key, 7);
        one.extensions.push((
            oids::SUBJECT_ALT_NAME,
            false,
            der_value(0x30, &der_value(0x82, host.as_bytes())),
        ));
        one
    }

    /// A CA.
    pub(crate) fn authority(subject: &'static str, key: Key) -> Self {
        let mut one = Self::new(subject, key, 1);
        one.extensions.push((oids::BASIC_CONSTRAINTS, true, vec![0x30, 3, 1, 1, 0xff]));
        // keyCertSign and cRLSign.
        one.extensions.push((oids::KEY_USAGE, true, vec![3, 2, 1, 6]));
        one
    }

    /// A version 3 certificate with one harmless extension.
    pub(crate) fn new(subject: &'static str, key: Key, serial: u8) -> Self {
        let validity = ["250101000000Z", "350101000000Z"].map(|text| der_value(0x17, text.as_bytes()));
        let ski = (oids::SUBJECT_KEY_IDENTIFIER, false, der_value(0x04, &[key.0; 20]));
        Self { subject, spki: key.spki(), serial: vec![serial], version: 2, validity, extensions: vec![ski] }
    }

    /// The certificate, DER, as `issuer` signs it.
    pub(crate) fn signed(&self, issuer: &str, key: Key) -> Vec<u8> {
        let validity = sequence(&[&self.validity[0], &self.validity[1]]);
        let authority_key = der_value(0x30, &der_value(0x80, &[key.0; 20]));
        let authority_key = (oids::AUTHORITY_KEY_IDENTIFIER, false, authority_key);
        let extensions = [self.extensions.as_slice(), &[authority_key]].concat();
        let extensions = der_value(0xa3, &listed(&extensions));
        let to_be_signed = sequence(&[
            &[0xa0, 3, 2, 1, self.version],
            &der_value(0x02, &self.serial),
            &signature_algorithm(),
            &name(issuer),
            &validity,
            &name(self.subject),
            &self.spki,
            &extensions,
        ]);
        signed(&to_be_signed, key)
    }
}

/// A revocation list of June 2026 by `issuer`: serial numbers with a reason, and extensions.
pub(crate) fn list(issuer: &str, key: Key, revoked: &[(u8, u8)], extensions: &[Extension]) -> Vec<u8> {
    let reason =
        |(serial, reason): &(u8, u8)| (*serial, vec![(oids::CRL_REASON, false, vec![0x0a, 1, *reason])]);
    list_with_entries(issuer, key, &revoked.iter().map(reason).collect::<Vec<_>>(), extensions)
}

/// The same with any extensions of the entries.
pub(crate) fn list_with_entries(
    issuer: &str,
    key: Key,
    revoked: &[(u8, Vec<Extension>)],
    extensions: &[Extension],
) -> Vec<u8> {
    let [this_update, next_update] =
        ["260601000000Z", "260701000000Z"].map(|text| der_value(0x17, text.as_bytes()));
    let entry = |(serial, extensions): &(u8, Vec<Extension>)| {
        sequence(&[&[2, 1, *serial], &this_update, &listed(extensions)])
    };
    let entries: Vec<u8> = revoked.iter().flat_map(entry).collect();
    let entries = if entries.is_empty() { entries } else { der_value(0x30, &entries) };
    let extensions = der_value(0xa0, &listed(extensions));
    let to_be_signed = sequence(&[
        &[2, 1, 1],
        &signature_algorithm(),
        &name(issuer),
        &this_update,
        &next_update,
        &entries,
        &extensions,
    ]);
    signed(&to_be_signed, key)
}

/// SEQUENCE of these values.
pub(crate) fn sequence(values: &[&[u8]]) -> Vec<u8> {
    der_value(0x30, &values.concat())
}

/// A Name with this common name.
pub(crate) fn name(common_name: &str) -> Vec<u8> {
    let attribute = [der_value(0x06, oids::AT_COMMON_NAME), der_value(0x0c, common_name.as_bytes())].concat();
    der_value(0x30, &der_value(0x31, &der_value(0x30, &attribute)))
}

fn listed(extensions: &[Extension]) -> Vec<u8> {
    let one = |(oid, critical, value): &Extension| {
        let critical: &[u8] = if *critical { &[1, 1, 0xff] } else { &[] };
        sequence(&[&der_value(0x06, oid), critical, &der_value(0x04, value)])
    };
    der_value(0x30, &extensions.iter().flat_map(one).collect::<Vec<u8>>())
}

fn signature_algorithm() -> Vec<u8> {
    der_value(0x30, &der_value(0x06, oids::ECDSA_WITH_SHA256))
}

fn signed(to_be_signed: &[u8], key: Key) -> Vec<u8> {
    let signature: DerSignature = key.signing().sign(to_be_signed);
    let bits = der_value(0x03, &[&[0], signature.as_bytes()].concat());
    sequence(&[to_be_signed, &signature_algorithm(), &bits])
}
