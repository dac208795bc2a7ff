"""Opens every page in Chromium, in both languages, with and without scripts, and looks at it.

Started by `make browser` with the binary of suyuan; a second argument is part of the name of the
pages to look at, where all are too many. Headless, on loopback only, bounded in time; it
ends the demo and the browser that it started. What is looked at stands in `pages`, what for in
`checks`. Before any page, a faulty one shows that each check finds what it is there for.
"""

import importlib.resources
import pathlib
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import checks
import demo
import pages
from playwright.sync_api import Error, sync_playwright

LANGUAGES = ("zh", "en")
SECONDS_MAX = 480

# What is looked for; every one of these is proved on the faulty page.
CHECKS = [
    "keyboard",
    "language",
    "reading order",
    "first screen",
    "overflow",
    "covered",
    "axe",
    "contrast in pictures",
    "axe in the dark",
    "print",
    "network",
    "same text",
]

HERE = pathlib.Path(__file__).parent
PROBE = (HERE / "probe.js").read_text()
AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()


class Visit:
    """One page opened once: its requests, what its console says, its text."""

    def __init__(self, context, base, about, lang):
        self.requests, self.said = [], []
        if about.token:
            context.set_extra_http_headers({"authorization": f"Bearer {about.token}"})
        self.page = page = context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.said.append(f"uncaught: {error}"))
        answer = page.goto(base + about.address(lang))
        self.status = answer.status
        self.text = page.evaluate(checks.TEXT)

    def hear(self, message):
        # An icon that is asked for unasked, and is not there.
        if not message.location["url"].endswith("/favicon.ico"):
            self.said.append(f"{message.type}: {message.text}")

    def problems(self, base, about):
        if self.status != about.status:
            yield "status", f"{self.status} instead of {about.status}"
        for finding in checks.asked(base, self.requests):
            yield "network", finding
        # Chromium itself reports a page whose status says that something was not found.
        expected = f"the server responded with a status of {about.status}"
        for line in self.said:
            if about.status < 400 or expected not in line:
                yield "console", line


def whole(browser, base, about, lang):
    """Everything there is to look at."""
    with browser.new_context(java_script_enabled=False, viewport=checks.PHONE) as context:
        visit = Visit(context, base, about, lang)
        without = visit.text
        yield from (("scripts off", f"{check}: {text}") for check, text in visit.problems(base, about))
    with browser.new_context(viewport=checks.PHONE) as context:
        visit = Visit(context, base, about, lang)
        yield from named("same text", checks.same_text(visit.text, without))
        yield from looked_at(visit.page, about, lang)
        yield from visit.problems(base, about)
    large = pages.enlarged(about)
    with browser.new_context(viewport=checks.PHONE) as context:
        visit = Visit(context, base, large, lang)
        visit.page.evaluate(PROBE)
        yield from named("large text", checks.overflow(visit.page))
        yield from named("large text", checks.covered(visit.page))


def looked_at(page, about, lang):
    page.evaluate(PROBE)
    page.evaluate(AXE)
    yield from named("keyboard", checks.keyboard(page))
    yield from named("language", checks.language(page, lang))
    yield from named("reading order", checks.reading_order(page, about))
    yield from named("first screen", checks.first_screen(page, about))
    yield from named("overflow", checks.overflow(page))
    yield from named("covered", checks.covered(page))
    yield from named("axe", checks.axe(page))
    yield from named("contrast in pictures", checks.pictures(page))
    yield from named("axe in the dark", checks.dark(page))
    yield from named("print", checks.printed(page, about, lang))


def brief(browser, base, about, lang):
    """What depends on the content of a page more than on its kind."""
    with browser.new_context(viewport=checks.SMALL) as context:
        visit = Visit(context, base, about, lang)
        visit.page.evaluate(PROBE)
        visit.page.evaluate(AXE)
        yield from named("language", checks.language(visit.page, lang))
        yield from named("reading order", checks.reading_order(visit.page, about))
        yield from named("overflow", checks.overflow(visit.page))
        yield from named("axe", checks.axe(visit.page, (checks.SMALL,)))
        yield from visit.problems(base, about)


def named(check, findings):
    return ((check, finding) for finding in findings)


def typing(browser, base, about, lang):
    """With the keyboard alone: past the head of the home page, a code into the field, to its page."""
    with browser.new_context(viewport=checks.PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(base + about.address(lang))
        for key in ("Tab", "Enter", "Tab"):
            page.keyboard.press(key)
        if page.evaluate("document.activeElement.id") != "code":
            yield "keyboard", "the link past the head of the page does not lead to the field for the code"
            return
        page.keyboard.type(about.typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if page.locator("#verdict.registered, #verdict.notices").count() != 1:
            yield "keyboard", f"Enter leads to {page.url}, which shows no registered code"


def faulty(browser):
    """The checks that find nothing wrong with a page in which everything is."""
    about = pages.Page("faulty", "/", report={"product": {}}, needed={"en": ["never there"]})
    with browser.new_context(viewport=checks.PHONE) as context:
        requests = []
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.set_content((HERE / "faulty.html").read_text())
        found = {check for check, _ in looked_at(page, about, "en")}
        found |= {"network" for _ in checks.asked("http://127.0.0.1", requests)}
        found |= {"same text" for _ in checks.same_text("1\nmore", "2")}
    return [check for check in CHECKS if check not in found]


def look(base, lang, work):
    """Looks at all pages of one language; findings, each with the page's name."""
    problems = []
    with sync_playwright() as playwright:
        browser = demo.chromium(playwright)
        if lang == "zh":
            problems += [f"the check '{check}' finds nothing in the faulty page" for check in faulty(browser)]
        for how, about in work:
            try:
                found = list(how(browser, base, about, lang))
            except Error as error:
                found = [("browser", str(error))]
            problems += [f"{about.name} ({lang}) {check}: {finding}" for check, finding in found]
        browser.close()
    return problems


def main():
    suyuan, only = sys.argv[1], "".join(sys.argv[2:])
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"Not done after {SECONDS_MAX} s."))
    signal.alarm(SECONDS_MAX)
    began = time.monotonic()
    with demo.started(suyuan) as world, ThreadPoolExecutor(len(LANGUAGES)) as both:
        work = [(whole, about) for about in [*pages.states(world), *pages.beside(world)]]
        work += [(brief, about) for about in pages.others(world)]
        work.append((typing, pages.home(world)))
        work = [(how, about) for how, about in work if only in about.name]
        problems = sum(both.map(lambda lang: look(world.base, lang, work), LANGUAGES), [])
    took = time.monotonic() - began
    if problems:
        sys.exit("\n".join([*problems, f"{len(problems)} findings in {2 * len(work)} pages, {took:.0f} s"]))
    print(f"{2 * len(work)} pages in Chromium: nothing found, {took:.0f} s")


if __name__ == "__main__":
    main()
