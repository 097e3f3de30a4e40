"""Pictures of a report's page: three widths, light and dark, as docs/pictures/<study>-<width>-<theme>.png; the first screens are report.png.

    python docs/pictures.py reports/demo/index.html
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "pictures"
_WIDTHS = (360, 1100, 1600)
_SHOWN = 1480  # of the picture that README shows, in pixels


def main(index: Path) -> None:
    """Takes the pictures."""
    from playwright.sync_api import sync_playwright

    _FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for width in _WIDTHS:
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": _SHOWN}, color_scheme=theme)
                page.goto(index.resolve().as_uri())
                page.screenshot(path=_FOLDER / f"{index.parent.name}-{width}-{theme}.png", full_page=True)
                if (width, theme, index.parent.name) == (1100, "light", "demo"):
                    page.screenshot(path=_FOLDER / "report.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
