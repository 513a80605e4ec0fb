//! Does anything show that the server accepted the client's certificate? A handshake that goes on does not: some servers verify nothing.

use countersign_core::policy::{Policy, Purpose};
use countersign_core::report::{SpokenStep, StepState};
use countersign_core::{Artifact, Given, Task};
use countersign_crypto_aws_lc::AwsLc;

/// It broke, or was left open, where the server had the client's certificate before it.
pub(super) fn is_refused_or_open(steps: &[SpokenStep]) -> bool {
    let behind_its_own = steps.iter().skip(CLIENT_SENDS);
    behind_its_own.map(|step| step.state).any(|state| matches!(state, StepState::Failed | StepState::Open))
}

/// A server may go on without having verified anything. That it did by the CA is only told of a certificate that leads to a CA
/// given.
pub(super) fn doubt(steps: &mut [SpokenStep], certificate: &Artifact, anchors: &[Artifact], asked: &Policy) {
    let [_, _, _, _, verifies, _] = steps else { return };
    if verifies.state == StepState::Passed && !leads_to(anchors, certificate, asked) {
        verifies.state = StepState::Open;
        verifies.wire.push(UNPROVED.to_owned());
    }
}

fn leads_to(anchors: &[Artifact], certificate: &Artifact, asked: &Policy) -> bool {
    let mut artifacts = vec![certificate.clone().given(Given::Target)];
    artifacts.extend_from_slice(anchors);
    let policy = Policy { purpose: Purpose::Client, ..Policy::new(Task::Verify, asked.at) };
    let report = countersign_core::inspect(&artifacts, &policy, &AwsLc);
    report.paths.iter().any(|path| path.accepted().is_some())
}

const UNPROVED: &str = "that it verified the certificate nothing shows: it leads to no CA given here (--ca takes several), and some servers go on with any";

/// The steps before the one in which a client sends its certificate.
const CLIENT_SENDS: usize = 3;
