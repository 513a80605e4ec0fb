//! What moment does this time stand for? The one clock type, and the strict readings of UTCTime and GeneralizedTime.

use std::fmt::Write as _;

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// A moment, in whole seconds since 1970-01-01T00:00:00Z (no leap seconds, as in RFC 5280).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

const SECONDS_PER_DAY: i64 = 86_400;

impl Time {
    /// From seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// From RFC 3339 text such as `2026-06-01T00:00:00Z`, or a date alone (its first second, UTC).
    ///
    /// # Errors
    /// Text that is neither; the error says what was expected.
    pub fn from_rfc3339(text: &str) -> Result<Self, String> {
        let full = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
        // An offset can carry a moment into a year that has no four digits (RFC 3339 §5.6).
        let moment = OffsetDateTime::parse(&full, &Rfc3339).ok().map(|moment| Self(moment.unix_timestamp()));
        moment
            .filter(|moment| moment.calendar().is_some_and(|utc| (0..=9999).contains(&utc.year())))
            .ok_or_else(|| {
                "expected a time such as 2026-06-01T00:00:00Z or a date such as 2026-06-01".to_owned()
            })
    }

    /// Reads the content of a UTCTime as RFC 5280 §4.1.2.5.1 demands it: `YYMMDDHHMMSSZ`, years 1950 to 2049.
    ///
    /// # Errors
    /// Any other form; the error says which part.
    pub fn from_utc_time(content: &[u8]) -> Result<Self, String> {
        let [y1, y2, rest @ ..] = content else { return Err("UTCTime is too short".to_owned()) };
        let year = two_digits(*y1, *y2).ok_or("UTCTime holds something other than digits")?;
        let century = if year >= 50 { 1900 } else { 2000 };
        Self::from_parts(century + i32::from(year), rest)
    }

    /// Reads the content of a GeneralizedTime as RFC 5280 §4.1.2.5.2 demands it: `YYYYMMDDHHMMSSZ`, no fraction, no offset.
    ///
    /// # Errors
    /// Any other form; the error says which part.
    pub fn from_generalized_time(content: &[u8]) -> Result<Self, String> {
        let [y1, y2, y3, y4, rest @ ..] = content else {
            return Err("GeneralizedTime is too short".to_owned());
        };
        let high = two_digits(*y1, *y2).ok_or("GeneralizedTime holds something other than digits")?;
        let low = two_digits(*y3, *y4).ok_or("GeneralizedTime holds something other than digits")?;
        Self::from_parts(i32::from(high) * 100 + i32::from(low), rest)
    }

    fn from_parts(year: i32, month_to_zone: &[u8]) -> Result<Self, String> {
        let [m1, m2, d1, d2, h1, h2, n1, n2, s1, s2, b'Z'] = *month_to_zone else {
            return Err("the time is not of the form MMDDHHMMSS followed by Z".to_owned());
        };
        let digits = |a, b| two_digits(a, b).ok_or("the time holds something other than digits");
        let month = Month::try_from(digits(m1, m2)?).map_err(|_| "the month is not 01 to 12")?;
        let date = Date::from_calendar_date(year, month, digits(d1, d2)?)
            .map_err(|_| "the day does not exist in its month")?;
        let moment = date
            .with_hms(digits(h1, h2)?, digits(n1, n2)?, digits(s1, s2)?)
            .map_err(|_| "the time of day does not exist")?;
        Ok(Self(moment.assume_utc().unix_timestamp()))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// Whole days from `earlier` to this moment, rounded down; negative when it lies before.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(SECONDS_PER_DAY)
    }

    /// `2026-06-01T00:00:00Z`.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.calendar().map_or_else(
            || format!("{} s", self.0),
            |moment| {
                let (date, time) = (moment.date(), moment.time());
                let mut out = String::with_capacity("2026-06-01T00:00:00Z".len());
                let _ = write!(
                    out,
                    "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                    date.year(),
                    u8::from(date.month()),
                    date.day(),
                    time.hour(),
                    time.minute(),
                    time.second()
                );
                out
            },
        )
    }

    /// `1 June 2026`, for sentences.
    #[must_use]
    pub fn day_words(self) -> String {
        self.calendar().map_or_else(
            || self.rfc3339(),
            |moment| format!("{} {} {}", moment.day(), moment.month(), moment.year()),
        )
    }

    fn calendar(self) -> Option<PrimitiveDateTime> {
        let moment = OffsetDateTime::from_unix_timestamp(self.0).ok()?.to_offset(UtcOffset::UTC);
        Some(PrimitiveDateTime::new(moment.date(), moment.time()))
    }
}

fn two_digits(high: u8, low: u8) -> Option<u8> {
    (high.is_ascii_digit() && low.is_ascii_digit()).then(|| (high - b'0') * 10 + (low - b'0'))
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn utc_time_years_turn_at_fifty() {
        assert_eq!(Time::from_utc_time(b"500101000000Z").unwrap().rfc3339(), "1950-01-01T00:00:00Z");
        assert_eq!(Time::from_utc_time(b"491231235959Z").unwrap().rfc3339(), "2049-12-31T23:59:59Z");
    }

    #[test]
    fn generalized_time_reaches_year_9999_and_leap_days() {
        assert_eq!(
            Time::from_generalized_time(b"99991231235959Z").unwrap().rfc3339(),
            "9999-12-31T23:59:59Z"
        );
        assert!(Time::from_generalized_time(b"20240229000000Z").is_ok());
        assert!(Time::from_generalized_time(b"20230229000000Z").is_err());
        assert!(Time::from_generalized_time(b"19000229000000Z").is_err());
    }

    #[test]
    fn fractions_offsets_and_missing_seconds_are_refused() {
        for text in
            ["20240101000000.5Z", "20240101000000+0100", "202401010000Z", "20240101000000", "2024010100000 Z"]
        {
            assert!(Time::from_generalized_time(text.as_bytes()).is_err(), "{text}");
        }
        for text in ["2401010000Z", "240101000000+0000", "", "2", "24\u{0}101000000Z"] {
            assert!(Time::from_utc_time(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn days_round_down_on_both_sides_of_zero() {
        let at = Time::from_unix_seconds(0);
        assert_eq!(Time::from_unix_seconds(86_399).days_since(at), 0);
        assert_eq!(Time::from_unix_seconds(86_400).days_since(at), 1);
        assert_eq!(Time::from_unix_seconds(-1).days_since(at), -1);
    }

    #[test]
    fn a_date_alone_is_its_first_second() {
        assert_eq!(Time::from_rfc3339("2026-06-01"), Time::from_rfc3339("2026-06-01T00:00:00Z"));
        assert!(Time::from_rfc3339("tomorrow").is_err());
    }
}
