//! What do the public suites give the fuzz targets? Read where they are; what is not there is said.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use countersign_core::intake::find_blocks;
use countersign_core::{Artifact, Policy, Task, Time};
use flate2::read::GzDecoder;
use serde_json::Value;

use super::seeds::Seeds;
use crate::project::root;
use crate::test::say;

/// Adds everything of `COUNTERSIGN_CORPORA`.
pub(super) fn gather(seeds: &mut Seeds) {
    seeds.folder(&corpora().join("files"));
    hostile(seeds);
    limbo(seeds);
    paths(seeds);
    pkits(seeds);
    lint(seeds);
}

fn corpora() -> PathBuf {
    std::env::var_os("COUNTERSIGN_CORPORA").map_or_else(|| root().join("../shared/corpora"), PathBuf::from)
}

/// The corpora of OpenSSL's and BoringSSL's own fuzzers, each to the target that is most like it.
fn hostile(seeds: &mut Seeds) {
    let suites = json("hostile/hostile-dev.json.gz");
    for (suite, inputs) in suites.as_object().into_iter().flatten() {
        for input in inputs.as_array().into_iter().flatten() {
            let Some(bytes) = base64(field(input, "b64")) else { continue };
            if let Some(target) = target_of_suite(suite) {
                seeds.object(Some(target), &bytes);
            }
            seeds.file(&bytes);
        }
    }
}

fn target_of_suite(suite: &str) -> Option<&'static str> {
    match suite {
        "boringssl-cert" | "boringssl-parse_certificate_fuzzer" | "openssl-x509" => Some("certificate"),
        "boringssl-ocsp_parse_ocsp_response_fuzzer" => Some("ocsp_response"),
        "boringssl-pkcs8" | "boringssl-privkey" | "openssl-decoder" => Some("private_key"),
        "boringssl-spki" => Some("public_key"),
        "boringssl-pkcs12" | "openssl-cms" => Some("container"),
        "openssl-asn1" | "openssl-asn1parse" => Some("asn1_tree"),
        "openssl-crl" => Some("revocation_list"),
        _ => None,
    }
}

/// BetterTLS's thousands differ in little: of them each tenth.
fn limbo(seeds: &mut Seeds) {
    for (index, case) in cases("limbo/limbo-dev.json.gz", "testcases").iter().enumerate() {
        let is_generated = field(case, "id").as_str().is_some_and(|id| id.starts_with("bettertls"));
        if is_generated && index % 10 != 0 {
            continue;
        }
        let kinds = ["peer_certificate", "untrusted_intermediates", "trusted_certs", "crls"];
        path(seeds, kinds.map(|kind| field(case, kind)));
    }
}

fn paths(seeds: &mut Seeds) {
    for case in cases("paths/paths-dev.json.gz", "cases") {
        path(
            seeds,
            [
                field(&case, "target"),
                field(&case, "intermediates"),
                field(&case, "anchors"),
                field(&case, "crls"),
            ],
        );
    }
}

fn lint(seeds: &mut Seeds) {
    for case in cases("lint/zlint-dev.json.gz", "cases") {
        if let Some(der) = base64(field(&case, "der_b64")) {
            seeds.object(None, &der);
        }
    }
}

/// NIST's chains, anchor first and target last.
fn pkits(seeds: &mut Seeds) {
    let folder = corpora().join("pkits-rsa2048");
    let read = |kind: &str, name: &Value| {
        let extension = if kind == "certs" { "crt" } else { "crl" };
        fs::read(folder.join(kind).join(format!("{}.{extension}", name.as_str()?))).ok()
    };
    for test in cases("pkits-rsa2048/tests.json", "tests") {
        let chain: Vec<Vec<u8>> =
            array(field(&test, "chain")).iter().filter_map(|name| read("certs", name)).collect();
        let lists: Vec<Vec<u8>> =
            array(field(&test, "crls")).iter().filter_map(|name| read("crls", name)).collect();
        lists.iter().for_each(|list| seeds.object(None, list));
        chain.iter().for_each(|certificate| seeds.object(None, certificate));
        if let [anchor, between @ .., target] = chain.as_slice() {
            seeds.path(target, between, std::slice::from_ref(anchor), &lists);
        }
    }
}

/// A case of PEM texts: target, untrusted, anchors, lists.
fn path(seeds: &mut Seeds, [target, untrusted, anchors, lists]: [&Value; 4]) {
    let [target, untrusted, anchors, lists] = [target, untrusted, anchors, lists].map(objects);
    for der in target.iter().chain(&untrusted).chain(&anchors).chain(&lists) {
        seeds.object(None, der);
    }
    if let Some(target) = target.first() {
        seeds.path(target, &untrusted, &anchors, &lists);
    }
}

/// The objects of a PEM text or of an array of such.
fn objects(value: &Value) -> Vec<Vec<u8>> {
    let texts = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    let policy = Policy::new(Task::Inspect, Time::from_unix_seconds(0));
    let blocks = texts
        .iter()
        .filter_map(Value::as_str)
        .flat_map(|text| find_blocks(&Artifact::new("seed", text.as_bytes().to_vec()), &policy).blocks);
    blocks.filter_map(|block| Some(block.der.ok()?.to_vec())).collect()
}

fn field<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or(&Value::Null)
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn base64(value: &Value) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(value.as_str()?).ok()
}

/// The list under `key` of a suite's file.
fn cases(path: &str, key: &str) -> Vec<Value> {
    json(path).get_mut(key).and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default()
}

/// A suite's file; null after saying that it is not there.
fn json(path: &str) -> Value {
    let file = corpora().join(path);
    let Ok(bytes) = fs::read(&file) else {
        say(&format!("SKIPPED as seeds: {} is not there; set COUNTERSIGN_CORPORA", file.display()));
        return Value::Null;
    };
    let mut plain = Vec::new();
    let is_plain =
        !path.ends_with(".gz") || GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).is_err();
    serde_json::from_slice(if is_plain { &bytes } else { &plain }).unwrap_or_default()
}
