//! x509-limbo: accept or refuse, over hand-written and BetterTLS paths.

use std::sync::OnceLock;

use super::score::Score;
use crate::questions::limbo;

/// The score, taken once.
pub(super) fn score() -> Option<&'static Score> {
    static SCORE: OnceLock<Option<Score>> = OnceLock::new();
    SCORE.get_or_init(run).as_ref()
}

fn run() -> Option<Score> {
    let mut score = Score::of("x509-limbo");
    for question in limbo::questions()? {
        score.count(question.id.as_str(), &question.report(), question.should_pass);
    }
    Some(score)
}

#[test]
fn x509_limbo() {
    if let Some(score) = score() {
        score.assert_as_documented();
    }
}
