//! Graphs and names made to cost, for the tests that want an end and the bench that measures it.

use countersign_core::asn1::der_value;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};

/// A CA's certificate under the key of whoever signs it, and what it says besides.
pub(crate) fn authority(name: &str, change: impl FnOnce(&mut CertificateParams)) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    change(&mut params);
    params
}

pub(crate) fn leaf(names: usize) -> CertificateParams {
    let mut params = CertificateParams::default();
    let name = |index| SanType::DnsName(format!("host-{index}.example.com").try_into().unwrap());
    params.subject_alt_names = (0..names).map(name).collect();
    params
}

pub(crate) fn root(
    name: &str,
    change: impl FnOnce(&mut CertificateParams),
) -> CertifiedIssuer<'static, KeyPair> {
    CertifiedIssuer::self_signed(authority(name, change), KeyPair::generate().unwrap()).unwrap()
}

/// Name constraints that keep that many names out.
pub(crate) fn excluding(names: usize) -> impl Fn(&mut CertificateParams) {
    let subtree = |index| GeneralSubtree::DnsName(format!("other-{index}.example.org"));
    let excluded_subtrees: Vec<GeneralSubtree> = (0..names).map(subtree).collect();
    move |params| {
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: Vec::new(),
            excluded_subtrees: excluded_subtrees.clone(),
        });
    }
}

/// That many certificate policies, and mappings of each to itself and to the next.
pub(crate) fn policies(count: u16) -> [CustomExtension; 2] {
    let oid = |number: u16| {
        let [high, low] = (number % count).to_be_bytes();
        // Arcs of seven bits: 1.2.3.N.M, for numbers under 2¹⁴.
        let arcs = [0x2a, 0x03, (high << 1 | low >> 7) & 0x7f, low & 0x7f];
        der_value(0x06, &arcs)
    };
    let listed: Vec<u8> = (0..count).flat_map(|number| der_value(0x30, &oid(number))).collect();
    let pair = |from, to| der_value(0x30, &[oid(from), oid(to)].concat());
    let pairs: Vec<u8> =
        (0..count).flat_map(|number| [pair(number, number), pair(number, number + 1)].concat()).collect();
    [
        CustomExtension::from_oid_content(&[2, 5, 29, 32], der_value(0x30, &listed)),
        CustomExtension::from_oid_content(&[2, 5, 29, 33], der_value(0x30, &pairs)),
    ]
}

/// An anchor, a target that none of the helpers signed, and as many CAs of its issuer's name as asked for.
pub(crate) fn crowd(size: u64) -> (Vec<u8>, Vec<u8>, Vec<Vec<u8>>) {
    let anchor = root("Root", |_| ());
    let issuing = root("Issuing", |_| ());
    let target = leaf(1).signed_by(&KeyPair::generate().unwrap(), &issuing).unwrap();
    // One key serves them all: each other certificate of the name is another candidate.
    let key = KeyPair::generate().unwrap();
    let one = |index: u64| {
        let params = authority("Issuing", |params| params.serial_number = Some(index.into()));
        params.signed_by(&key, &anchor).unwrap().der().to_vec()
    };
    (anchor.der().to_vec(), target.der().to_vec(), (0..size).map(one).collect())
}

/// Eight CAs in a row, each with three certificates: 3⁸ ways for 75 signatures, and every one of them reaches the anchor.
pub(crate) fn many_ways_to_an_anchor(
    leaf: CertificateParams,
    change: impl Fn(&mut CertificateParams),
) -> (Vec<u8>, Vec<u8>, Vec<Vec<u8>>) {
    let anchor_key = KeyPair::generate().unwrap();
    let anchor = authority("CA 0", |_| ()).self_signed(&anchor_key).unwrap();
    let mut issuer: Issuer<'_, KeyPair> = Issuer::new(authority("CA 0", |_| ()), anchor_key);
    let mut helpers = Vec::new();
    for depth in 1..=8 {
        let key = KeyPair::generate().unwrap();
        let params = authority(&format!("CA {depth}"), &change);
        for serial in 1_u64..=3 {
            let mut numbered = params.clone();
            numbered.serial_number = Some(serial.into());
            helpers.push(numbered.signed_by(&key, &issuer).unwrap().der().to_vec());
        }
        issuer = Issuer::new(params, key);
    }
    let target = leaf.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    (anchor.der().to_vec(), target.der().to_vec(), helpers)
}
