"""Makes the pictures of README.md from a fresh demo: `screenshots.py SUYUAN FOLDER`.

Started by `make screenshots`. Pages are taken as a phone shows them and set side by side.
"""

import base64
import io
import pathlib
import sys

import checks
import demo
import pages
from PIL import Image
from playwright.sync_api import sync_playwright

# The address of `make run`, which the pages show: the same in every run. It must be free.
PORT = 8080
# Colours kept: enough for the smoothed edges of letters, few enough for a small file.
COLOURS = 96

SIDE_BY_SIDE = """<style>
body {margin:0;display:inline-flex;gap:32px;padding:8px;background:#fff}
img {width:390px;border:1px solid #b9c2bd;border-radius:24px}
</style>"""


def taken(browser, world, about, lang, size=checks.PHONE, clip=None):
    """The first screen of a page as it is seen, or a part of the page, at twice the size."""
    headers = {"authorization": f"Bearer {about.token}"} if about.token else {}
    with browser.new_context(viewport=size, device_scale_factor=2, extra_http_headers=headers) as context:
        page = context.new_page()
        page.goto(world.base + about.address(lang))
        return page.locator(clip).first.screenshot() if clip else page.screenshot()


def beside(browser, pictures):
    """Several screens of a phone in one picture."""
    source = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    with browser.new_context(viewport=checks.DESK, device_scale_factor=1.5) as context:
        page = context.new_page()
        page.set_content(SIDE_BY_SIDE + source)
        return page.locator("body").screenshot()


def kept(picture, path):
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    print(f"{path}: {image.width} x {image.height}, {path.stat().st_size // 1024} KiB")


def main():
    suyuan, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    with demo.started(suyuan, PORT) as world, sync_playwright() as playwright:
        browser = demo.chromium(playwright)
        fine = pages.about(world.first(lambda code: code.title.startswith("Registered, no recall")))
        recalled = pages.about(world.first(lambda code: code.title.startswith("Recalled (class 1")))
        phones = [taken(browser, world, fine, "zh"), taken(browser, world, recalled, "en")]
        kept(beside(browser, phones), folder / "scan-page.png")
        phones = [taken(browser, world, pages.home(world), "zh"), taken(browser, world, pages.recalls(), "en")]
        kept(beside(browser, phones), folder / "typing-page.png")
        lineage = taken(browser, world, pages.lineage(world), "en", checks.DESK, "main svg")
        kept(lineage, folder / "lineage.png")
        browser.close()


if __name__ == "__main__":
    main()
