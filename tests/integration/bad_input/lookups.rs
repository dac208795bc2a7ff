//! Look-ups that find nothing are counted per client, so that codes cannot be guessed; those that find
//! something never are.

use crate::harness::TestApp;
use suyuan::limits::{FAILED_LOOKUPS_BURST_COUNT, FAILED_LOOKUPS_PER_MINUTE_COUNT};

const MISSED: &str = "/api/v1/codes/0000000000000000";
const MISTYPED: &str = "/api/v1/codes/0000000000000001";

/// Look-ups of what is not there until one is refused; each from the client that `name` gives.
fn misses_allowed(app: &TestApp, name: impl Fn(u32) -> String) -> u32 {
    let most = 3 * FAILED_LOOKUPS_BURST_COUNT;
    let began = std::time::Instant::now();
    for sent in 0..most {
        let path = if sent % 2 == 0 { MISSED } else { MISTYPED };
        let answer = app.send("GET", path, &[("x-forwarded-for", &name(sent))], None);
        if answer.status == 429 {
            assert_eq!(answer.code(), "tooManyFailedLookups");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
            // What a slow machine gives back meanwhile is allowed on top.
            let back = began.elapsed().as_secs() * u64::from(FAILED_LOOKUPS_PER_MINUTE_COUNT) / 60;
            return sent.saturating_sub(u32::try_from(back).unwrap());
        }
        assert_eq!(answer.status, if sent % 2 == 0 { 404 } else { 400 }, "{}", answer.text());
    }
    most
}

#[test]
fn guessing_is_slowed_and_scanning_is_not() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    let [_, code, _] = app.units(&token, "L1").remove(0);
    let allowed = misses_allowed(&app, |_| String::new());
    assert!(
        (FAILED_LOOKUPS_BURST_COUNT - 1..=FAILED_LOOKUPS_BURST_COUNT).contains(&allowed),
        "{allowed}"
    );
    for path in [format!("/api/v1/codes/{code}"), format!("/c/{code}"), "/01/09521001400176".into()]
    {
        assert_eq!(app.get(&path).status, 200, "{path}");
    }
    let page = [("accept", "text/html"), ("accept-language", "en")];
    let refused = app.send("GET", "/c/0000000000000000", &page, None);
    assert_eq!(refused.status, 429);
    assert!(refused.text().contains("wait a while"), "{}", refused.text());
}

/// A client that nobody vouches for cannot be another one by saying so.
#[test]
fn an_untrusted_client_is_its_address() {
    let app = TestApp::start();
    let allowed = misses_allowed(&app, |sent| format!("198.51.100.{sent}"));
    assert!(allowed <= FAILED_LOOKUPS_BURST_COUNT, "{allowed}");
}

#[test]
fn a_trusted_proxy_names_the_client() {
    let app = TestApp::behind_proxy(|options| options);
    let most = 3 * FAILED_LOOKUPS_BURST_COUNT;
    assert_eq!(misses_allowed(&app, |sent| format!("198.51.100.{sent}")), most, "many clients");
    // What the client put in front of its own address counts for nothing.
    let spoofed = misses_allowed(&app, |sent| format!("10.0.0.{sent}, 203.0.113.7"));
    assert!(spoofed <= FAILED_LOOKUPS_BURST_COUNT, "{spoofed}");
    // The last address that no trusted proxy stands behind.
    let chained = misses_allowed(&app, |sent| format!("10.0.0.{sent}, 203.0.113.8, 127.0.0.9"));
    assert!(chained <= FAILED_LOOKUPS_BURST_COUNT, "{chained}");
    let household = misses_allowed(&app, |sent| format!("2001:db8:0:1::{sent:x}"));
    assert!(household <= FAILED_LOOKUPS_BURST_COUNT, "{household}");
    assert_eq!(misses_allowed(&app, |sent| format!("2001:db8:0:{:x}::1", sent + 16)), most);
    // A header that names nobody leaves the proxy itself.
    let unnamed = misses_allowed(&app, |sent| format!("nobody-{sent}"));
    assert!(unnamed <= FAILED_LOOKUPS_BURST_COUNT, "{unnamed}");
}
