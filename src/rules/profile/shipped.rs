//! The profiles that come with the program. Which of them a ledger uses is decided there.

/// A document by its file name.
macro_rules! document {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../schemas/profiles/", $name, ".json")))
    };
}

/// Every shipped profile document: file name without its ending, and text.
pub const SHIPPED: [(&str, &str); 31] = [
    document!("food@1"),
    document!("food@2"),
    document!("food.beverage@1"),
    document!("food.dairy@1"),
    document!("food.health@1"),
    document!("food.infant.formula@1"),
    document!("food.liquor@1"),
    document!("food.liquor@2"),
    document!("food.liquor.distilled@1"),
    document!("food.liquor.low@1"),
    document!("food.meat@1"),
    document!("food.meat.cooked@1"),
    document!("food.oil@1"),
    document!("food.workshop@1"),
    document!("general@1"),
    document!("goods@1"),
    document!("goods.appliance@1"),
    document!("goods.buildingMaterial@1"),
    document!("goods.cosmetics@1"),
    document!("goods.feed@1"),
    document!("goods.fertilizer@1"),
    document!("goods.fireworks@1"),
    document!("goods.foodAdditive@1"),
    document!("goods.foodContact@1"),
    document!("goods.machinery@1"),
    document!("goods.medicine@1"),
    document!("goods.pesticide@1"),
    document!("goods.textile@1"),
    document!("goods.toy@1"),
    document!("goods.vehiclePart@1"),
    document!("goods.veterinaryMedicine@1"),
];
