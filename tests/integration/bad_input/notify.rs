//! Following changes, webhooks, watches, scan signals and listing checks, wrongly asked for.

use super::world::Body::{But, Made, Text};
use super::world::Good::{Listing, Webhook};
use super::world::{Row, ask, bad, changed, tell};
use serde_json::{Value, json};
use suyuan::limits::{LISTING_ITEMS_COUNT_MAX, WEBHOOK_URL_CHARS_MAX};

fn items() -> Value {
    let items = vec![json!({"gtin": "09521001400176"}); LISTING_ITEMS_COUNT_MAX + 1];
    changed(Listing, "/items", &json!(items).to_string())
}

fn url() -> Value {
    let url = format!("https://a.example/{}", "a".repeat(WEBHOOK_URL_CHARS_MAX - 17));
    changed(Webhook, "/url", &json!(url).to_string())
}

const NOT_PUBLIC: &str = "/url notPublicAddress";
const NOT_A_URL: &str = "/url notAWebhookUrl";

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    ask("GET /api/v1/changes?since=x", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes?since=", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes?since=01", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes?since=-1", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes?since=99999999", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes?since=18446744073709551615", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes?since=18446744073709551616", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes?limit=0", "", 400, "invalid", "?limit outOfRange"),
    ask("GET /api/v1/changes?limit=201", "", 400, "invalid", "?limit outOfRange"),
    ask("GET /api/v1/changes?scope=all", "maker", 400, "invalid", "?scope notAWord"),
    ask("GET /api/v1/changes?scope=own", "", 401, "unauthorized", ""),
    ask("GET /api/v1/changes?scope=own", "operator", 403, "notYours", ""),
    ask("GET /api/v1/changes", "garbage", 401, "unauthorized", ""),
    ask("GET /api/v1/changes/stream?since=x", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes/stream?since=99999999", "", 400, "invalid", "?since badCursor"),
    ask("GET /api/v1/changes/stream", "", 400, "invalid", "Last-Event-ID badCursor").with(&[("last-event-id", "x")]),
    ask("GET /api/v1/changes/stream?scope=own", "", 401, "unauthorized", ""),
    ask("GET /api/v1/changes/stream?scope=own", "operator", 403, "notYours", ""),
    ask("GET /api/v1/changes/stream", "revoked", 401, "unauthorized", ""),

    bad("POST /api/v1/listings/check", Made(items), "/items tooMany"),
    tell("POST /api/v1/listings/check", "", Made(items), 400, "invalid", "/items tooMany"),
    bad("POST /api/v1/listings/check", But(Listing, "/items", "[]"), "/items tooFew"),
    bad("POST /api/v1/listings/check", Text("{}"), "/items required"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0", r#"{"lot":"L1"}"#), "/items/0/gtin required"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0/gtin", r#""09521001400177""#), "/items/0/gtin checkDigit"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0/gtin", r#""95210014""#), "/items/0/gtin checkDigit"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0/gtin", "1"), "/items/0/gtin wrongType"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0/lot", r#""a b""#), "/items/0/lot notALot"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0/permit", r#""""#), "/items/0/permit emptyText"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0/permit", r#""--""#), "/items/0/permit notACode"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0/organization", r#""x""#), "/items/0/organization notACode"),
    bad("POST /api/v1/listings/check", But(Listing, "/items/0/price", "1"), "/items/0/price unknownField"),

    bad("POST {O}/watches", Made(items), "/items tooMany"),
    bad("POST {O}/watches", But(Listing, "/items", "[]"), "/items tooFew"),
    bad("POST {O}/watches", But(Listing, "/items/0", "{}"), "/items/0/gtin required"),
    bad("POST {O}/watches", But(Listing, "/items/0", r#"{"lot":"L1","permit":"SC1"}"#), "/items/0/gtin required"),
    tell("POST {O}/watches", "laboratory", But(Listing, "/items/0/lot", r#""L2""#), 403, "notYours", ""),
    tell("POST {O}/watches", "operator", But(Listing, "/items/0/lot", r#""L2""#), 403, "notYours", ""),
    tell("POST {O}/watches", "regulator", But(Listing, "/items/0/lot", r#""L2""#), 403, "notYours", ""),
    ask("GET {O}/watches", "", 401, "unauthorized", ""),
    ask("GET {O}/watches", "other", 403, "notYours", ""),
    ask("GET {O}/watches", "operator", 403, "notYours", ""),
    ask("GET {O}/watches?cursor=zz", "maker", 400, "invalid", "?cursor badCursor"),
    ask("DELETE {O}/watches/0000000000000000", "maker", 404, "notFound", ""),
    ask("DELETE {O}/watches/x", "maker", 404, "notFound", ""),
    ask("DELETE {O}/watches/0000000000000000", "other", 403, "notYours", ""),
    ask("DELETE {O}/watches/0000000000000000", "", 401, "unauthorized", ""),

    bad("POST {O}/webhooks", Made(url), "/url tooLong"),
    bad("POST {O}/webhooks", But(Webhook, "/url", r#""""#), NOT_A_URL),
    bad("POST {O}/webhooks", But(Webhook, "/url", r#""http://shop.example.cn/""#), NOT_A_URL),
    bad("POST {O}/webhooks", But(Webhook, "/url", r#""https://u:p@shop.example.cn/""#), NOT_A_URL),
    bad("POST {O}/webhooks", But(Webhook, "/url", r#""https://10.0.0.1/""#), NOT_PUBLIC),
    bad("POST {O}/webhooks", But(Webhook, "/url", r#""https://169.254.169.254/latest""#), NOT_PUBLIC),
    bad("POST {O}/webhooks", But(Webhook, "/url", r#""https://[fd00::1]/""#), NOT_PUBLIC),
    bad("POST {O}/webhooks", But(Webhook, "/url", r#""https://localhost/""#), NOT_PUBLIC),
    bad("POST {O}/webhooks", But(Webhook, "/url", r#""https://2130706433/""#), NOT_PUBLIC),
    bad("POST {O}/webhooks", But(Webhook, "/url", "-"), "/url required"),
    bad("POST {O}/webhooks", But(Webhook, "/kinds", "[]"), "/kinds tooFew"),
    bad("POST {O}/webhooks", But(Webhook, "/kinds", r#"["sold"]"#), "/kinds/0 notAWord"),
    bad("POST {O}/webhooks", But(Webhook, "/kinds", r#"["watch","watch"]"#), "/kinds/1 overlap"),
    tell("POST {O}/webhooks", "laboratory", But(Webhook, "/kinds", r#"["watch"]"#), 403, "notYours", ""),
    tell("POST {O}/webhooks", "operator", But(Webhook, "/kinds", r#"["watch"]"#), 403, "notYours", ""),
    ask("GET {O}/scans", "", 401, "unauthorized", ""),
    ask("GET {O}/scans", "revoked", 401, "unauthorized", ""),
    ask("GET {O}/scans", "other", 403, "notYours", ""),
    ask("GET {O}/scans", "seller", 403, "notYours", ""),
    ask("GET {O}/scans", "operator", 403, "notYours", ""),
    ask("GET {O}/scans", "outside", 403, "notYours", ""),
    ask("GET /api/v1/organizations/91310115591693856A/scans", "maker", 404, "notFound", ""),
    ask("GET /api/v1/organizations/91341124MA8TY6B187/scans", "maker", 400, "invalid", "/path/org notACode"),
    ask("GET {O}/scans?cursor=zz", "maker", 400, "invalid", "?cursor badCursor"),
    ask("GET {O}/scans?limit=0", "maker", 400, "invalid", "?limit outOfRange"),
    ask("GET {O}/scans?limit=201", "maker", 400, "invalid", "?limit outOfRange"),

    ask("GET {O}/webhooks", "", 401, "unauthorized", ""),
    ask("GET {O}/webhooks", "other", 403, "notYours", ""),
    ask("GET {O}/webhooks", "operator", 403, "notYours", ""),
    ask("DELETE {O}/webhooks/{hook}", "", 401, "unauthorized", ""),
    ask("DELETE {O}/webhooks/{hook}", "other", 403, "notYours", ""),
    ask("DELETE {O}/webhooks/{hook}", "seller", 404, "notFound", ""),
    ask("DELETE {O}/webhooks/0000000000000000", "maker", 404, "notFound", ""),
    tell("POST {O}/webhooks/0000000000000000/test", "maker", Text("{}"), 404, "notFound", ""),
    tell("POST {O}/webhooks/x/test", "maker", Text("{}"), 404, "notFound", ""),
    tell("POST {O}/webhooks/{hook}/test", "seller", Text("{}"), 404, "notFound", ""),
];
