//! Is what other tools write recognised by its content? Files made by them now, under names that say something else.

use countersign_core::asn1::{der_value, oids};
use countersign_core::{Artifact, Policy, Task, Verdict, inspect};
use countersign_crypto_aws_lc::AwsLc;

use crate::scene::{codes, noon};

use super::workshop::Workshop;

/// OpenSSL's settings of trust follow the certificate; they are no damage, and a clean copy has none.
#[test]
fn a_trusted_certificate_is_the_certificate_in_it() {
    let shop = Workshop::new("openssl-trusted");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl x509 -in cert.pem -trustout -addtrust serverAuth -out trusted.pem");
    let (plain, trusted) = (shop.read("cert.pem", None), shop.read("trusted.pem", None));
    assert_eq!(plain.bundle.items[0].sha256, trusted.bundle.items[0].sha256);
    assert_eq!(trusted.bundle.clean_copy().text, std::fs::read_to_string(shop.0.join("cert.pem")).unwrap());
}

/// RFC 7468 §13 and RFC 8017 §A.1.1: the two forms have two labels.
#[test]
fn a_clean_copy_of_a_bare_rsa_key_keeps_its_label() {
    let shop = Workshop::new("openssl-rsa-public");
    if !shop.run("openssl genrsa -out key.pem 2048")
        || !shop.run("openssl rsa -in key.pem -RSAPublicKey_out -out public.pem")
    {
        return;
    }
    let copy = shop.read("public.pem", None).bundle.clean_copy().text;
    assert_eq!(copy, std::fs::read_to_string(shop.0.join("public.pem")).unwrap());
}

/// The content of a signed message is no part of a bundle, and is not passed over in silence.
#[test]
fn a_signed_message_is_told_to_hold_more_than_certificates() {
    let shop = Workshop::new("openssl-cms");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl cms -sign -in key.pem -signer cert.pem -inkey key.pem -nodetach -binary -outform DER -out signed.p7m");
    let report = shop.read("signed.p7m", None);
    assert!(
        report.findings.iter().any(|one| one.message.contains("content that was signed")),
        "{:?}",
        codes(&report)
    );
}

/// RFC 8017 §3.2: three primes and more, each with its own exponent and coefficient.
#[test]
fn a_key_of_several_primes_is_read_and_checked() {
    let shop = Workshop::new("openssl-multi-prime");
    for primes in [2, 3, 4] {
        if !shop.run(&format!("openssl genrsa -out key.pem -primes {primes} 4096"))
            || !shop.run("openssl rsa -in key.pem -pubout -outform DER -out public.der")
            || !shop.run("openssl rsa -in key.pem -traditional -outform DER -out key.der")
        {
            return;
        }
        let keys = ["key.pem", "key.der", "public.der"]
            .map(|file| shop.read(file, None).bundle.items[0].spki_sha256);
        assert!(keys[0].is_some() && keys[0] == keys[1] && keys[1] == keys[2], "{primes} primes");
        // The last byte belongs to the last coefficient.
        let mut changed = std::fs::read(shop.0.join("key.der")).unwrap();
        *changed.last_mut().unwrap() ^= 2;
        std::fs::write(shop.0.join("changed.der"), changed).unwrap();
        let report = shop.read("changed.der", None);
        assert!(codes(&report).contains(&"key.inconsistent"), "{primes} primes: {:?}", codes(&report));
    }
}

/// RC2 in PBES2, as old Windows wrote it; OpenSSL still does with its legacy provider.
#[test]
fn a_key_sealed_with_rc2_opens_with_its_passphrase_and_with_no_other() {
    let shop = Workshop::new("openssl-rc2");
    if !shop.with_pair() {
        return;
    }
    for cipher in ["rc2-cbc", "rc2-64-cbc", "rc2-40-cbc"] {
        shop.run(&format!(
            "openssl pkcs8 -topk8 -in key.pem -out sealed.pem -v2 {cipher} -passout pass:secret -provider legacy -provider default"
        ));
        let opened = shop.read("sealed.pem", Some("secret"));
        assert!(opened.bundle.items[0].spki_sha256.is_some(), "{cipher}: {:?}", codes(&opened));
        let closed = shop.read("sealed.pem", Some("Secret"));
        assert!(closed.bundle.items[0].spki_sha256.is_none(), "{cipher}");
    }
}

