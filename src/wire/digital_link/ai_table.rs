//! The GS1 Application Identifiers (AIs): the shape of each value, which AIs are keys of a Digital
//! Link and with which path qualifiers, and which AIs may be data attributes of the query string.
//!
//! Facts of the GS1 General Specifications as the GS1 Barcode Syntax Dictionary lists them. This
//! file holds data and its look-up only; `value.rs` judges values, the parent judges URIs.

use super::value::Check::{
    Csum, CsumAlpha, Date, DateOrMonth, HasNonDigit, Hour, HourMinute, Hyphen, ImporterIndex,
    Latitude, LongDate, Longitude, Media, MinuteOrSecond, NonZero, PercentEncoded, PieceOfTotal,
    PositionInSequence, Prefix, Sex, Unpadded, Winding, YesNo, Zero,
};
use super::value::{Part, n, n_to, x, x_to, y_to, z_to};

/// One AI, or a run of AIs that share everything.
pub(super) struct Entry {
    first: &'static str,
    last: &'static str,
    /// With `Some(max)` the names are three-digit stems and a fourth digit `0..=max` follows that
    /// gives the decimal places.
    decimals: Option<u8>,
    pub(super) shape: &'static [Part],
    pub(super) attribute: bool,
    /// For a key: the alternative qualifier sequences, each in path order.
    pub(super) sequences: Option<&'static [&'static [&'static str]]>,
    /// Groups separated by a space, all of which must be met. A group is a comma-separated choice;
    /// `+` joins AIs that must come together, `n` stands for any digit.
    requires: &'static str,
    /// Comma-separated AIs or patterns that must be absent.
    excludes: &'static str,
}

/// The entry of an AI as it is written in a URI, or `None` when there is no such AI.
pub(super) fn lookup(ai: &str) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.covers(ai))
}

impl Entry {
    const fn run(first: &'static str, last: &'static str, shape: &'static [Part]) -> Self {
        Self {
            first,
            last,
            decimals: None,
            shape,
            attribute: true,
            sequences: None,
            requires: "",
            excludes: "",
        }
    }

    const fn needs(mut self, requires: &'static str) -> Self {
        self.requires = requires;
        self
    }

    const fn bars(mut self, excludes: &'static str) -> Self {
        self.excludes = excludes;
        self
    }

    fn covers(&self, ai: &str) -> bool {
        let (stem, in_places) = match self.decimals {
            None => (ai, true),
            Some(max) => match ai.split_at_checked(3) {
                Some((stem, places)) => {
                    (stem, matches!(places.as_bytes(), [d] if (b'0'..=b'0' + max).contains(d)))
                }
                None => return false,
            },
        };
        in_places
            && stem.len() == self.first.len()
            && stem.bytes().all(|b| b.is_ascii_digit())
            && (self.first..=self.last).contains(&stem)
    }

    /// Whether every group this AI requires is met by the AIs present in the same link.
    pub(super) fn requirements_met(&self, present: &[&str]) -> bool {
        let held = |pattern: &str| present.iter().any(|ai| fits(pattern, ai));
        self.requires
            .split_ascii_whitespace()
            .all(|group| group.split(',').any(|choice| choice.split('+').all(held)))
    }

    /// Whether `other` may not stand beside `own`, an AI of this entry. Two AIs that state one
    /// measure with different decimal places exclude each other.
    pub(super) fn excludes(&self, own: &str, other: &str) -> bool {
        let same_measure = self.decimals.is_some() && own.get(..3) == other.get(..3);
        own != other
            && (same_measure || self.excludes.split(',').any(|pattern| fits(pattern, other)))
    }
}

fn fits(pattern: &str, ai: &str) -> bool {
    pattern.len() == ai.len() && pattern.bytes().zip(ai.bytes()).all(|(p, a)| p == b'n' || p == a)
}

const fn data(ai: &'static str, shape: &'static [Part]) -> Entry {
    Entry::run(ai, ai, shape)
}

const fn not_attribute(ai: &'static str, shape: &'static [Part]) -> Entry {
    let mut entry = Entry::run(ai, ai, shape);
    entry.attribute = false;
    entry
}

