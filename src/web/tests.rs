//! The pages of every state: order, words, marks, and what must not be there.

use super::forms::{Entered, Field, Wrong, home};
use super::written::Woven;
use super::{PageContext, message_page, scan_page};
use crate::fact::text::BiText;
use crate::report::display::samples::{all_states, finished, sausage};
use crate::report::model::TraceReport;
use crate::texts::Lang;
use crate::texts::tests::FORBIDDEN;
use crate::verdict::{Notice, Verdict};

fn context(lang: Lang) -> PageContext<'static> {
    PageContext {
        lang,
        large: false,
        host: "t.example.cn",
        path: "/C/7K3MQ9TXV2HD84RW",
        json_path: "/api/v1/codes/7K3MQ9TXV2HD84RW",
    }
}

fn pages() -> Vec<(String, TraceReport, Lang, String)> {
    let mut pages = Vec::new();
    for (name, report) in all_states() {
        for lang in [Lang::Zh, Lang::En] {
            let html = scan_page(&report, &context(lang));
            pages.push((format!("{name}.{}", lang.code()), report.clone(), lang, html));
        }
    }
    pages
}

/// The page without our script, which has to stand in it once, as it is.
fn without_script(html: &str) -> String {
    let ours = format!("<script>{}</script>", super::SCRIPT);
    assert_eq!(html.matches(&ours).count(), 1);
    html.replace(&ours, "")
}

/// Tags that close, in order; attributes quoted; no stray angle brackets.
fn assert_well_formed(name: &str, html: &str) {
    const VOID: [&str; 3] = ["meta", "input", "br"];
    let html = &without_script(html);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.strip_prefix("<!doctype html>").expect(name);
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>') || open.last() == Some(&"style"), "{name}: stray > in {text}");
        let (tag, tail) = after.split_once('>').expect(name);
        assert_eq!(tag.matches('"').count() % 2, 0, "{name}: {tag}");
        rest = tail;
        let word = tag.split(|c: char| c.is_whitespace() || c == '/').find(|w| !w.is_empty());
        let word = word.expect(name);
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}"),
            None if VOID.contains(&word) || tag.ends_with('/') => {}
            None => open.push(word),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

#[test]
fn every_page_is_well_formed_small_and_self_contained() {
    for (name, _, lang, html) in pages() {
        assert_well_formed(&name, &html);
        let tag = if lang == Lang::Zh { "zh-CN" } else { "en" };
        assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{name}");
        assert!(html.len() < 30_000, "{name}: {} bytes", html.len());
        let html = without_script(&html);
        for absent in
            ["<script", "http:", "https:", "//", "<img", "<link", " style=", "onclick", "{{", "{%"]
        {
            assert!(!html.contains(absent), "{name} has {absent}");
        }
        let mut ids: Vec<&str> =
            html.split(" id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: an id stands twice");
    }
}

#[test]
fn every_page_says_its_verdict_and_no_forbidden_word() {
    for (name, report, lang, html) in pages() {
        let html = without_script(&html);
        let (_, body) = html.split_once("</style>").unwrap();
        let title = report.display.title.pick(lang.is_chinese());
        assert!(body.contains(&format!("<span>{title}</span></h1>")), "{name}");
        assert!(html.contains(&format!("<title>{title}")), "{name}");
        let woven =
            |text: &BiText| Woven { text: text.pick(lang.is_chinese()), reader: lang }.to_string();
        assert!(body.contains(&woven(&report.display.sentence)), "{name}");
        for action in &report.display.actions {
            assert!(body.contains(&woven(&action.text)), "{name} {}", action.code);
        }
        for word in FORBIDDEN {
            assert!(!body.to_lowercase().contains(word), "{name} says {word}");
        }
    }
}

#[test]
fn blocks_stand_in_the_order_of_the_design() {
    let (_, report) = all_states().into_iter().find(|(name, _)| *name == "notices").unwrap();
    let html = scan_page(&report, &context(Lang::Zh));
    let order =
        ["verdict", "compare", "label", "corrections", "tests", "origin", "producer", "record"];
    let places: Vec<usize> = order
        .iter()
        .map(|id| html.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{id} is missing")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    let allergens = html.find("class=\"allergens\"").unwrap();
    assert!(allergens < html.find("猪肉（72.7%）").unwrap(), "allergens come first");
    assert!(html.contains("<h2>数字标签</h2><p class=\"by producer\">生产者自述</p>"));
    assert!(!html.contains("<details"), "nothing is folded");
}

