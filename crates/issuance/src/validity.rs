//! From when to when is a certificate valid?

use time::{Date, Month, OffsetDateTime, Time};

use crate::error::Error;

/// The period a certificate is valid in, both ends included, to the second (RFC 5280 section 4.1.2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first second.
    pub not_before: OffsetDateTime,
    /// The last second.
    pub not_after: OffsetDateTime,
}

impl Validity {
    /// From one moment to another.
    #[must_use]
    pub const fn new(not_before: OffsetDateTime, not_after: OffsetDateTime) -> Self {
        Self { not_before, not_after }
    }

    /// From midnight to midnight UTC of two days, each `(year, month, day)`.
    pub fn from_days(first: (i32, u8, u8), last: (i32, u8, u8)) -> Result<Self, Error> {
        Ok(Self { not_before: midnight(first)?, not_after: midnight(last)? })
    }

    /// From the first day of one year to the first day of another.
    pub fn from_years(first: i32, last: i32) -> Result<Self, Error> {
        Self::from_days((first, 1, 1), (last, 1, 1))
    }
}

fn midnight((year, month, day): (i32, u8, u8)) -> Result<OffsetDateTime, Error> {
    let date = Month::try_from(month).and_then(|month| Date::from_calendar_date(year, month, day));
    let date = date.map_err(|error| Error::Validity(error.to_string()))?;
    Ok(date.with_time(Time::MIDNIGHT).assume_utc())
}
