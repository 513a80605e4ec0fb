//! How does a certification authority take certificates back?

use rcgen::{CertificateRevocationListParams, Issuer, KeyIdMethod, RevocationReason, RevokedCertParams};

use crate::authority::CertificationAuthority;
use crate::error::Error;
use crate::serial_number::SerialNumber;
use crate::validity::Validity;

impl CertificationAuthority {
    /// A complete list (RFC 5280 section 5) that revokes the certificates with these serial numbers for key compromise,
    /// since the list's first second. `validity` runs from thisUpdate to nextUpdate. DER.
    pub fn revocation_list(
        &self,
        revoked: &[SerialNumber],
        number: u64,
        validity: Validity,
    ) -> Result<Vec<u8>, Error> {
        let revoke = |serial_number: &SerialNumber| RevokedCertParams {
            serial_number: serial_number.to_rcgen(),
            revocation_time: validity.not_before,
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: validity.not_before,
            next_update: validity.not_after,
            crl_number: number.into(),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(revoke).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let own = self.certificate().as_der().into();
        let issuer = Issuer::from_ca_cert_der(&own, self.key_pair()).map_err(Error::certificate)?;
        Ok(params.signed_by(&issuer).map_err(Error::certificate)?.der().to_vec())
    }
}
