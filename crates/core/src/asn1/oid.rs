//! What does this object identifier stand for? Dotted text and the field's names.

use std::fmt::Write as _;

use der_parser::oid;
use smallvec::SmallVec;

use super::canonical::starts_with_padding;
use crate::report::shown;

/// An OBJECT IDENTIFIER, kept as its DER content (X.690 §8.19); those in use take no more than a few bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid(SmallVec<[u8; 16]>);

/// Longest dotted text; a certificate may carry a megabyte of arcs.
const MAX_DOTTED_CHARACTERS: usize = 128;

impl Oid {
    /// From the content of a DER OBJECT IDENTIFIER.
    #[must_use]
    pub fn from_der_content(content: &[u8]) -> Self {
        Self(SmallVec::from_slice(content))
    }

    /// From dotted decimal, for example `2.5.29.32.0`; arcs under 2⁶⁴.
    ///
    /// # Errors
    /// Text that is no object identifier; the error says what was expected.
    pub fn from_dotted(text: &str) -> Result<Self, String> {
        let wrong = || format!("{} is no object identifier such as 2.16.840.1.101.3.2.1.48.1", shown(text));
        let arcs: Option<Vec<u64>> = text.split('.').map(|arc| arc.parse().ok()).collect();
        let arcs =
            arcs.filter(|arcs| arcs.len() >= 2 && text.len() <= MAX_DOTTED_CHARACTERS).ok_or_else(wrong)?;
        let oid = x509_parser::asn1_rs::Oid::from(&arcs).map_err(|_| wrong())?;
        let oid = Self::from_der_content(oid.as_bytes());
        // Arcs that X.690 §8.19.4 has no room for (`4.3`, `0.40`) are encoded as something else, or as nothing.
        if oid.dotted() == text { Ok(oid) } else { Err(wrong()) }
    }

    /// The DER content.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Dotted decimal, for example `2.5.29.17`; first arcs over 79 split as X.690 §8.19.4 says (`2.999.3`).
    ///
    /// No two contents print alike: leading zeros, which X.690 §8.19.2 forbids, are said.
    #[must_use]
    pub fn dotted(&self) -> String {
        if let Some((_, arcs)) = known(&self.0) {
            return arcs.trim_start_matches('.').to_owned();
        }
        let mut out = String::with_capacity(32);
        let mut value: u128 = 0;
        let mut first = true;
        let mut open = false;
        for byte in &self.0 {
            let Some(shifted) = value.checked_mul(128) else { return format!("{out}.(arc over 128 bits)") };
            value = shifted + u128::from(byte & 0x7f);
            open = byte & 0x80 != 0;
            if open {
                continue;
            }
            if first {
                let top = (value / 40).min(2);
                push_number(&mut out, top);
                out.push('.');
                push_number(&mut out, value - top * 40);
                first = false;
            } else {
                out.push('.');
                push_number(&mut out, value);
            }
            value = 0;
            if out.len() > MAX_DOTTED_CHARACTERS {
                return format!("{out}… ({} bytes)", self.0.len());
            }
        }
        if open || first {
            out.push_str("(incomplete)");
        }
        if starts_with_padding(&self.0) {
            out.push_str(" (with leading zeros)");
        }
        out
    }

    /// The field's name for it, if it is a well-known one.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        known(&self.0).map(|(name, _)| name)
    }

    /// The name, or dotted decimal.
    #[must_use]
    pub fn words(&self) -> String {
        self.name().map_or_else(|| self.dotted(), str::to_owned)
    }
}

/// Almost every arc fits into 64 bits, which are written much faster than 128.
fn push_number(out: &mut String, number: u128) {
    let _ = match u64::try_from(number) {
        Ok(small) => write!(out, "{small}"),
        Err(_) => write!(out, "{number}"),
    };
}

impl core::fmt::Debug for Oid {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(&self.dotted())
    }
}

