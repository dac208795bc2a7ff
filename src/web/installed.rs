//! What a browser keeps of the service: a worker that shows the last checks and the recall list without
//! network, each with its age and never as a good state; the manifest and icons for the home screen.
//! The worker answers only when the network does not, so it delays no look-up.

use super::{PageContext, icons, message_page, policy};
use crate::texts::{Lang, page, verdicts};
use serde_json::json;

/// The sign of the service.
pub const ICON_SVG: &str = include_str!("assets/icon.svg");
/// The same as PNG, 32 by 32: what browsers ask for as `/favicon.ico`.
pub const ICON_32: &[u8] = include_bytes!("assets/icon-32.png");
/// 192 by 192.
pub const ICON_192: &[u8] = include_bytes!("assets/icon-192.png");
/// 512 by 512.
pub const ICON_512: &[u8] = include_bytes!("assets/icon-512.png");

/// The service worker with its words. `host`: as people should see it in the address.
pub fn worker(host: &str) -> String {
    let texts = json!({
        "policy": policy::of_pages(),
        "icon": icons::STALE,
        "zh": words(Lang::Zh, host),
        "en": words(Lang::En, host),
    });
    include_str!("assets/worker.js").replace("/*texts*/", &texts.to_string())
}

/// The web app manifest (W3C), in one language.
pub fn manifest(lang: Lang) -> String {
    let icon = |size: u32| json!({"src": format!("/icon-{size}.png"), "sizes": format!("{size}x{size}"), "type": "image/png"});
    json!({
        "name": page::APP_NAME.get(lang),
        "short_name": page::BRAND.get(lang),
        "lang": lang.code(),
        "id": "/",
        "start_url": format!("/?lang={}", lang.code()),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f2f4f2",
        "theme_color": "#17415f",
        "icons": [{"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml"}, icon(192), icon(512)],
    })
    .to_string()
}

fn words(lang: Lang, host: &str) -> serde_json::Value {
    let ctx = PageContext { lang, large: false, host, path: "/", json_path: "" };
    let page = message_page(&ctx, verdicts::STALE_TITLE.get(lang), page::OFFLINE_LINE.get(lang));
    let kept = format!(
        "<section class=\"card\"><h2>{}</h2><ul class=\"list\"><!--kept--></ul></section></main>",
        page::OFFLINE_KEPT.get(lang)
    );
    json!({
        "title": verdicts::STALE_TITLE.get(lang),
        "sentence": verdicts::STALE.get(lang),
        "page": page.replacen("</main>", &kept, 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worker cuts a good state out of kept pages by these marks; the templates must have them.
    #[test]
    fn the_worker_finds_its_marks_in_pages() {
        use crate::report::display::samples::all_states;
        use crate::verdict::Verdict;
        for (name, report) in all_states() {
            let ctx =
                PageContext { lang: Lang::En, large: false, host: "h", path: "/", json_path: "" };
            let html = super::super::scan_page(&report, &ctx);
            assert_eq!(html.matches("<main id=\"result\">").count(), 1, "{name}");
            assert_eq!(html.matches("<html lang=\"en\"").count(), 1, "{name}");
            assert_eq!(html.matches("<title>").count(), 1, "{name}");
            let fine = report.verdict == Verdict::Registered && report.choices.is_empty();
            let marks =
                ["registered", "notices"].map(|tone| format!("<section class=\"verdict {tone}\""));
            assert_eq!(marks.iter().any(|mark| html.contains(mark)), fine, "{name}");
            assert!(!fine || html.contains("<section class=\"said\">"), "{name}");
            let none = !report.choices.is_empty()
                || matches!(report.verdict, Verdict::Unknown | Verdict::CodeMistyped);
            assert_eq!(html.contains("<body data-keep=\"check\">"), !none, "{name}");
        }
    }

    #[test]
    fn the_worker_speaks_both_languages_and_names_no_other_host() {
        let worker = worker("t.example.cn");
        assert!(
            worker.contains("无法取得最新状态") && worker.contains("Cannot get the current state")
        );
        assert!(!worker.contains("/*texts*/") && worker.contains("<!--kept-->"));
        assert!(!worker.contains("//t.") && !worker.contains("https:"));
        for lang in [Lang::Zh, Lang::En] {
            let manifest: serde_json::Value = serde_json::from_str(&manifest(lang)).unwrap();
            assert_eq!(manifest["icons"].as_array().unwrap().len(), 3);
        }
    }
}