const fn key(
    ai: &'static str,
    shape: &'static [Part],
    sequences: &'static [&'static [&'static str]],
) -> Entry {
    let mut entry = Entry::run(ai, ai, shape);
    entry.sequences = Some(sequences);
    entry
}

const fn places(
    first: &'static str,
    last: &'static str,
    max: u8,
    shape: &'static [Part],
    requires: &'static str,
) -> Entry {
    let mut entry = Entry::run(first, last, shape).needs(requires);
    entry.decimals = Some(max);
    entry
}

/// A trade item, however it is named.
const ITEM: &str = "01,02,8006,8026";
/// A trade item, made-to-order ones included.
const ITEM_OR_MTO: &str = "01,02,03,8006,8026";
/// Something that a price can be counted by.
const COUNTED: &str = "30,31nn,32nn,35nn,36nn";

const N1_YES_NO: &[Part] = &[n(1).check(YesNo)];
const N2: &[Part] = &[n(2)];
const N3: &[Part] = &[n(3)];
const N4: &[Part] = &[n(4)];
const N6: &[Part] = &[n(6)];
const N13: &[Part] = &[n(13)];
const N_4: &[Part] = &[n_to(4)];
const N_6: &[Part] = &[n_to(6)];
const N_8: &[Part] = &[n_to(8)];
const N_10: &[Part] = &[n_to(10)];
const N_15: &[Part] = &[n_to(15)];
const X2: &[Part] = &[x(2)];
const X_2: &[Part] = &[x_to(2)];
const X_3: &[Part] = &[x_to(3)];
const X_4: &[Part] = &[x_to(4)];
const X_10: &[Part] = &[x_to(10)];
const X_12: &[Part] = &[x_to(12)];
const X_20: &[Part] = &[x_to(20)];
const X_25: &[Part] = &[x_to(25)];
const X_28: &[Part] = &[x_to(28)];
const X_30: &[Part] = &[x_to(30)];
const X_34: &[Part] = &[x_to(34)];
const X_50: &[Part] = &[x_to(50)];
const X_70: &[Part] = &[x_to(70)];
const X_90: &[Part] = &[x_to(90)];
const X_35_PERCENT: &[Part] = &[x_to(35).check(PercentEncoded)];
const X_40_PERCENT: &[Part] = &[x_to(40).check(PercentEncoded)];
const X_70_PERCENT: &[Part] = &[x_to(70).check(PercentEncoded)];
const X_90_PERCENT: &[Part] = &[x_to(90).check(PercentEncoded)];
const Z_90: &[Part] = &[z_to(90)];
const DATE: &[Part] = &[n(6).check(Date)];
const DATE_OR_MONTH: &[Part] = &[n(6).check(DateOrMonth)];
const DELIVERY: &[Part] = &[n(6).check(DateOrMonth), n(4).check(HourMinute)];
const DATE_TIME: &[Part] = &[n(6).check(Date), n(4).check(HourMinute)];
const DATE_SPAN: &[Part] = &[n(6).check(Date), n(6).check(Date).optional()];
const DATE_MAYBE_TIME: &[Part] = &[n(6).check(Date), n(4).check(HourMinute).optional()];
const MADE_AT: &[Part] = &[
    n(6).check(Date),
    n(2).check(Hour),
    n(2).check(MinuteOrSecond).optional(),
    n(2).check(MinuteOrSecond).optional(),
];
const BORN_ON: &[Part] = &[n(8).check(LongDate)];
const BORN_AT: &[Part] = &[n(8).check(LongDate), n(4).check(HourMinute)];
const TEMPERATURE: &[Part] = &[n(6), x(1).check(Hyphen).optional()];
const POSITION: &[Part] = &[n(10).check(Latitude), n(10).check(Longitude)];
const CURRENCY_AMOUNT: &[Part] = &[n(3), n_to(15)];
const COUNTRY_POSTCODE: &[Part] = &[n(3), x_to(9)];
const COUNTRY_PROCESSOR: &[Part] = &[n(3), x_to(27)];
const COUNTRIES: &[Part] =
    &[n(3), n(3).optional(), n(3).optional(), n(3).optional(), n(3).optional()];
const CERTIFICATE: &[Part] = &[x(2), x_to(28)];
const GTIN: &[Part] = &[n(14).check(Csum)];
const GLN: &[Part] = &[n(13).check(Csum)];
const GSIN: &[Part] = &[n(17).check(Csum)];
const N18_CSUM: &[Part] = &[n(18).check(Csum)];
const GDTI: &[Part] = &[n(13).check(Csum), x_to(17).optional()];
const GCN: &[Part] = &[n(13).check(Csum), n_to(12).optional()];
const GRAI: &[Part] = &[n(1).check(Zero), n(13).check(Csum), x_to(16).optional()];
const PREFIXED: &[Part] = &[x_to(30).check(Prefix)];
const CPID: &[Part] = &[y_to(30).check(Prefix)];
const CPID_SERIAL: &[Part] = &[n_to(12).check(Unpadded)];
const GMN: &[Part] = &[x_to(25).check(CsumAlpha)];
const MUDI: &[Part] = &[x_to(25).check(HasNonDigit)];
const ITIP: &[Part] = &[n(14).check(Csum), n(4).check(PieceOfTotal)];
const IMPORTER: &[Part] = &[n(1), x(1), x(1), x(1).check(ImporterIndex)];
const MEDIA: &[Part] = &[n(2).check(Media)];
const SEX: &[Part] = &[n(1).check(Sex)];
const SEQUENCE: &[Part] = &[x(3).check(PositionInSequence)];
const ROLL: &[Part] =
    &[n(4).check(NonZero), n(5).check(NonZero), n(3).check(NonZero), n(1).check(Winding), n(1)];

/// Every assigned AI. The AIs of one row share shape, rules and place in a URI.
static TABLE: &[Entry] = &[
    key("00", N18_CSUM, &[]),
    key("01", GTIN, &[&["22", "10", "21"], &["235"]]).bars("255,37"),
    data("02", GTIN).needs("37").bars("01,03"),
    not_attribute("03", GTIN).bars("01,02,37"),
    data("10", X_20).needs(ITEM_OR_MTO),
    data("11", DATE_OR_MONTH).needs(ITEM_OR_MTO),
    data("12", DATE_OR_MONTH).needs("8020"),
    data("13", DATE_OR_MONTH).needs(ITEM_OR_MTO),
    data("15", DATE_OR_MONTH).needs(ITEM_OR_MTO),
    data("16", DATE_OR_MONTH).needs(ITEM_OR_MTO),
    data("17", DATE_OR_MONTH).needs("01,02,03,255,8006,8026"),
    data("20", N2).needs(ITEM),
    not_attribute("21", X_20).needs("01,03,8006").bars("235"),
    not_attribute("22", X_20).needs("01"),
    not_attribute("235", X_28).needs("01"),
    Entry::run("240", "241", X_30).needs(ITEM),
    data("242", N_6).needs(ITEM),
    data("243", X_20).needs("01"),
    data("250", X_30).needs("01,8006 21"),
    data("251", X_30).needs("01,8006"),
    key("253", GDTI, &[]),
    not_attribute("254", X_20).needs("414"),
    key("255", GCN, &[]).bars("01,02,415,8006,8020,8026"),
    data("30", N_8).needs("01,02"),
    places("310", "316", 5, N6, "01,02"),
    places("320", "329", 5, N6, "01,02"),
    places("330", "336", 5, N6, "00,01"),
    places("337", "337", 5, N6, "01"),
    places("340", "349", 5, N6, "00,01"),
    places("350", "352", 5, N6, "01,02"),
    places("353", "355", 5, N6, "00,01"),
    places("356", "357", 5, N6, "01,02"),
    places("360", "361", 5, N6, "01,02"),
    places("362", "363", 5, N6, "00,01"),
    places("364", "366", 5, N6, "01,02"),
    places("367", "369", 5, N6, "00,01"),
    data("37", N_8).needs("00 02,8026"),
    places("390", "390", 9, N_15, "255,8020").bars("391n,394n,8111"),
    places("391", "391", 9, CURRENCY_AMOUNT, "8020"),
    places("392", "392", 9, N_15, "01 30,31nn,32nn,35nn,36nn").bars("393n"),
    places("393", "393", 9, CURRENCY_AMOUNT, COUNTED),
    places("394", "394", 3, N4, "255").bars("8111"),
    places("395", "395", 5, N6, COUNTED).bars("392n,393n,8005"),
    data("400", X_30),
    key("401", PREFIXED, &[]),
    key("402", GSIN, &[]),
    data("403", X_30).needs("00"),
    Entry::run("410", "413", GLN),
    key("414", GLN, &[&["254"], &["7040"]]),
    key("415", GLN, &[&["8020"]]).needs("8020"),
    data("416", GLN),
    key("417", GLN, &[&["7040"]]),
    data("420", X_20).bars("421"),
    data("421", COUNTRY_POSTCODE).bars("4307"),
    data("422", N3).needs(ITEM).bars("426"),
    data("423", COUNTRIES).needs("01,02").bars("426"),
    data("424", N3).needs("01,02").bars("426"),
    data("425", COUNTRIES).needs("01,02").bars("426"),
    data("426", N3).needs("01,02"),
    data("427", X_3).needs("01,02 422"),
    Entry::run("4300", "4301", X_35_PERCENT).needs("00"),
    data("4302", X_70_PERCENT).needs("00"),
    data("4303", X_70_PERCENT).needs("4302"),
    Entry::run("4304", "4306", X_70_PERCENT).needs("00"),
    data("4307", X2).needs("00"),
    data("4308", X_30).needs("00"),
    data("4309", POSITION).needs("00"),
    Entry::run("4310", "4311", X_35_PERCENT).needs("00"),
    data("4312", X_70_PERCENT).needs("00"),
    data("4313", X_70_PERCENT).needs("4312"),
    Entry::run("4314", "4316", X_70_PERCENT).needs("00"),
    data("4317", X2).needs("00"),
    data("4318", X_20).needs("00"),
    data("4319", X_30).needs("00"),
    data("4320", X_35_PERCENT).needs("00"),
    Entry::run("4321", "4323", N1_YES_NO).needs("00"),
    Entry::run("4324", "4325", DELIVERY).needs("00"),
    data("4326", DATE).needs("00"),
    Entry::run("4330", "4331", TEMPERATURE).needs("00").bars("4330,4331"),
    Entry::run("4332", "4333", TEMPERATURE).needs("00").bars("4332,4333"),
    data("7001", N13).needs(ITEM),
    data("7002", X_30).needs("01,02"),
    data("7003", DATE_TIME).needs("01,02"),
    data("7004", N_4).needs("01 10"),
    data("7005", X_12).needs("01,02"),
    data("7006", DATE).needs("01,02"),
    data("7007", DATE_SPAN).needs("01,02"),
    data("7008", X_3).needs("01,02"),
    data("7009", X_10).needs("01,02"),
    data("7010", X_2).needs("01,02"),
    data("7011", DATE_MAYBE_TIME).needs("01,02"),
    data("7020", X_20).needs("01,8006 416"),
    data("7021", X_20).needs("01,8006"),
    data("7022", X_20).needs("7021"),
    data("7023", PREFIXED),
    Entry::run("7030", "7039", COUNTRY_PROCESSOR).needs("01,02"),
    not_attribute("7040", IMPORTER),
    not_attribute("7041", X_4).needs("00"),
    Entry::run("710", "716", X_20).needs("01"),
    Entry::run("7230", "7239", CERTIFICATE).needs("01,8004"),
    data("7240", X_20).needs("01,8006"),
    data("7241", MEDIA).needs("8017,8018"),
    data("7242", X_25).needs("8017,8018"),
    data("7250", BORN_ON).needs("8018").bars("7251"),
    data("7251", BORN_AT).needs("8018").bars("7250"),
    data("7252", SEX).needs("8018"),
    Entry::run("7253", "7254", X_40_PERCENT).needs("8017,8018").bars("7256,7259"),
    data("7255", X_10).needs("8017,8018").bars("7256,7259"),
    data("7256", X_90_PERCENT).needs("8017,8018"),
    data("7257", X_70_PERCENT).needs("8018"),
    data("7258", SEQUENCE).needs("8018+7259"),
    data("7259", X_40_PERCENT).needs("8018").bars("7256"),
    data("8001", ROLL).needs("01"),
    data("8002", X_20),
    key("8003", GRAI, &[]),
    key("8004", PREFIXED, &[&["7040"]]),
    data("8005", N6).needs("01,02"),
    key("8006", ITIP, &[&["22", "10", "21"]]).bars("01,37"),
    data("8007", X_34).needs("415"),
    data("8008", MADE_AT).needs("01,02"),
    data("8009", X_50).needs("00,01"),
    key("8010", CPID, &[&["8011"]]),
    not_attribute("8011", CPID_SERIAL).needs("8010"),
    data("8012", X_20).needs("01,8006"),
    key("8013", GMN, &[]),
    not_attribute("8014", MUDI).needs("01"),
    key("8017", N18_CSUM, &[&["8019"]]).bars("8018"),
    key("8018", N18_CSUM, &[&["8019"]]).bars("8017"),
    not_attribute("8019", N_10).needs("8017,8018"),
    not_attribute("8020", X_25).needs("415"),
    data("8026", ITIP).needs("37").bars("02,8006"),
    data("8030", Z_90).needs("00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018"),
    data("8110", X_70),
    data("8111", N4).needs("255"),
    data("8112", X_70),
    not_attribute("8200", X_70).needs("01"),
    data("90", X_30),
    Entry::run("91", "99", X_90),
];

/// How many rows name `ai`: one, for every AI there is.
#[cfg(test)]
pub(super) fn rows_covering(ai: &str) -> usize {
    TABLE.iter().filter(|entry| entry.covers(ai)).count()
}