macro_rules! object_identifiers {
    ($($constant:ident = $($arc:literal).+, $name:literal;)*) => {
        /// The identifiers the core asks for by name, as DER content.
        pub mod oids {
            use super::oid;
            $(#[doc = $name] pub const $constant: &[u8] = &oid!(raw $($arc).+);)*
        }
        /// The name of a well-known identifier, and its arcs with a dot before each.
        fn known(content: &[u8]) -> Option<(&'static str, &'static str)> {
            match content {
                $(oids::$constant => Some(($name, concat!($(".", $arc),+))),)*
                _ => None,
            }
        }
    };
}

object_identifiers! {
    // Attributes of names (RFC 5280 §4.1.2.4, RFC 4519)
    AT_COMMON_NAME = 2.5.4.3, "CN";
    AT_SURNAME = 2.5.4.4, "SN";
    AT_SERIAL_NUMBER = 2.5.4.5, "serialNumber";
    AT_COUNTRY = 2.5.4.6, "C";
    AT_LOCALITY = 2.5.4.7, "L";
    AT_STATE = 2.5.4.8, "ST";
    AT_STREET = 2.5.4.9, "STREET";
    AT_ORGANIZATION = 2.5.4.10, "O";
    AT_ORGANIZATIONAL_UNIT = 2.5.4.11, "OU";
    AT_TITLE = 2.5.4.12, "title";
    AT_GIVEN_NAME = 2.5.4.42, "GN";
    AT_DN_QUALIFIER = 2.5.4.46, "dnQualifier";
    AT_PSEUDONYM = 2.5.4.65, "pseudonym";
    AT_ORGANIZATION_IDENTIFIER = 2.5.4.97, "organizationIdentifier";
    AT_USER_ID = 0.9.2342.19200300.100.1.1, "UID";
    AT_DOMAIN_COMPONENT = 0.9.2342.19200300.100.1.25, "DC";
    AT_EMAIL_ADDRESS = 1.2.840.113549.1.9.1, "emailAddress";
    // Public key algorithms (RFC 3279, 4055, 5480, 8410, 9881)
    RSA_ENCRYPTION = 1.2.840.113549.1.1.1, "RSA";
    RSASSA_PSS = 1.2.840.113549.1.1.10, "RSA-PSS";
    PRIME_FIELD = 1.2.840.10045.1.1, "prime field";
    EC_PUBLIC_KEY = 1.2.840.10045.2.1, "EC";
    X25519 = 1.3.101.110, "X25519";
    X448 = 1.3.101.111, "X448";
    ED25519 = 1.3.101.112, "Ed25519";
    ED448 = 1.3.101.113, "Ed448";
    DSA = 1.2.840.10040.4.1, "DSA";
    DH = 1.2.840.113549.1.3.1, "DH";
    ML_DSA_44 = 2.16.840.1.101.3.4.3.17, "ML-DSA-44";
    ML_DSA_65 = 2.16.840.1.101.3.4.3.18, "ML-DSA-65";
    ML_DSA_87 = 2.16.840.1.101.3.4.3.19, "ML-DSA-87";
    // Curves (RFC 5480 §2.1.1.1, RFC 5639)
    SECP224R1 = 1.3.132.0.33, "P-224";
    SECP256R1 = 1.2.840.10045.3.1.7, "P-256";
    SECP384R1 = 1.3.132.0.34, "P-384";
    SECP521R1 = 1.3.132.0.35, "P-521";
    SECP256K1 = 1.3.132.0.10, "secp256k1";
    SECP192R1 = 1.2.840.10045.3.1.1, "P-192";
    BRAINPOOL_P256R1 = 1.3.36.3.3.2.8.1.1.7, "brainpoolP256r1";
    BRAINPOOL_P384R1 = 1.3.36.3.3.2.8.1.1.11, "brainpoolP384r1";
    BRAINPOOL_P512R1 = 1.3.36.3.3.2.8.1.1.13, "brainpoolP512r1";
    // Signature algorithms
    MD2_WITH_RSA = 1.2.840.113549.1.1.2, "RSA with MD2";
    MD4_WITH_RSA = 1.2.840.113549.1.1.3, "RSA with MD4";
    MD5_WITH_RSA = 1.2.840.113549.1.1.4, "RSA with MD5";
    SHA1_WITH_RSA = 1.2.840.113549.1.1.5, "RSA with SHA-1";
    SHA224_WITH_RSA = 1.2.840.113549.1.1.14, "RSA with SHA-224";
    SHA256_WITH_RSA = 1.2.840.113549.1.1.11, "RSA with SHA-256";
    SHA384_WITH_RSA = 1.2.840.113549.1.1.12, "RSA with SHA-384";
    SHA512_WITH_RSA = 1.2.840.113549.1.1.13, "RSA with SHA-512";
    SHA1_WITH_RSA_OIW = 1.3.14.3.2.29, "RSA with SHA-1 (OIW)";
    ECDSA_WITH_SHA1 = 1.2.840.10045.4.1, "ECDSA with SHA-1";
    ECDSA_WITH_SHA224 = 1.2.840.10045.4.3.1, "ECDSA with SHA-224";
    ECDSA_WITH_SHA256 = 1.2.840.10045.4.3.2, "ECDSA with SHA-256";
    ECDSA_WITH_SHA384 = 1.2.840.10045.4.3.3, "ECDSA with SHA-384";
    ECDSA_WITH_SHA512 = 1.2.840.10045.4.3.4, "ECDSA with SHA-512";
    DSA_WITH_SHA1 = 1.2.840.10040.4.3, "DSA with SHA-1";
    DSA_WITH_SHA224 = 2.16.840.1.101.3.4.3.1, "DSA with SHA-224";
    DSA_WITH_SHA256 = 2.16.840.1.101.3.4.3.2, "DSA with SHA-256";
    SHA1 = 1.3.14.3.2.26, "SHA-1";
    MGF1 = 1.2.840.113549.1.1.8, "MGF1";
    SHA224 = 2.16.840.1.101.3.4.2.4, "SHA-224";
    SHA256 = 2.16.840.1.101.3.4.2.1, "SHA-256";
    SHA384 = 2.16.840.1.101.3.4.2.2, "SHA-384";
    SHA512 = 2.16.840.1.101.3.4.2.3, "SHA-512";
    // Certificate and CRL extensions (RFC 5280 §4.2, §5.2, §5.3)
    SUBJECT_KEY_IDENTIFIER = 2.5.29.14, "subjectKeyIdentifier";
    KEY_USAGE = 2.5.29.15, "keyUsage";
    SUBJECT_ALT_NAME = 2.5.29.17, "subjectAltName";
    ISSUER_ALT_NAME = 2.5.29.18, "issuerAltName";
    BASIC_CONSTRAINTS = 2.5.29.19, "basicConstraints";
    CRL_NUMBER = 2.5.29.20, "cRLNumber";
    CRL_REASON = 2.5.29.21, "reasonCode";
    INVALIDITY_DATE = 2.5.29.24, "invalidityDate";
    DELTA_CRL_INDICATOR = 2.5.29.27, "deltaCRLIndicator";
    ISSUING_DISTRIBUTION_POINT = 2.5.29.28, "issuingDistributionPoint";
    CERTIFICATE_ISSUER = 2.5.29.29, "certificateIssuer";
    NAME_CONSTRAINTS = 2.5.29.30, "nameConstraints";
    CRL_DISTRIBUTION_POINTS = 2.5.29.31, "cRLDistributionPoints";
    CERTIFICATE_POLICIES = 2.5.29.32, "certificatePolicies";
    POLICY_MAPPINGS = 2.5.29.33, "policyMappings";
    AUTHORITY_KEY_IDENTIFIER = 2.5.29.35, "authorityKeyIdentifier";
    POLICY_CONSTRAINTS = 2.5.29.36, "policyConstraints";
    EXTENDED_KEY_USAGE = 2.5.29.37, "extKeyUsage";
    FRESHEST_CRL = 2.5.29.46, "freshestCRL";
    INHIBIT_ANY_POLICY = 2.5.29.54, "inhibitAnyPolicy";
    SUBJECT_DIRECTORY_ATTRIBUTES = 2.5.29.9, "subjectDirectoryAttributes";
    AUTHORITY_INFO_ACCESS = 1.3.6.1.5.5.7.1.1, "authorityInfoAccess";
    SUBJECT_INFO_ACCESS = 1.3.6.1.5.5.7.1.11, "subjectInfoAccess";
    TLS_FEATURE = 1.3.6.1.5.5.7.1.24, "tlsFeature";
    QC_STATEMENTS = 1.3.6.1.5.5.7.1.3, "qcStatements";
    SCT_LIST = 1.3.6.1.4.1.11129.2.4.2, "signedCertificateTimestampList";
    CT_POISON = 1.3.6.1.4.1.11129.2.4.3, "ctPoison";
    NETSCAPE_CERT_TYPE = 2.16.840.1.113730.1.1, "netscapeCertType";
    NETSCAPE_COMMENT = 2.16.840.1.113730.1.13, "netscapeComment";
    // Extended key purposes (RFC 5280 §4.2.1.12)
    ANY_EXTENDED_KEY_USAGE = 2.5.29.37.0, "anyExtendedKeyUsage";
    KP_SERVER_AUTH = 1.3.6.1.5.5.7.3.1, "serverAuth";
    KP_CLIENT_AUTH = 1.3.6.1.5.5.7.3.2, "clientAuth";
    KP_CODE_SIGNING = 1.3.6.1.5.5.7.3.3, "codeSigning";
    KP_EMAIL_PROTECTION = 1.3.6.1.5.5.7.3.4, "emailProtection";
    KP_TIME_STAMPING = 1.3.6.1.5.5.7.3.8, "timeStamping";
    KP_OCSP_SIGNING = 1.3.6.1.5.5.7.3.9, "OCSPSigning";
    KP_MS_SMARTCARD_LOGON = 1.3.6.1.4.1.311.20.2.2, "Microsoft smart card logon";
    KP_NETSCAPE_SGC = 2.16.840.1.113730.4.1, "Netscape step-up";
    KP_MS_SGC = 1.3.6.1.4.1.311.10.3.3, "Microsoft step-up";
    // Access methods, policies, other names
    AD_OCSP = 1.3.6.1.5.5.7.48.1, "OCSP";
    AD_CA_ISSUERS = 1.3.6.1.5.5.7.48.2, "caIssuers";
    QT_CPS = 1.3.6.1.5.5.7.2.1, "CPS";
    QT_UNOTICE = 1.3.6.1.5.5.7.2.2, "userNotice";
    OCSP_BASIC = 1.3.6.1.5.5.7.48.1.1, "basic OCSP response";
    OCSP_NONCE = 1.3.6.1.5.5.7.48.1.2, "OCSP nonce";
    OCSP_NO_CHECK = 1.3.6.1.5.5.7.48.1.5, "OCSP no check";
    ANY_POLICY = 2.5.29.32.0, "anyPolicy";
    ON_USER_PRINCIPAL_NAME = 1.3.6.1.4.1.311.20.2.3, "Microsoft user principal name";
    ON_DNS_SRV = 1.3.6.1.5.5.7.8.7, "SRVName";
    ON_SMTP_UTF8_MAILBOX = 1.3.6.1.5.5.7.8.9, "SmtpUTF8Mailbox";
    // Attributes of certification requests (RFC 2985 §5.4)
    AT_CHALLENGE_PASSWORD = 1.2.840.113549.1.9.7, "challengePassword";
    AT_UNSTRUCTURED_NAME = 1.2.840.113549.1.9.2, "unstructuredName";
    AT_EXTENSION_REQUEST = 1.2.840.113549.1.9.14, "extensionRequest";
    AT_MS_EXTENSION_REQUEST = 1.3.6.1.4.1.311.2.1.14, "Microsoft certificate extensions";
    AT_MS_OS_VERSION = 1.3.6.1.4.1.311.13.2.3, "Microsoft OS version";
    AT_MS_ENROLLMENT_CSP = 1.3.6.1.4.1.311.13.2.2, "Microsoft enrolment provider";
    AT_MS_REQUEST_CLIENT_INFO = 1.3.6.1.4.1.311.21.20, "Microsoft request client information";
    // Containers and encryption
    PKCS7_DATA = 1.2.840.113549.1.7.1, "data";
    PKCS7_SIGNED_DATA = 1.2.840.113549.1.7.2, "signedData";
    SCRYPT = 1.3.6.1.4.1.11591.4.11, "scrypt";
    PBMAC1 = 1.2.840.113549.1.5.14, "PBMAC1";
    RC2_CBC = 1.2.840.113549.3.2, "RC2-CBC";
    DES_CBC = 1.3.14.3.2.7, "DES-CBC";
    DES_EDE3_CBC = 1.2.840.113549.3.7, "3DES-CBC";
    AES_128_GCM = 2.16.840.1.101.3.4.1.6, "AES-128-GCM";
    AES_256_GCM = 2.16.840.1.101.3.4.1.46, "AES-256-GCM";
    HMAC_SHA1 = 1.2.840.113549.2.7, "HMAC with SHA-1";
    HMAC_SHA224 = 1.2.840.113549.2.8, "HMAC with SHA-224";
    HMAC_SHA256 = 1.2.840.113549.2.9, "HMAC with SHA-256";
    HMAC_SHA384 = 1.2.840.113549.2.10, "HMAC with SHA-384";
    HMAC_SHA512 = 1.2.840.113549.2.11, "HMAC with SHA-512";
    HMAC_SHA512_224 = 1.2.840.113549.2.12, "HMAC with SHA-512/224";
    HMAC_SHA512_256 = 1.2.840.113549.2.13, "HMAC with SHA-512/256";
    AES_128_CBC = 2.16.840.1.101.3.4.1.2, "AES-128-CBC";
    AES_192_CBC = 2.16.840.1.101.3.4.1.22, "AES-192-CBC";
    AES_256_CBC = 2.16.840.1.101.3.4.1.42, "AES-256-CBC";
    PBKDF2 = 1.2.840.113549.1.5.12, "PBKDF2";
    PBES2 = 1.2.840.113549.1.5.13, "PBES2";
    PBES1_MD5_DES = 1.2.840.113549.1.5.3, "PBES1 with MD5 and DES";
    PBES1_MD5_RC2 = 1.2.840.113549.1.5.6, "PBES1 with MD5 and RC2";
    PBES1_SHA1_RC2 = 1.2.840.113549.1.5.11, "PBES1 with SHA-1 and RC2";
    PBE_SHA1_RC4_128 = 1.2.840.113549.1.12.1.1, "PBE with SHA-1 and RC4-128";
    PBE_SHA1_RC4_40 = 1.2.840.113549.1.12.1.2, "PBE with SHA-1 and RC4-40";
    PBE_SHA1_2DES = 1.2.840.113549.1.12.1.4, "PBE with SHA-1 and two-key 3DES";
    PBE_SHA1_RC2_128 = 1.2.840.113549.1.12.1.5, "PBE with SHA-1 and RC2-128";
    PKCS7_ENCRYPTED_DATA = 1.2.840.113549.1.7.6, "encryptedData";
    PKCS12_KEY_BAG = 1.2.840.113549.1.12.10.1.1, "keyBag";
    PKCS12_SHROUDED_KEY_BAG = 1.2.840.113549.1.12.10.1.2, "pkcs8ShroudedKeyBag";
    PKCS12_CERT_BAG = 1.2.840.113549.1.12.10.1.3, "certBag";
    PKCS12_CRL_BAG = 1.2.840.113549.1.12.10.1.4, "crlBag";
    PKCS12_SECRET_BAG = 1.2.840.113549.1.12.10.1.5, "secretBag";
    PKCS12_SAFE_CONTENTS_BAG = 1.2.840.113549.1.12.10.1.6, "safeContentsBag";
    PKCS9_FRIENDLY_NAME = 1.2.840.113549.1.9.20, "friendlyName";
    PKCS9_X509_CERTIFICATE = 1.2.840.113549.1.9.22.1, "x509Certificate";
    PKCS9_X509_CRL = 1.2.840.113549.1.9.23.1, "x509Crl";
    PBES1_SHA1_DES = 1.2.840.113549.1.5.10, "PBES1 with SHA-1 and DES";
    PBE_SHA1_3DES = 1.2.840.113549.1.12.1.3, "PBE with SHA-1 and 3DES";
    PBE_SHA1_RC2_40 = 1.2.840.113549.1.12.1.6, "PBE with SHA-1 and RC2-40";
}

#[cfg(test)]
mod tests {
    use super::{Oid, oids};

    #[test]
    fn first_arcs_over_79_print_right() {
        assert_eq!(Oid::from_der_content(&[0x88, 0x37, 0x03]).dotted(), "2.999.3");
        assert_eq!(Oid::from_der_content(&[0x27]).dotted(), "0.39");
        assert_eq!(Oid::from_der_content(&[0x4f]).dotted(), "1.39");
        assert_eq!(Oid::from_der_content(&[0x50]).dotted(), "2.0");
    }

    #[test]
    fn a_megabyte_of_arcs_stays_short() {
        assert!(Oid::from_der_content(&vec![0x01; 1 << 20]).dotted().len() < 200);
        assert!(Oid::from_der_content(&vec![0xff; 1 << 20]).dotted().len() < 200);
    }

    #[test]
    fn truncated_identifiers_say_so() {
        assert!(Oid::from_der_content(&[0x55, 0x9d]).dotted().ends_with("(incomplete)"));
        assert!(Oid::from_der_content(&[]).dotted().ends_with("(incomplete)"));
    }

    #[test]
    fn well_known_identifiers_have_names() {
        assert_eq!(Oid::from_der_content(oids::SUBJECT_ALT_NAME).words(), "subjectAltName");
        assert_eq!(Oid::from_der_content(oids::SUBJECT_ALT_NAME).dotted(), "2.5.29.17");
    }
}
