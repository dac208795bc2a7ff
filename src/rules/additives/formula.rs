//! What is judged: the additives of one food as its producer stated them. Nothing here is checked;
//! a value that cannot be used (a negative mass, a fraction above 1) counts as not stated.

use rust_decimal::Decimal;

/// A food with its additives, and what has been answered about it.
#[derive(Debug, Clone, Default)]
pub struct Formula<'a> {
    /// Category of the finished food, a code of the table (GB 2760, E.1), e.g. `08.03.05`.
    pub category: Option<&'a str>,
    /// What the doses are per.
    pub basis: Basis<'a>,
    pub uses: &'a [Use<'a>],
    pub carried: &'a [Carried<'a>],
    /// Answers to questions of an earlier judgement.
    pub answers: &'a [Answer<'a>],
}

/// How much food the additives are in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Basis<'a> {
    /// Finished food, kg.
    pub mass: Option<Decimal>,
    /// Finished food, L.
    pub volume: Option<Decimal>,
    /// kg/L: makes a mass of a volume and the reverse. Never assumed.
    pub density: Option<Decimal>,
    /// Fat and oil in the finished food, kg: for limits on the content in fat.
    pub fat: Option<Decimal>,
    pub dilution: Option<Dilution<'a>>,
}

/// How the food is prepared before it is eaten or drunk.
#[derive(Debug, Clone, Copy)]
pub struct Dilution<'a> {
    /// Mass of the prepared food in masses of the food as sold; at least 1.
    pub times: Decimal,
    /// Category of the drink a solid drink is made into, e.g. `14.04`.
    pub drink: Option<&'a str>,
}

/// An additive as it was named: by CNS number, else by INS number, else by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Named<'a> {
    /// GB 2760, e.g. `09.002`.
    pub cns: Option<&'a str>,
    /// Codex CXG 36, e.g. `450(iii)`.
    pub ins: Option<&'a str>,
    /// Chinese or English.
    pub name: Option<&'a str>,
}

/// An additive that was put into the food.
#[derive(Debug, Clone, Copy, Default)]
pub struct Use<'a> {
    pub additive: Named<'a>,
    /// As weighed, g.
    pub mass: Option<Decimal>,
    /// Share of the mass that counts, in what the limit is expressed as; 0 to 1.
    pub active_fraction: Option<Decimal>,
    /// Code or name of a function class (GB 2760, annex D), e.g. `preservative`.
    pub function: Option<&'a str>,
}

/// An additive that came in with an ingredient (GB 2760, 3.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried<'a> {
    /// Place of the ingredient in its list: tells findings apart and decides nothing.
    pub ingredient: u16,
    pub additive: Named<'a>,
    /// As contained in the ingredient, g.
    pub mass: Option<Decimal>,
    /// As in [`Use`].
    pub active_fraction: Option<Decimal>,
    /// Category of the ingredient, a code of the table.
    pub ingredient_category: Option<&'a str>,
    /// Ingredient that was used, kg.
    pub ingredient_mass: Option<Decimal>,
}

/// What a post decided on a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Key of the question.
    pub key: &'a str,
    pub permitted: bool,
    /// Who decided, e.g. `quality`.
    pub post: &'a str,
}

impl<'a> Named<'a> {
    /// The first of CNS number, INS number and name that was stated; empty where none was.
    pub fn stated(&self) -> &'a str {
        self.cns.or(self.ins).or(self.name).unwrap_or_default()
    }
}
