//! Calendar days and instants as the ledger keeps them. Which day "today" is depends on the ledger's
//! zone and is decided by the caller.

use std::fmt;

/// A day of the Gregorian calendar, as days since 1970-01-01. 1900-01-01 to 2199-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day after.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// `YYYY-MM-DD` only (ISO 8601 calendar date); `None` for another shape or an impossible date.
    pub fn parse(text: &str) -> Option<Self> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return None;
        }
        let date: jiff::civil::Date = text.parse().ok()?;
        (1900..2200).contains(&date.year()).then(|| Self::of(date))
    }

    /// The day of a civil date.
    pub fn of(date: jiff::civil::Date) -> Self {
        let days = date.since(EPOCH).map_or(0, |span| span.get_days());
        Self(days)
    }

    /// Days since 1970-01-01, as stored.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The inverse of [`Day::number`].
    pub fn from_number(days: i32) -> Self {
        Self(days)
    }

    /// Days from `earlier` to this day; negative when this day comes first.
    pub fn days_since(self, earlier: Self) -> i64 {
        i64::from(self.0) - i64::from(earlier.0)
    }

    /// The year, for numbering.
    pub fn year(self) -> i16 {
        self.civil().year()
    }

    fn civil(self) -> jiff::civil::Date {
        EPOCH.saturating_add(jiff::Span::new().days(self.0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil())
    }
}

const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// Reads RFC 3339 with an offset; less than a millisecond is left out. The years are those of
    /// [`Day::parse`].
    pub fn parse(text: &str) -> Option<Self> {
        let read: jiff::Timestamp = text.parse().ok()?;
        let instant = Self(read.as_millisecond());
        Day::parse(&instant.day_in(&jiff::tz::TimeZone::UTC).to_string()).map(|_| instant)
    }

    /// The day of this instant in `zone`.
    pub fn day_in(self, zone: &jiff::tz::TimeZone) -> Day {
        Day::of(self.timestamp().to_zoned(zone.clone()).date())
    }

    fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

/// RFC 3339 in UTC, milliseconds only where there are any: `2026-11-22T09:31:00Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_what_it_prints_and_refuses_the_rest() {
        for text in ["1900-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "2199-12-31"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        for text in ["2023-02-29", "2026-13-01", "2026-1-1", "20260101", "1899-12-31", "2200-01-01"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_falls_on_the_day_of_the_zone() {
        let shanghai = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
        let instant = Instant(1_795_363_200_000);
        assert_eq!(instant.day_in(&shanghai).to_string(), "2026-11-23");
        assert_eq!(instant.day_in(&jiff::tz::TimeZone::UTC).to_string(), "2026-11-22");
        assert_eq!(instant.to_string(), "2026-11-22T16:00:00Z");
        assert_eq!(Instant::parse("2026-11-23T00:00:00.0001+08:00"), Some(instant));
        for text in
            ["2026-11-23", "2026-11-23T00:00:00", "-000001-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]
        {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}