#[test]
fn bad_states_fill_the_screen_and_fine_is_a_line() {
    for (name, report, _, html) in pages() {
        let calm = !report.choices.is_empty()
            || matches!(
                report.verdict,
                Verdict::Registered | Verdict::Unknown | Verdict::CodeMistyped
            );
        assert_eq!(html.contains(" full\" id=\"verdict\""), !calm, "{name}");
    }
    let mut signs: Vec<String> = all_states()
        .iter()
        .map(|(_, report)| {
            let html = scan_page(report, &context(Lang::Zh));
            let class = html.split("class=\"verdict ").nth(1).unwrap();
            let icon = html.split("<svg").nth(1).unwrap().split("</svg>").next().unwrap();
            format!("{} {icon}", class.split(['"', ' ']).next().unwrap())
        })
        .collect();
    let states = signs.len();
    signs.sort();
    signs.dedup();
    assert_eq!(signs.len(), states, "each state has its own colour and sign");
}

#[test]
fn a_recall_offers_the_call_and_names_who_speaks() {
    let (_, report) = all_states().into_iter().find(|(name, _)| *name == "recalled").unwrap();
    let html = scan_page(&report, &context(Lang::En));
    assert!(html.contains("<a class=\"call\" href=\"tel:0551-12345678\">Call 0551-1234 5678</a>"));
    assert!(html.contains("<p class=\"by regulator\">Regulator</p>"));
    assert!(html.contains("<bdi>Anhui market regulator</bdi>"));
    assert!(html.contains("href=\"/api/v1/recalls/m-2026-0031\""));
    assert!(html.contains("<bdi lang=\"zh-CN\">溪口食品有限公司</bdi>"), "marked as Chinese");
}

#[test]
fn check_lot_lists_the_lots_and_asks_for_one() {
    let (_, report) = all_states().into_iter().find(|(name, _)| *name == "checkLot").unwrap();
    let html = scan_page(&report, &context(Lang::Zh));
    let list = html.find("受影响：批号 20261122 A1、20261123 A1。").unwrap();
    let form = html.find("<form action=\"/01/09520123456788\" method=\"get\">").unwrap();
    assert!(list < form && html.matches("name=\"lot\"").count() == 1);
}

#[test]
fn tests_show_value_limit_and_a_word() {
    let mut report = sausage(Verdict::Registered);
    let trace = report.provenance.as_mut().unwrap();
    trace.tests[0].result = "fail";
    trace.tests[0].items[1].result = "fail";
    let html = scan_page(&finished(report, &[Notice::TestFailed]), &context(Lang::Zh));
    assert!(html.contains("<tr class=\"pass\"><th scope=\"row\">亚硝酸盐残留<small>"));
    assert!(html.contains("<tr class=\"fail\"><th scope=\"row\">菌落总数<small>"));
    assert!(html.contains("<bdi>≤ 30 mg/kg</bdi>") && html.contains("GB 2760-2024"));
    assert!(
        html.contains(">不符合</td>")
            && html.contains(">符合</td>")
            && html.contains(">无限值</td>")
    );
    assert!(html.contains("<bdi>water activity</bdi>"), "an unknown item is shown as given");
    assert!(html.contains("护色剂 · 让肉保持红色"));
}

#[test]
fn what_was_not_detected_and_what_a_plan_means_is_said() {
    let mut report = sausage(Verdict::Registered);
    let items = &mut report.provenance.as_mut().unwrap().tests[0].items;
    items[0].shown = "5 × ND".to_owned();
    items[1].limit = Some("n=5, c=2, m=10000, M=100000 CFU/g".to_owned());
    let report = finished(report, &[]);
    let html = scan_page(&report, &context(Lang::Zh));
    assert!(html.contains("data-l=\"实测\"><bdi>5 × 未检出</bdi>"));
    assert!(html.contains("n 份样品中至多 c 份可超过 m，任何一份不得超过 M。"));
    let html = scan_page(&report, &context(Lang::En));
    assert!(html.contains("<bdi>5 × not detected</bdi>"));
    assert!(html.contains("Of n samples, at most c may exceed m and none M."));
}