#[test]
fn a_key_that_spells_its_curve_out_matches_a_certificate_that_names_it() {
    let shop = Workshop::new("openssl-spelled-out");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl ec -in key.pem -param_enc explicit -out explicit.pem");
    let read = |file: &str| Artifact::new(file, std::fs::read(shop.0.join(file)).unwrap());
    let report =
        inspect(&[read("explicit.pem"), read("cert.pem")], &Policy::new(Task::Match, noon()), &AwsLc);
    assert_eq!(report.verdict(), Verdict::Passed, "{:?}", codes(&report));
    // Inside another name it is a contradiction.
    let pkcs8 = |curve: &str, file: &str| {
        shop.run(&format!("openssl ecparam -name {curve} -param_enc explicit -genkey -noout -out sec1.pem"));
        let sec1 = pem::parse(std::fs::read(shop.0.join("sec1.pem")).unwrap()).unwrap().into_contents();
        let algorithm = [der_value(0x06, oids::EC_PUBLIC_KEY), der_value(0x06, oids::SECP256R1)].concat();
        let info = [vec![2, 1, 0], der_value(0x30, &algorithm), der_value(0x04, &sec1)].concat();
        inspect(&[Artifact::new(file, der_value(0x30, &info))], &Policy::new(Task::Inspect, noon()), &AwsLc)
    };
    assert!(pkcs8("P-256", "one.der").bundle.items[0].spki_sha256.is_some());
    let two = pkcs8("P-384", "two.der");
    assert!(codes(&two).contains(&"key.inconsistent"), "{:?}", codes(&two));
}

#[test]
fn a_challenge_password_is_told_and_never_shown() {
    let shop = Workshop::new("openssl-challenge");
    if !shop.with_pair() {
        return;
    }
    let config = "[req]\ndistinguished_name=name\nattributes=asked\nprompt=no\n[name]\nCN=a.example.com\n[asked]\nchallengePassword=correct-horse\n";
    std::fs::write(shop.0.join("request.cnf"), config).unwrap();
    shop.run("openssl req -new -key key.pem -config request.cnf -out with.csr");
    shop.run("openssl req -new -key key.pem -subj /CN=a.example.com -out without.csr");
    let report = shop.read("with.csr", None);
    assert!(codes(&report).contains(&"request.challenge-password"), "{:?}", codes(&report));
    let json = report.to_json();
    assert!(
        !json.contains("correct-horse") && !format!("{:?}", report.narrative()).contains("correct-horse")
    );
    assert!(!codes(&shop.read("without.csr", None)).contains(&"request.challenge-password"));
    let file = shop.0.join("with.csr");
    let tree = crate::scene::stdout(&crate::scene::countersign(&["asn1", file.to_str().unwrap()]));
    assert!(tree.contains("not shown: challenge password") && !tree.contains("correct-horse"), "{tree}");
}

#[test]
fn bundles_of_openssl_give_their_certificates() {
    let shop = Workshop::new("openssl-bundles");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl crl2pkcs7 -nocrl -certfile cert.pem -certfile cert.pem -out bundle.p7b");
    shop.run("openssl crl2pkcs7 -nocrl -certfile cert.pem -outform DER -out bundle.der");
    assert_eq!(shop.kinds("bundle.p7b", None), ["PKCS#7 bundle", "certificate", "certificate"]);
    assert_eq!(shop.kinds("bundle.der", None), ["PKCS#7 bundle", "certificate"]);
}

#[test]
fn keys_of_openssl_open_in_every_old_and_new_encryption() {
    let shop = Workshop::new("openssl-keys");
    if !shop.with_pair() {
        return;
    }
    shop.run("openssl genrsa -out rsa.pem 2048");
    let plain = shop.read("key.pem", None).bundle.items[0].spki_sha256.unwrap();
    for (name, options) in [
        ("pbes2", "-topk8 -v2 aes-256-cbc"),
        ("sha512", "-topk8 -v2 aes-128-cbc -v2prf hmacWithSHA512"),
        ("sha512-256", "-topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512-256"),
        ("sha512-224", "-topk8 -v2 aes-192-cbc -v2prf hmacWithSHA512-224"),
        ("sha224", "-topk8 -v2 aes-128-cbc -v2prf hmacWithSHA224"),
        ("scrypt", "-topk8 -scrypt"),
        ("3des", "-topk8 -v1 PBE-SHA1-3DES"),
        ("2des", "-topk8 -v1 PBE-SHA1-2DES"),
        ("md5", "-topk8 -v1 PBE-MD5-DES -provider legacy -provider default"),
        ("rc2", "-topk8 -v1 PBE-SHA1-RC2-128 -provider legacy -provider default"),
        ("rc2-40", "-topk8 -v1 PBE-SHA1-RC2-40 -provider legacy -provider default"),
        ("rc4", "-topk8 -v1 PBE-SHA1-RC4-128 -provider legacy -provider default"),
    ] {
        shop.run(&format!("openssl pkcs8 {options} -in key.pem -out {name}.pem -passout pass:secret"));
        let opened = shop.read(&format!("{name}.pem"), Some("secret"));
        assert_eq!(opened.bundle.items[0].spki_sha256, Some(plain), "{name}: {:?}", codes(&opened));
        let wrong = shop.read(&format!("{name}.pem"), Some("wrong"));
        assert_eq!(wrong.verdict(), Verdict::Indeterminate, "{name}");
        assert!(codes(&wrong).contains(&"key.locked"), "{name}: {:?}", codes(&wrong));
    }
    for cipher in ["aes128", "aes192", "aes256", "des3"] {
        shop.run(&format!("openssl ec -{cipher} -in key.pem -out {cipher}.pem -passout pass:secret"));
        let opened = shop.read(&format!("{cipher}.pem"), Some("secret"));
        assert_eq!(opened.bundle.items[0].spki_sha256, Some(plain), "{cipher}: {:?}", codes(&opened));
    }
}

