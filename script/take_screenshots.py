"""Screenshots of the main pages at 1280 and 360 px, taken from a running server with the demo loaded.

Needs what script/test installs: Playwright and Chromium.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
WIDTHS = {1280: 900, 360: 740}
COLOURS = 128

SHEET, BOARD = r"/score-sheets/\d+/", r"/boards/\d+/"

# Name, who, and the way: an address, or patterns of the links to follow one after the other from the home page.
PAGES = (
    ("sign-in", None, "/accounts/sign-in/"),
    ("officer-home", "cb.ccntt", "/"),
    ("sheet", "cb.ccntt", ["/score-sheets/", SHEET]),
    ("sheet-part", "cb.ccntt", ["/score-sheets/", SHEET, rf"{SHEET}parts/\d+/"]),
    ("leader-home", "ld.ccntt", "/"),
    ("head-home", "cb.ckhtc", "/"),
    ("board", "cb.ckhtc", [BOARD]),
    ("review", "cb.ckhtc", [BOARD, rf"{SHEET}review/"]),
    ("ministry-home", "btp.thuongtruc", "/"),
    ("ranking", "btp.thuongtruc", ["/rankings/", r"/rankings/\d+/"]),
    ("units-search", "btp.thuongtruc", "/units/?q=yen+bai"),
    ("unit-history", "btp.thuongtruc", ["/catalogue/", "/units/", r"/units/\d+/"]),
    ("people", "btp.thuongtruc", "/people/"),
    ("registry", "btp.thuongtruc", "/registry/"),
    ("award-type", "btp.thuongtruc", ["/registry/", "/awards-catalogue/", r"/awards-catalogue/\d+/"]),
    ("council-home", "hd.uyvien", "/"),
    ("imports", "btp.thuongtruc", "/documents/imports/"),
    ("auditor-home", "btp.kiemtra", "/"),
    ("rights", "cb.stp-lao-cai", "/rights/"),
    ("technical-home", "quantri", "/"),
    ("styleguide", "quantri", "/styleguide/"),
)


def accounts() -> dict[str, str]:
    """Password by user name."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "demo_accounts", "--json"], capture_output=True, text=True, check=True
    )
    return {row["username"]: row["password"] for row in json.loads(done.stdout)}


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    page.goto(f"{address}/accounts/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def walk(page: Page, address: str, way: str | list[str]) -> None:
    """Open an address, or follow links from the home page."""
    page.goto(address + (way if isinstance(way, str) else "/"))
    for pattern in [] if isinstance(way, str) else way:
        links = page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        page.goto(address + next(link for link in links if re.fullmatch(pattern, link)))
    page.wait_for_load_state("networkidle")


def keep(picture: bytes, path: Path) -> None:
    """With as few colours as the pages need: a third of the size, no difference to the eye."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def shoot(browser: Browser, address: str, passwords: dict[str, str]) -> None:
    for name, who, way in PAGES:
        for width, height in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
            page = context.new_page()
            if who:
                sign_in(page, address, who, passwords[who])
            walk(page, address, way)
            keep(page.screenshot(), TARGET / f"{name}-{width}.png")
            context.close()
        sys.stderr.write(f"{name}\n")


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else f"http://localhost:{os.environ.get('PORT', '8000')}"
    TARGET.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shoot(browser, address, accounts())
        browser.close()


if __name__ == "__main__":
    main()