#[test]
fn a_date_printed_in_another_way_has_the_registered_one_beside_it_in_english() {
    let mut report = sausage(Verdict::Registered);
    report.compare_with_pack.as_mut().unwrap().production = Some("2026年11月22日".to_owned());
    let report = finished(report, &[]);
    let beside = "<bdi lang=\"zh-CN\">2026年11月22日</bdi> <small>22 November 2026</small>";
    assert!(scan_page(&report, &context(Lang::En)).contains(beside));
    assert!(!scan_page(&report, &context(Lang::Zh)).contains("22 November"));
}

#[test]
fn a_telephone_without_digits_is_no_link() {
    let mut report = sausage(Verdict::Registered);
    report.organization.as_mut().unwrap().phone = Some("n/a".to_owned());
    let html = scan_page(&finished(report, &[]), &context(Lang::Zh));
    assert!(html.contains("<dd><bdi>n/a</bdi></dd>") && !html.contains("tel:"));
}

fn entered<'a>(code: &'a str, sentence: &'a str) -> Entered<'a> {
    Entered { code, wrong: Some(Wrong { field: Field::Code, sentence }), ..Entered::default() }
}

#[test]
fn what_others_wrote_cannot_become_markup() {
    let mut report = sausage(Verdict::Registered);
    let hostile = "\"><script>alert(1)</script>\u{202E}";
    let name = BiText::both(hostile, hostile);
    report.compare_with_pack.as_mut().unwrap().name = name.clone();
    report.product.as_mut().unwrap().name = name.clone();
    let firm = report.organization.as_mut().unwrap();
    firm.name = name;
    firm.phone = Some(hostile.to_owned());
    report.key.gtin = Some(hostile.to_owned());
    report.unit.as_mut().unwrap().shown = hostile.to_owned();
    let report = finished(report, &[Notice::TestFailed]);
    let ctx = PageContext { host: hostile, path: hostile, json_path: hostile, ..context(Lang::En) };
    let pages = [
        scan_page(&report, &ctx),
        home(&ctx, &entered(hostile, hostile)),
        message_page(&ctx, hostile, hostile),
    ];
    for html in pages {
        assert!(!without_script(&html).contains("<script"));
        assert_well_formed("hostile", &html);
    }
}

#[test]
fn forms_and_switches_work_without_script() {
    let ctx = PageContext { large: true, path: "/c?code=7K3M", ..context(Lang::En) };
    let html = home(&ctx, &entered("7K3M", "The check fails."));
    assert_well_formed("home", &html);
    assert!(html.contains("<html lang=\"en\" class=\"large\">"));
    for (action, fields) in
        [("/c", &["code"][..]), ("/01", &["gtin", "lot", "serial"]), ("/o", &["org", "serial"])]
    {
        let form = html.split(&format!("action=\"{action}\" method=\"get\"")).nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        fields.iter().for_each(|name| assert!(form.contains(&format!("name=\"{name}\""))));
        assert!(form.contains("name=\"lang\" value=\"en\"") && form.contains("name=\"size\""));
    }
    assert!(html.contains("value=\"7K3M\"") && html.contains("href=\"#code\">The check fails."));
    assert!(
        html.contains("href=\"/c?code=7K3M&#38;lang=zh&#38;size=large\""),
        "the other language"
    );
    assert!(html.contains("href=\"/c?code=7K3M&#38;lang=en\""), "the other size");
    let page = message_page(&ctx, "Busy", "Try again in a minute.");
    assert_well_formed("message", &page);
    assert!(page.contains("<h1>Busy</h1>"));
}

/// Contrast of the white words on each colour of state, by WCAG 2.2, 1.4.3 (at least 4.5 to 1).
#[test]
fn white_is_readable_on_every_colour_of_state() {
    let channel = |part: &str| {
        let value = f64::from(u8::from_str_radix(part, 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let tones: Vec<&str> = super::STYLE.split("--tone:#").skip(1).collect();
    assert_eq!(tones.len(), 14);
    for tone in tones {
        let (red, green, blue) = (&tone[0..2], &tone[2..4], &tone[4..6]);
        let light = 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
        assert!(1.05 / (light + 0.05) >= 4.5, "#{}", &tone[..6]);
    }
}
