"""What every page has to fulfil, each check by itself: a function from a page to findings.

A finding is a sentence for people. No check knows which page it is at, nor how findings are told.
"""

import io
import re
import unicodedata
import urllib.parse

import pypdf

from pages import ALWAYS, ORDER

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
# 1280 by 1024 at 400 %: WCAG 1.4.10.
ZOOMED = {"width": 320, "height": 256}
SIZES = {"320 px": SMALL, "390 px": PHONE, "1280 px": DESK, "400 %": ZOOMED}

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}
# Rules that apply to every page: were one of them not run, a finding could not come up.
AXE_MUST_RUN = {"color-contrast", "document-title", "html-has-lang", "region", "target-size"}

# Requests that a browser makes beside the page: icon, manifest, worker; and, once a page is read, the
# list of recalls that is kept for reading without network.
BESIDE = re.compile(r"^/((favicon|icon|apple-touch-icon|manifest|worker|sw)[^/]*|recalls)$")

# What can be read of a page, without the buttons that only a script brings to life.
TEXT = """() => {
  const only = [...document.querySelectorAll("button[type=button]")].filter(one => !one.hidden);
  only.forEach(one => { one.hidden = true; });
  const text = document.body.innerText;
  only.forEach(one => { one.hidden = false; });
  return text;
}"""

# WCAG 1.4.12, and text at 200 % (1.4.4) for a root that is no longer what the style says.
SPACING = "* {line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
SPACING += "p {margin-bottom:2em!important}"
DOUBLE = "html {font-size:212.5%!important}"


def asked(base, requests):
    """Nothing is asked of another host, and at most the page itself of this one."""
    own = []
    for url in requests:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme in ("data", "blob"):
            continue
        if f"{parts.scheme}://{parts.netloc}" != base:
            yield f"asks another host: {url}"
        elif not BESIDE.match(parts.path):
            own.append(parts.path)
    if len(own) > 1:
        yield f"takes {len(own)} requests: {', '.join(own)}"


def language(page, lang):
    yield from page.evaluate("lang => probe.language(lang)", lang)


def reading_order(page, about):
    for name, size in (("phone", PHONE), ("desktop", DESK)):
        page.set_viewport_size(size)
        for finding in page.evaluate("probe.order()"):
            yield f"{name}: {finding}"
        if about.report is None:
            continue
        blocks = page.evaluate("probe.blocks()")
        unknown = [block for block in blocks if block not in ORDER]
        if unknown:
            yield f"{name}: blocks without a place in the order: {', '.join(unknown)}"
        if blocks != sorted(blocks, key=lambda block: (ORDER + unknown).index(block)):
            yield f"{name}: the blocks stand in the order {', '.join(blocks)}"
        if about.report.get("product") and not about.report.get("choices") and ALWAYS - set(blocks):
            yield f"{name}: blocks are missing: {', '.join(sorted(ALWAYS - set(blocks)))}"


def first_screen(page, about):
    page.set_viewport_size(PHONE)
    if about.report is not None:
        yield from page.evaluate("probe.verdict()")


def overflow(page):
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        for finding in page.evaluate("probe.overflow()"):
            yield f"{name}: {finding}"
    for name, style in (("text at 200 %", DOUBLE), ("text spacing", SPACING)):
        # A sheet of the debugger's: the page's policy does not let one in by the document.
        page.evaluate(
            "style => { const sheet = new CSSStyleSheet(); sheet.replaceSync(style);"
            " document.adoptedStyleSheets = [sheet] }",
            style,
        )
        for size in (SMALL, DESK):
            page.set_viewport_size(size)
            for finding in page.evaluate("probe.overflow()"):
                yield f"{name}, {size['width']} px: {finding}"
        page.evaluate("document.adoptedStyleSheets = []")


def covered(page):
    for name in ("390 px", "400 %"):
        page.set_viewport_size(SIZES[name])
        for finding in page.evaluate("probe.covered()"):
            yield f"{name}: {finding}"


