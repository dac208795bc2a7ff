//! The closed sets of words that profiles are made of. Nothing here says what a category needs.

pub use crate::domain::permit::PermitKind;
pub use crate::domain::words::{Channel, CheckKind, Group, Pledge};

/// Declares a closed set: variant and word. Order is the order of strictness where there is one.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $word] $variant,)+ }

        impl $name {
            /// Every word.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in documents.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// How much a product can do to people, from little to much (three classes of the Hunan action
    /// plan 2013, item 5). In the highest class a gap refuses release.
    Risk { Low "low", Medium "medium", High "high", }
}
words! {
    /// What carries a code of its own, from coarse to fine.
    Coding { Batch "batch", Unit "unit", }
}
words! {
    /// What stands behind a rule: a law or standard that was read, one cited from memory, a paper of
    /// policy that is no law, or nothing but this profile.
    Source {
        Verified "verified",
        Unverified "unverified",
        Policy "policy",
        Profile "profile",
    }
}
words! {
    /// How closely a permit is bound to a place: the region of the site, or the site itself.
    Place { Region "region", Site "site", }
}
words! {
    /// Area that sales have to stay in: what was pledged, and in any case the county of the site.
    SaleArea { PledgedOrCounty "pledgedOrCounty", }
}
words! {
    /// Document that a pointer leads into.
    Document { Batch "batch", Product "product", }
}

/// Where a group stands: document and JSON pointer (RFC 6901). A test is a document of its own.
pub(super) fn place(group: Group) -> Option<(Document, &'static str)> {
    use Document::{Batch, Product};
    Some(match group {
        Group::Origin => (Batch, "/origin"),
        Group::Ingredients
        | Group::IngredientSources
        | Group::SourcePapers
        | Group::IncomingChecks => (Batch, "/ingredients"),
        Group::Additives => (Batch, "/additives"),
        Group::ProcessControls => (Batch, "/processControls"),
        Group::Expiry => (Batch, "/expiresOn"),
        Group::PermitNumber => (Batch, "/manufacturer/permit"),
        Group::Formula => (Product, "/formula"),
        Group::NetContent => (Product, "/netContent"),
        Group::IngredientStatement => (Product, "/label/ingredientStatement"),
        Group::Allergens => (Product, "/label/allergens"),
        Group::Nutrition => (Product, "/label/nutrition"),
        Group::Storage => (Product, "/label/storage"),
        Group::ShelfLife => (Product, "/shelfLife"),
        Group::Standard => (Product, "/standard"),
        Group::ResponsibleParty => (Product, "/responsibleParty"),
        Group::FactoryTest => return None,
    })
}