#[test]
fn every_type_of_key_that_openssl_makes_gives_its_public_half() {
    let shop = Workshop::new("openssl-types");
    if !shop.run("openssl genpkey -algorithm ED448 -out ED448.pem") {
        return;
    }
    for algorithm in ["ED25519", "ED448", "X25519", "X448"] {
        shop.run(&format!("openssl genpkey -algorithm {algorithm} -out {algorithm}.pem"));
        shop.run(&format!("openssl pkey -in {algorithm}.pem -pubout -out {algorithm}.pub"));
        let halves = [".pem", ".pub"].map(|ending| shop.read(&format!("{algorithm}{ending}"), None));
        let digests = halves.each_ref().map(|report| report.bundle.items[0].spki_sha256);
        assert!(digests[0].is_some() && digests[0] == digests[1], "{algorithm}");
    }
    for curve in ["P-256", "P-384", "P-521"] {
        shop.run(&format!(
            "openssl ecparam -name {curve} -param_enc explicit -genkey -noout -out {curve}.pem"
        ));
        shop.run(&format!("openssl pkey -in {curve}.pem -ec_param_enc named_curve -pubout -out {curve}.pub"));
        let key = shop.read(&format!("{curve}.pem"), None);
        let public = shop.read(&format!("{curve}.pub"), None);
        assert_eq!(key.bundle.items[0].spki_sha256, public.bundle.items[0].spki_sha256, "{curve}");
        assert!(codes(&key).contains(&"key.curve-not-named"), "{curve}: {:?}", codes(&key));
    }
}

#[test]
fn an_ed448_certificate_of_openssl_is_verified() {
    let shop = Workshop::new("openssl-ed448");
    if !shop.run("openssl req -x509 -newkey ed448 -nodes -keyout ca.key -out ca.pem -days 7300 -subj /CN=CA")
    {
        return;
    }
    shop.run("openssl req -new -newkey ed448 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf");
    shop.run("openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 3650 -out leaf.pem");
    let read = |file: &str| std::fs::read(shop.0.join(file)).unwrap();
    let verdict = |leaf: Vec<u8>| {
        let artifacts = [
            Artifact::new("leaf", leaf).given(countersign_core::Given::Target),
            Artifact::new("ca", read("ca.pem")).given(countersign_core::Given::Anchor),
        ];
        // The certificates are made now, and their time begins now.
        let mut policy =
            Policy::new(Task::Verify, countersign_core::Time::from_rfc3339("2030-01-01T00:00:00Z").unwrap());
        policy.purpose = countersign_core::policy::Purpose::Any;
        inspect(&artifacts, &policy, &AwsLc).verdict()
    };
    assert_eq!(verdict(read("leaf.pem")), Verdict::Passed);
    let mut altered = pem::parse(read("leaf.pem")).unwrap().into_contents();
    *altered.last_mut().unwrap() ^= 1;
    assert_eq!(verdict(altered), Verdict::Failed);
}

#[test]
fn keys_of_openssh_open_and_are_told_to_be_of_no_use_for_tls() {
    let shop = Workshop::new("openssh");
    for (name, kind) in
        [("ed25519", "ed25519"), ("p256", "ecdsa -b 256"), ("p521", "ecdsa -b 521"), ("rsa", "rsa -b 2048")]
    {
        if !shop.run(&format!("ssh-keygen -q -t {kind} -N secret -C me@host -f {name}")) {
            return;
        }
        let [private, public] =
            [name.to_owned(), format!("{name}.pub")].map(|file| shop.read(&file, Some("secret")));
        let digest = private.bundle.items[0].spki_sha256;
        assert!(
            digest.is_some() && digest == public.bundle.items[0].spki_sha256,
            "{name}: {:?}",
            codes(&private)
        );
        assert!(codes(&private).contains(&"key.openssh-format"), "{name}: {:?}", codes(&private));
        for (wrong, said) in [(None, "no passphrase was given"), (Some("Secret"), "does not open it")] {
            let report = shop.read(name, wrong);
            let told = report.findings.iter().find(|one| one.check.code == "key.locked").unwrap();
            assert!(told.message.contains(said), "{name}: {}", told.message);
        }
        // OpenSSL reads the same key once it is written as PEM.
        shop.run(&format!("ssh-keygen -q -p -m PKCS8 -P secret -N changed -f {name}"));
        assert_eq!(shop.read(name, Some("changed")).bundle.items[0].spki_sha256, digest, "{name}");
    }
}
