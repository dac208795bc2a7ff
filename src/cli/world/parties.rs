//! Organizations that the story names; all of them stand in `schemas/demo/organizations.json`.

/// Meat processor: the sausages under recall, and the lot that is held.
pub(super) const MEAT: &str = "91341124YYDEM04897";
/// Dairy.
pub(super) const DAIRY: &str = "91320981YYDEM085XY";
/// Soy sauce and vinegar.
pub(super) const SOY: &str = "91341622YYDEM1967F";
/// Tea.
pub(super) const TEA: &str = "91341024YYDEM2337F";
/// Rice, flour, noodles.
pub(super) const GRAIN: &str = "91340123YYDEM2708G";
/// Oils, with the licence that was cancelled.
pub(super) const OIL: &str = "91340322YYDEM1596W";
/// Liquor.
pub(super) const LIQUOR: &str = "91341602YYDEM3073G";
/// Frozen dumplings.
pub(super) const DUMPLING: &str = "91320412YYDEM3444P";
/// Toys.
pub(super) const TOY: &str = "91440515YYDEM41805";
/// Household appliances.
pub(super) const APPLIANCE: &str = "91440606YYDEM45510";
/// Power tools, with own serials.
pub(super) const TOOL: &str = "91320681YYDEM4922B";
/// Importer of oats.
pub(super) const IMPORTER: &str = "91310115YYDEM8624W";
/// Workshop that makes bean curd.
pub(super) const WORKSHOP: &str = "92341124YYDEM8990F";
/// Supermarkets in Nanjing that receive deliveries.
pub(super) const SHOP: &str = "91320114YYDEM7517X";
/// Laboratory in Hefei.
pub(super) const LAB_A: &str = "91340104YYDEM6776X";
/// Regulator of Anhui.
pub(super) const REG_AH: &str = "11340000YYDEM7883U";
/// Meat packer abroad, under the number of another registry.
pub(super) const PORK_US: &str = "US-FSIS:M-DEMO-417+P";
