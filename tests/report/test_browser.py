"""The page in a real browser: nothing leaves it, everything opens, filters work, hostile texts stay texts, axe finds nothing serious."""

import os
from pathlib import Path

import pytest

from framing.report.html import render_report

REQUIRED = os.environ.get("FRAMING_REQUIRE", "").split(",")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser(chromium):
    if "browser" not in REQUIRED:
        pytest.importorskip("playwright.sync_api")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def index(site):
    return site[0] / "index.html"


class Visit:
    """A page that remembers what it asked for and what it complained about."""

    def __init__(self, browser, address, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog " + dialog.message), dialog.dismiss()))
        self.page.goto(address)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def opened(self):
        """True when the panel opens: the page follows the address, which the browser tells it a moment later."""
        return self.page.wait_for_selector("#panel[open]", timeout=10_000) is not None

    def closed(self):
        """True when the panel closes, and the address with it."""
        return self.page.wait_for_function("!document.getElementById('panel').open && !location.hash", timeout=10_000) is not None

    def shown(self):
        return self.page.locator("#panel-list > li").count()


@pytest.fixture
def visit(browser, index):
    with Visit(browser, index.as_uri()) as found:
        yield found
        assert [url for url in found.requests if not url.startswith(index.as_uri())] == []
        assert found.complaints == []


CHART_IDS = [
    "naming",
    "event",
    "foreign",
    "response",
    "voices",
    "sources",
    "heatmap",
    "differences",
    "timeline",
    "words",
    "positions",
    "correspondence",
]


@pytest.mark.parametrize("chart", CHART_IDS)
def test_a_number_of_every_chart_opens_its_sentences(visit, chart):
    mark = visit.page.locator(f"#chart-{chart} .mark").first
    mark.scroll_into_view_if_needed()
    mark.click(force=True)
    assert visit.opened()
    assert visit.shown() > 0
    assert visit.page.locator("#panel-count").inner_text().startswith("On this page:")
    assert "#evidence?" in visit.page.url
    visit.page.keyboard.press("Escape")
    assert visit.closed()
    assert "#evidence" not in visit.page.url


def test_a_cell_of_a_table_opens_just_its_sentences(visit, reports):
    data = reports(5, 400)
    link = visit.page.locator("#dimension-protesters td a").first
    address = link.get_attribute("href")
    link.click()
    assert visit.opened()
    state = visit.page.evaluate("Object.fromEntries(new FormData(document.getElementById('panel-filters')))")
    assert f"outlet={state['outlet'].split()[0]}" in address
    assert state["category"] == "protesters.terrorists"
    assert state["voice"] == "own"
    estimate = data.of_category("share_of_mentions", state["outlet"], "protesters.terrorists")
    text = visit.page.locator("#panel-count").inner_text()
    assert f"Counted: {round(estimate.count)}." in text
    for card in visit.page.locator("#panel-list > li").all()[:10]:
        assert card.locator("mark").inner_text() == "террористы"
        assert "own words" in card.inner_text()
        assert state["outlet"] in card.inner_text()


def test_filters_and_the_address_go_together(visit, index):
    page = visit.page
    page.goto(index.as_uri() + "#evidence?voice=quoted")
    page.wait_for_selector("#panel[open]")
    before = page.locator("#panel-count").inner_text()
    page.select_option("select[name=category]", "event.riot")
    assert page.locator("#panel-count").inner_text() != before
    assert "voice=quoted" in page.url
    assert "category=event.riot" in page.url
    page.select_option("select[name=source]", "state")
    assert all("(state)" in text for text in page.locator("#panel-list > li").all_inner_texts())
    page.fill("input[name=text]", "day 2")
    cards = page.locator("#panel-list > li").all_inner_texts()
    assert cards
    assert all("day 2" in text for text in cards)
    page.fill("input[name=text]", "no such words anywhere")
    assert page.locator("#panel-count").inner_text().startswith("No sentence on this page fits.")
    address = page.url
    page.click("#panel-reset")
    assert visit.shown() == 50
    page.click("#panel-more")
    assert visit.shown() == 100
    page.goto("about:blank")
    page.goto(address)
    assert page.input_value("input[name=text]") == "no such words anywhere"
    visit.requests.remove("about:blank") if "about:blank" in visit.requests else None


def test_sentences_of_the_background_can_be_asked_for(browser, made_up, tmp_path):
    tables = made_up.tables(outlets=2, articles=40)
    tables.mentions["part"] = ["context" if number % 3 == 0 else "body" for number in range(len(tables.mentions["article"]))]
    render_report(made_up.report(tables), tmp_path)
    with Visit(browser, (tmp_path / "index.html").as_uri() + "#evidence?") as visit:
        assert visit.opened()
        assert "background" not in visit.page.locator("#panel-list").inner_text()
        before = visit.page.locator("#panel-count").inner_text()
        visit.page.select_option("select[name=part]", "context")
        cards = visit.page.locator("#panel-list > li").all_inner_texts()
        assert cards
        assert all("background, not counted" in card for card in cards)
        assert visit.page.locator("#panel-count").inner_text() != before
        assert "part=context" in visit.page.url


def test_links_go_out_only_to_the_web_and_quietly(visit, index):
    visit.page.goto(index.as_uri() + "#evidence?")
    visit.page.reload()
    link = visit.page.locator("#panel-list a").first
    assert link.get_attribute("href").startswith("https://example.org/")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_by_keyboard_alone(visit):
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    first = page.locator("#chart-naming .mark").first
    first.focus()
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label == page.locator("#chart-naming .mark").nth(1).get_attribute("aria-label")
    page.keyboard.press("Enter")
    assert visit.opened()
    assert page.evaluate("document.activeElement.id") == "panel-title"
    page.keyboard.press("Escape")
    assert visit.closed()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label
    stops = page.evaluate("document.querySelectorAll('#chart-naming .mark[tabindex=\"0\"]').length")
    assert stops == 1


def test_columns_sort(visit):
    head = visit.page.locator("#comparison thead button").nth(1)
    head.click()
    numbers = [int(text.split()[0]) for text in visit.page.locator("#comparison tbody td:nth-child(2)").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    head.click()
    numbers = [int(text.split()[0]) for text in visit.page.locator("#comparison tbody td:nth-child(2)").all_inner_texts()]
    assert numbers == sorted(numbers)


def test_light_and_dark(browser, index):
    for scheme in ("light", "dark"):
        with Visit(browser, index.as_uri(), color_scheme=scheme) as visit:
            background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (background == "rgb(255, 255, 255)") is (scheme == "light")
            visit.page.click("#theme")
            assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") != background


@pytest.mark.parametrize("width", [360, 800, 1600])
def test_nothing_hangs_out_of_the_page(browser, index, width):
    with Visit(browser, index.as_uri(), viewport={"width": width, "height": 800}) as visit:
        page = visit.page
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(index.as_uri() + "#evidence?voice=own")
        assert page.evaluate("document.getElementById('panel').scrollWidth") <= width
        assert page.evaluate("document.getElementById('panel').getBoundingClientRect().width") <= width


def test_it_prints(browser, index, tmp_path):
    with Visit(browser, index.as_uri()) as visit:
        paper = visit.page.pdf(path=str(tmp_path / "page.pdf"))
        assert paper.startswith(b"%PDF")
        assert len(paper) > 50_000


@pytest.mark.parametrize("panel", [False, True], ids=["page", "panel"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, index, scheme, panel):
    places = [os.environ.get("FRAMING_AXE", ""), Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"]
    script = next((Path(place) for place in places if place and Path(place).is_file()), None)
    if script is None:
        if "axe" in REQUIRED:
            pytest.fail("no axe-core (npm install axe-core, or FRAMING_AXE=…/axe.min.js)")
        pytest.skip("no axe-core")
    with Visit(browser, index.as_uri() + ("#evidence?voice=own" if panel else ""), color_scheme=scheme, bypass_csp=True) as visit:
        visit.page.evaluate(script.read_text(encoding="utf-8"))
        found = visit.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        serious = [
            (each["id"], each["help"], [node["html"][:160] for node in each["nodes"][:3]])
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert serious == []


def test_hostile_texts_are_shown_as_texts(browser, made_up, tmp_path):
    render_report(made_up.hostile(), tmp_path)
    with Visit(browser, (tmp_path / "index.html").as_uri() + "#evidence?") as visit:
        assert visit.opened()
        text = visit.page.locator("#panel-list > li").first.inner_text()
        assert "<script>alert(1)</script>" in text
        assert "‹U+202E›" in text
        assert made_up.ATTACK.replace("\u202e", "‹U+202E›") in visit.page.locator("h1").inner_text()
        assert visit.page.locator("#panel-list a").count() == 0
        assert visit.page.locator("img, iframe").count() == 0
        assert visit.complaints == []
        assert len(visit.requests) == 1


@pytest.mark.slow
def test_five_thousand_sentences_filter_at_once(browser, made_up, tmp_path):
    tables = made_up.tables(outlets=12, articles=1010, mentions=5.5)
    render_report(made_up.report(tables, card=made_up.StudyCard("x", charts=("naming",), text="excerpt")), tmp_path)
    with Visit(browser, (tmp_path / "index.html").as_uri() + "#evidence?") as visit:
        count = visit.page.evaluate("JSON.parse(document.getElementById('evidence-data').textContent).rows.length")
        assert count >= 5000
        spent = visit.page.evaluate(
            """() => {
                const field = document.querySelector('input[name=text]');
                return ['square', 'day 3', 'rioters', ''].map((word) => Math.min(...[1, 2, 3].map(() => {
                    field.value = word;
                    const start = performance.now();
                    field.dispatchEvent(new Event('input', {bubbles: true}));
                    document.getElementById('panel').getBoundingClientRect();
                    return performance.now() - start;
                })));
            }"""
        )
        assert max(spent) <= 100, spent
