//! `key.openssh-format`: a key is written as OpenSSH writes them, which TLS servers and devices do not read.

use crate::bundle::Item;
use crate::checks::{Breaks, CHECK_AND_INSPECT, Check, Citation, Meaning, Scope, View};
use crate::model::{PrivateKey, PrivateKeyEncoding};
use crate::policy::Task;
use crate::report::{Actor, Outcome, Severity};

pub(super) static CHECK: Check = Check {
    code: "key.openssh-format",
    title: "The private key is in OpenSSH's format",
    brief: "OpenSSH's format",
    severity: Severity::Error,
    meaning: Meaning::Fault,
    breaks: Breaks::Offer,
    cites: &[Citation::practice("OpenSSH PROTOCOL.key", ""), Citation::must("RFC 5958", "2")],
    rationale: "ssh-keygen writes private keys in a format of its own. The key may be right, but nginx, Java, OpenSSL and other TLS \
                programs do not read it and will not start.",
    remedy: "Write it as PEM: ssh-keygen -p -m PKCS8 -f FILE changes the format in place; keep the permissions.",
    tasks: CHECK_AND_INSPECT,
    scope: Scope::PrivateKey(run),
};

fn run(view: &View<'_>, item: &Item, key: &PrivateKey) -> Outcome {
    if key.encoding != PrivateKeyEncoding::OpenSsh {
        return Outcome::Passed;
    }
    let who = item.role.side().map_or(Actor::You, |side| side.team().into());
    let message = format!("{} is in OpenSSH's format, which TLS programs do not read.", view.name(item));
    let finding = CHECK.finding(item.location(), who, message);
    // What it is for is not known there.
    if view.policy.task == Task::Inspect {
        finding.severity(Severity::Warning).into()
    } else {
        finding.into()
    }
}
