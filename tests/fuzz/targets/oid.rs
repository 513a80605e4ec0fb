//! Can the content of an object identifier print wrongly, endlessly, or as another identifier?
#![no_main]

use countersign_core::asn1::Oid;
use countersign_fuzz::assert_clean;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    let oid = Oid::from_der_content(content);
    let dotted = oid.dotted();
    assert_clean(&dotted);
    assert_clean(&oid.words());
    assert!(
        dotted.len() <= 4 * content.len() + 256,
        "{} characters of {} bytes",
        dotted.len(),
        content.len()
    );
    // What prints as a plain identifier reads back as the same bytes, or not at all.
    if let Ok(again) = Oid::from_dotted(&dotted) {
        assert_eq!(again.as_bytes(), content, "{dotted} is two identifiers");
    }
    if let Ok(text) = std::str::from_utf8(content)
        && let Ok(oid) = Oid::from_dotted(text)
    {
        let again = Oid::from_dotted(&oid.dotted()).expect("what was printed can be read");
        assert_eq!(again.as_bytes(), oid.as_bytes());
    }
});
