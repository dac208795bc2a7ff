"""The pages that are looked at: every state of a code, and the pages beside them.

A further page is one line in `beside`.
"""

import sys
from dataclasses import dataclass, field, replace

from demo import segment

# Blocks of a page about a code, in the order in which they must stand. A block may be missing.
ORDER = (
    "verdict recalls compare label corrections tests origin producer queries say record"
).split()

# Blocks that a page about something registered must have.
ALWAYS = {"verdict", "compare", "producer", "record"}


@dataclass(frozen=True)
class Page:
    """A page to look at, in both languages. `needed` are texts that a print must carry, by language."""

    name: str
    path: str
    status: int = 200
    token: str | None = None
    report: dict | None = None
    needed: dict = field(default_factory=dict)
    typed: str = ""

    def address(self, lang):
        return f"{self.path}{'&' if '?' in self.path else '?'}lang={lang}"


def enlarged(page):
    """The same page with the large text that it offers."""
    return replace(page, path=f"{page.path}{'&' if '?' in page.path else '?'}size=large")


def beside(demo):
    """The pages that are about no single code."""
    recall = demo.json("/api/v1/recalls")["items"][0]["id"]
    return [
        Page("home", "/"),
        recalls(),
        Page("recall list, none found", "/recalls?class=3&regime=vehicle"),
        Page("recall notice", f"/recalls/{recall}"),
        lineage(demo),
        Page("API documents", "/api/docs"),
        Page("no such page", "/nothing-here", status=404),
        Page("barcode with a wrong digit", "/01/09521001002012", status=400),
    ]


def recalls():
    return Page("recall list", "/recalls")


def home(demo):
    """The form, with a code to type into it, as somebody types who does not care for capitals."""
    fine = demo.first(lambda code: code.title.startswith("Registered, no recall"))
    return Page("home, typing", "/", typed=fine.path.rsplit("/", 1)[1].lower())


def lineage(demo):
    """The picture of a lot with inputs, as its maker sees it."""
    code = demo.first(lambda code: code.title.startswith("Sold"))
    batch = code.report["key"]
    org, product = batch["organization"], batch["product"]
    path = f"/api/v1/lineage/{segment(org)}/{segment(product)}/{segment(batch['lot'])}"
    return Page("lineage of a lot", f"{path}?format=html", token=demo.producers[org])


def states(demo):
    """One code for each title that a page can have, worst first; every verdict must be among them."""
    codes = [*demo.codes, *made_up(demo)]
    first = {}
    for code in codes:
        first.setdefault((code.state, code.report["display"]["title"]["en"]), code)
    document = demo.json("/api/v1/openapi.json")
    verdicts = document["components"]["schemas"]["Verdict"]["enum"]
    missing = set(verdicts) - {state for state, _ in first}
    if missing:
        sys.exit(f"The demo shows no code of these verdicts: {', '.join(sorted(missing))}")
    ordered = sorted(first.values(), key=lambda code: verdicts.index(code.state))
    return [about(code) for code in ordered]


def others(demo):
    """The further codes of the demo: other kinds of goods in states that are looked at already."""
    seen = {page.path for page in states(demo)}
    return [about(code) for code in demo.codes if code.path not in seen]


def made_up(demo):
    """Codes that no label of the demo carries: of another product, nobody's, mistyped, shared."""
    fine = demo.first(lambda code: code.title.startswith("Registered, no recall"))
    other = demo.first(lambda code: code.title.startswith("Imported"))
    shared = demo.first(lambda code: code.title.startswith("Own serial that two"))
    serial = fine.path.rsplit("/", 1)[1]
    wrong = serial[:-1] + ("0" if serial[-1] != "0" else "1")
    org = shared.report["key"]["organization"]
    return [
        demo.code(f"/01/{other.report['key']['gtin']}/21/{serial}", "Code of another product"),
        demo.code(f"/01/{fine.report['key']['gtin']}/10/NO-SUCH-LOT", "Lot not registered"),
        demo.code(f"/o/{segment(org)}/no-such-serial", "Not found"),
        demo.code(f"/c/{wrong}", "Mistyped"),
        demo.code(f"/o/{segment(org)}/{shared.path.rsplit('/', 1)[1]}", "Several products"),
    ]


def about(code):
    report = code.report
    status = {"unknown": 404, "codeMistyped": 400}.get(code.state, 200)
    if report.get("choices"):
        status = 300
    pack = report.get("compareWithPack") or {}
    needed = {}
    for lang in ("zh", "en"):
        texts = [report["display"]["title"], report["display"]["sentence"], pack.get("name")]
        needed[lang] = [text[lang] for text in texts if text and text.get(lang)]
        needed[lang] += [pack["lotAsPrinted"]] if pack.get("lotAsPrinted") else []
    return Page(f"{code.state}: {code.title}", code.path, status, report=report, needed=needed)
