"""Take the pictures of `docs/pictures` again: `python -m tests.dashboards.take_pictures WORKSPACE`.

Small ones, of a demo workspace, in a real browser: what the README shows is what a reader would see.
"""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.dashboards.serving import find_chromium, serve_dashboard

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
PAGES = {"meeting": "", "issue": "issue", "where": "where", "search": "search"}
QUERIES = {"es": "me han cobrado dos veces", "en": "I was charged twice"}
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


def take_picture(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    page.wait_for_selector("h1")
    page.wait_for_selector(READY)
    page.wait_for_timeout(1500)  # charts draw themselves in
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(200, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            path, optimize=True
        )


def take_pictures(root: Path) -> list[Path]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    taken = []
    with serve_dashboard(root) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for language in ("es", "en"):
            wide = browser.new_page(viewport={"width": 1400, "height": 1240})
            for name, page in PAGES.items():
                query = f"&q={QUERIES[language]}" if name == "search" else ""
                taken.append(FOLDER / f"{name}-{language}.png")
                take_picture(wide, f"{address}/{page}?lang={language}{query}", taken[-1])
        narrow = browser.new_page(viewport={"width": 390, "height": 844})
        taken.append(FOLDER / "meeting-phone.png")
        take_picture(narrow, f"{address}/?lang=es", taken[-1])
        browser.close()
    return taken


if __name__ == "__main__":
    for picture in take_pictures(Path(sys.argv[1]).resolve()):
        sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} kB\n")
