//! How long is each certificate valid? Drawn on one line of time, with the day of judgement across it.

use countersign_core::report::SpanStory;

use super::marks;
use crate::drawing::{Drawn, draw, draw_svg};

/// The whole line, in hundredths of a percent.
const WHOLE: i64 = 10_000;
/// Room left at both ends of it.
const MARGIN: i64 = 300;
/// A shorter bar would not be seen.
const SHORTEST: i64 = 50;

/// A bar for each certificate.
pub(super) fn validity(spans: Vec<SpanStory>) -> Option<Drawn> {
    let scale = Scale::over(&spans)?;
    let bars = spans.iter().map(|span| bar(&scale, span));
    let bars = draw("ul").class("card timeline").all(bars);
    Some(draw("section").with(draw("h2").text("When they are valid")).with(bars))
}

/// From seconds to places on the line. Whole numbers do: certificates end before the year 9999.
struct Scale {
    start: i64,
    length: i64,
}

impl Scale {
    fn over(spans: &[SpanStory]) -> Option<Self> {
        let start = spans.iter().map(|span| span.start.min(span.at)).min()?;
        let end = spans.iter().map(|span| span.end.max(span.at)).max()?;
        Some(Self { start, length: end.saturating_sub(start).max(1) })
    }

    fn place(&self, seconds: i64) -> i64 {
        let room = WHOLE - 2 * MARGIN;
        MARGIN + seconds.saturating_sub(self.start).saturating_mul(room) / self.length
    }
}

fn percent(place: i64) -> String {
    format!("{}.{:02}%", place / 100, place % 100)
}

fn bar(scale: &Scale, span: &SpanStory) -> Drawn {
    let (start, end, at) = (scale.place(span.start), scale.place(span.end), scale.place(span.at));
    let end = percent(end.max(start + SHORTEST));
    let (start, at) = (percent(start), percent(at));
    let words = draw("p")
        .all(marks::spoken(span.mark))
        .text(" ")
        .with(draw("code").text(&span.file))
        .text(" ")
        .with(draw("span").class("title").text(&span.title))
        .with(draw("small").text(&span.sentence));
    let drawing = draw_svg("svg")
        .class("line")
        .attribute("aria-hidden", "true")
        .with(line("ground", ("0", "12"), ("100%", "12")))
        .with(line("span", (&start, "12"), (&end, "12")))
        .with(line("now", (&at, "0"), (&at, "24")));
    draw("li").class(span.mark.name()).with(words).with(drawing)
}

fn line(class: &str, from: (&str, &str), to: (&str, &str)) -> Drawn {
    draw_svg("line")
        .class(class)
        .attribute("x1", from.0)
        .attribute("y1", from.1)
        .attribute("x2", to.0)
        .attribute("y2", to.1)
}
