//! How long is each certificate valid? Drawn on one line of time, with the day of judgement across it.

use countersign_core::report::SpanStory;
use leptos::prelude::*;

use super::marks;

/// Room left at both ends of the line, as a part of it.
const MARGIN: f64 = 0.03;

/// A bar for each certificate.
pub(super) fn validity(spans: Vec<SpanStory>) -> Option<impl IntoView> {
    let scale = Scale::over(&spans)?;
    let bars = spans.into_iter().map(|span| bar(&scale, span)).collect_view();
    Some(view! {
        <section>
            <h2>"When they are valid"</h2>
            <ul class="card timeline">{bars}</ul>
        </section>
    })
}

/// From seconds to percent of the line.
struct Scale {
    start: f64,
    length: f64,
}

impl Scale {
    fn over(spans: &[SpanStory]) -> Option<Self> {
        let start = spans.iter().map(|span| span.start.min(span.at)).min()?;
        let end = spans.iter().map(|span| span.end.max(span.at)).max()?;
        let length = to_number(end - start).max(1.0) * (1.0 + 2.0 * MARGIN);
        Some(Self { start: to_number(start) - length * MARGIN, length })
    }

    fn percent(&self, seconds: i64) -> f64 {
        (to_number(seconds) - self.start) / self.length * 100.0
    }
}

/// Certificates end before the year 9999: a drawing needs no more digits.
#[expect(clippy::as_conversions, reason = "seconds since 1970 up to the year 9999 are exact in f64")]
const fn to_number(seconds: i64) -> f64 {
    seconds as f64
}

fn bar(scale: &Scale, span: SpanStory) -> impl IntoView + use<> {
    let (start, end, at) = (scale.percent(span.start), scale.percent(span.end), scale.percent(span.at));
    let percent = |value: f64| format!("{value:.2}%");
    view! {
        <li class=span.mark.name()>
            <p>
                {marks::spoken(span.mark)} " " <code>{span.file}</code> " " <span class="title">{span.title}</span>
                <small>{span.sentence}</small>
            </p>
            <svg class="line" aria-hidden="true">
                <line class="ground" x1="0" y1="12" x2="100%" y2="12"></line>
                <line class="span" x1=percent(start) y1="12" x2=percent(end.max(start + 0.5)) y2="12"></line>
                <line class="now" x1=percent(at) y1="0" x2=percent(at) y2="24"></line>
            </svg>
        </li>
    }
}