def axe(page, sizes=(PHONE, DESK)):
    """axe-core's violations, and what it could not decide: that is to be looked at, then mended."""
    for size in sizes:
        page.set_viewport_size(size)
        # At its end, where what is fixed to the window lies over nothing that could be read.
        page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
        result = page.evaluate("options => axe.run(document, options)", AXE)
        for kind in ("violations", "incomplete"):
            for rule in result[kind]:
                for node in [node for node in rule["nodes"] if not elsewhere(node, size)][:3]:
                    why = node.get("failureSummary") or rule["help"]
                    why = " ".join(why.split())
                    yield f"{size['width']} px: {rule['id']} ({kind}) at {node['target']}: {why}"
        ran = {rule["id"] for kind in ("passes", "violations", "incomplete", "inapplicable") for rule in result[kind]}
        if AXE_MUST_RUN - ran:
            yield f"axe did not run {', '.join(sorted(AXE_MUST_RUN - ran))}"


def elsewhere(node, size):
    """Undecided by axe-core, and decided by another measurement."""
    data = [check.get("data") for check in node["any"] if check["id"] == "color-contrast"]
    keys = {part.get("messageKey") for part in data if isinstance(part, dict)}
    # What is scrolled out of sight on a phone is measured in the wide window; texts in pictures, below.
    scrolled = keys == {"elmPartiallyObscured"} and size["width"] < DESK["width"]
    in_picture = keys <= {"bgOverlap", "shortTextContent"} and node["html"].startswith("<text")
    return scrolled or (keys and in_picture)


def pictures(page):
    yield from page.evaluate("probe.pictures()")


def dark(page):
    """Contrast in the dark scheme, where the style has one."""
    if page.evaluate("document.documentElement.innerHTML.includes('prefers-color-scheme')"):
        page.emulate_media(color_scheme="dark")
        yield from axe(page, (PHONE,))
        page.emulate_media(color_scheme="light")


def keyboard(page):
    """Tab reaches everything once, in order, to be seen, and leaves at the end."""
    page.set_viewport_size(PHONE)
    page.evaluate("scrollTo(0, 0); probe.rest()")
    expected = page.evaluate("probe.reachable()")
    for number in range(expected):
        page.keyboard.press("Tab")
        focus = page.evaluate("probe.focus()")
        if focus["number"] != number:
            yield f"Tab number {number + 1} leads to stop {focus['number'] + 1} of {expected}"
            return
        yield from focus["found"]
    page.keyboard.press("Tab")
    if page.evaluate("probe.focus()")["number"] > 0:
        yield "Tab does not leave the page after its last stop"


def printed(page, about, lang):
    """On paper: what says what it is and what to do; nothing that only a screen can use."""
    text = timeless(plain("".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)))
    title = page.evaluate("document.querySelector('h1').innerText")
    for needed in [title, *about.needed.get(lang, ())]:
        if not holds(text, timeless(plain(needed))):
            yield f"a print lacks: {needed}"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})
    shown = page.evaluate(
        "[...document.querySelectorAll('.bar, .skip, button')].filter(one => one.checkVisibility()).length"
    )
    if shown:
        yield f"a print shows {shown} things that only a screen can use"
    for finding in page.evaluate("probe.overflow()"):
        yield f"on paper: {finding}"
    page.emulate_media(media="screen")


def same_text(with_script, without):
    """The text is the same with scripts and without; clocks and counts may go on between the two."""
    one, other = timeless(with_script).split("\n"), timeless(without).split("\n")
    for line in one:
        if line not in other:
            yield f"only with scripts: {line[:80]}"
    for line in other:
        if line not in one:
            yield f"only without scripts: {line[:80]}"


def holds(text, needed):
    """Whether a print holds a text: it may name a radical where the character looks the same."""
    radical = range(0x2E80, 0x2FE0)
    same = lambda a, b: a == b or ord(a) in radical
    starts = range(len(text) - len(needed) + 1)
    return any(all(map(same, text[at : at + len(needed)], needed)) for at in starts)


def plain(text):
    """Without blanks, and without the difference between characters that only look different."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def timeless(text):
    return re.sub(r"\d+", "0", text)
