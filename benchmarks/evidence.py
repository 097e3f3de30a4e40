"""Prints how long the report's page takes to filter 5,000 sentences, in a real browser. The aim: at most 100 ms.

    python benchmarks/evidence.py [--chromium /usr/bin/chromium]      # needs playwright, and chromium
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "report"))

_TIMED = """([name, value]) => {
  const form = document.getElementById("panel-filters");
  form.elements[name].value = value;
  const start = performance.now();
  form.elements[name].dispatchEvent(new Event(name === "text" ? "input" : "change", { bubbles: true }));
  document.getElementById("panel-list").getBoundingClientRect();
  return performance.now() - start;
}"""


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--chromium", default=shutil.which("chromium"))
    chosen = options.parse_args()
    import made_up
    from playwright.sync_api import sync_playwright

    from framing.report.html import render_report

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        data = made_up.report(made_up.tables(outlets=10, articles=2500))
        render_report(data, Path(folder))
        browser = driver.chromium.launch(executable_path=chosen.chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto((Path(folder) / "index.html").as_uri() + "#evidence?")
        page.wait_for_selector("#panel[open]")
        number = page.evaluate("JSON.parse(document.getElementById('evidence-data').textContent).rows.length")
        steps = [("voice", "own"), ("category", "event.riot"), ("category", ""), ("voice", ""), ("text", "day 2"), ("text", "")]
        times = [page.evaluate(_TIMED, list(step)) for _ in range(5) for step in steps]
        browser.close()
    print(f"{number} sentences on the page: a filter takes {statistics.median(times):.0f} ms, at most {max(times):.0f} ms")


if __name__ == "__main__":
    main()
