//! Dates and instants as people read them, shown in the ledger's zone. No clock is read here.

use super::Lang;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026-11-22` as `2026年11月22日` or `22 November 2026`. What is no date is given back as it is.
pub fn date(lang: Lang, iso: &str) -> String {
    let mut parts = iso.split('-').map(str::parse::<u32>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return iso.to_owned();
    };
    let name = month.checked_sub(1).and_then(|month| MONTHS.get(usize::try_from(month).ok()?));
    match (lang, name) {
        (Lang::Zh, Some(_)) => format!("{year}年{month}月{day}日"),
        (Lang::En, Some(name)) => format!("{day} {name} {year}"),
        (_, None) => iso.to_owned(),
    }
}

/// `2026-11-22 09:31`, already local, as `2026年11月22日 09:31` or `22 November 2026, 09:31`.
pub fn instant(lang: Lang, local: &str) -> String {
    let Some((day, time)) = local.split_once([' ', 'T']) else {
        return date(lang, local);
    };
    let separator = if lang == Lang::Zh { " " } else { ", " };
    date(lang, day) + separator + time.get(..5).unwrap_or(time)
}

/// The zone in which the ledger's instants are shown.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// By IANA name; UTC when the name is unknown, for a text in the wrong zone is better than none.
    pub fn named(name: &str) -> Self {
        Self(TimeZone::get(name).unwrap_or(TimeZone::UTC))
    }

    /// The local day of an RFC 3339 instant. A plain date, or what is neither, is taken as it is.
    pub fn day(&self, lang: Lang, rfc3339: &str) -> String {
        match self.local(rfc3339) {
            Some(local) => date(lang, &local.date().to_string()),
            None => date(lang, rfc3339),
        }
    }

    /// The local day and minute of an RFC 3339 instant. A plain date stays a date.
    pub fn instant(&self, lang: Lang, rfc3339: &str) -> String {
        match self.local(rfc3339) {
            Some(local) => instant(lang, &local.to_string()),
            None => date(lang, rfc3339),
        }
    }

    fn local(&self, rfc3339: &str) -> Option<DateTime> {
        Some(self.0.to_datetime(rfc3339.parse::<Timestamp>().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out() {
        assert_eq!(date(Lang::Zh, "2026-11-02"), "2026年11月2日");
        assert_eq!(date(Lang::En, "2026-11-22"), "22 November 2026");
        for odd in ["", "2026-13-01", "2026-00-01", "2026年", "2026-11-22-1", "soon"] {
            assert_eq!(date(Lang::En, odd), odd);
        }
    }

    #[test]
    fn instants_are_shown_in_the_zone_of_the_ledger() {
        let zone = Zone::named("Asia/Shanghai");
        assert_eq!(zone.instant(Lang::Zh, "2026-11-22T16:31:00Z"), "2026年11月23日 00:31");
        assert_eq!(zone.instant(Lang::En, "2026-11-22T01:31:09Z"), "22 November 2026, 09:31");
        assert_eq!(zone.day(Lang::En, "2026-11-22T16:31:00Z"), "23 November 2026");
        assert_eq!(zone.instant(Lang::En, "2026-11-22"), "22 November 2026");
        assert_eq!(zone.instant(Lang::En, "?"), "?");
        let unknown = Zone::named("Moon/Crater");
        assert_eq!(unknown.instant(Lang::Zh, "2026-11-22T16:31:00Z"), "2026年11月22日 16:31");
        assert_eq!(instant(Lang::En, "2026-11-22 09:31"), "22 November 2026, 09:31");
    }
}
