//! When is what valid? A span for each certificate, for a timeline.

use super::{Mark, SpanStory, name};
use crate::bundle::Item;
use crate::model::Certificate;
use crate::report::Report;
use crate::report::description::title_of;

pub(super) fn spans(report: &Report) -> Vec<SpanStory> {
    let certificates = report.bundle.items.iter().filter_map(|item| Some((item, item.certificate()?)));
    certificates.map(|(item, certificate)| span(report, item, certificate)).collect()
}

fn span(report: &Report, item: &Item, certificate: &Certificate) -> SpanStory {
    let validity = &certificate.validity;
    let at = report.policy.at;
    SpanStory {
        file: name(report, item),
        title: title_of(item),
        start: validity.not_before.unix_seconds(),
        end: validity.not_after.unix_seconds(),
        at: at.unix_seconds(),
        mark: mark(report, certificate),
        sentence: format!(
            "{} to {}, {}",
            validity.not_before.day_words(),
            validity.not_after.day_words(),
            when(report, certificate)
        ),
    }
}

fn when(report: &Report, certificate: &Certificate) -> String {
    let (at, validity) = (report.policy.at, &certificate.validity);
    if at < validity.not_before {
        return "not valid yet".to_owned();
    }
    match validity.not_after.days_since(at) {
        _ if at > validity.not_after => "ended".to_owned(),
        1 => "1 day left".to_owned(),
        days => format!("{days} days left"),
    }
}

fn mark(report: &Report, certificate: &Certificate) -> Mark {
    let (at, validity) = (report.policy.at, &certificate.validity);
    if at < validity.not_before || at > validity.not_after {
        return Mark::Wrong;
    }
    let days = validity.not_after.days_since(at);
    if days <= i64::from(report.policy.warn_days) { Mark::Warning } else { Mark::Right }
}
