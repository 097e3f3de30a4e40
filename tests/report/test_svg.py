"""The SVG of the page: whole, small, themed, and nothing in it that the page's policy forbids."""

import re
from xml.etree import ElementTree as ET

import pytest

from framing.report.charts import CHARTS, draw_chart
from framing.report.html import evidence_link
from framing.report.svg import page_svg


@pytest.fixture(scope="module", params=CHARTS)
def drawn(request, reports):
    return draw_chart(request.param, reports(5, 400))


@pytest.fixture(scope="module")
def page(drawn):
    return page_svg(drawn, evidence_link)


def test_it_is_one_well_formed_element(page):
    root = ET.fromstring(page.text)
    assert root.tag == "svg"
    assert root.get("aria-label")


def test_no_style_attribute_no_outside_reference(page):
    assert " style=" not in page.text
    assert "<style" not in page.text
    assert "http" not in page.text
    assert "xlink" not in page.text


def test_every_reference_is_answered(page):
    defined = set(re.findall(r' id="([^"]+)"', page.text)) | set(page.letters)
    used = set(re.findall(r'href="#([^"?]+)"', page.text)) | set(re.findall(r"url\(#([^)]+)\)", page.text))
    assert used <= defined
    assert set(re.findall(r' id="([^"]+)"', page.text)) <= used


def test_every_mark_is_a_link_that_says_what_it_opens(page, drawn):
    links = re.findall(r'<a [^>]*class="mark"[^>]*>', page.text)
    assert len(links) == (0 if drawn.name == "coders" else len(drawn.marks))
    assert all('aria-label="' in link and 'href="#evidence?' in link for link in links)


def test_ink_and_paper_follow_the_theme(page):
    assert 'class="f-ink"' in page.text or "f-soft" in page.text
    assert not re.search(r'(fill|stroke)="#(1c1c1e|5a5a60|ffffff)"', page.text)


def test_it_is_smaller_than_the_file_and_without_title_and_source(page, drawn):
    assert len(page.text) < 0.8 * len(drawn.svg)
    height = float(re.search(r'viewBox="[\d.]+ [\d.]+ [\d.]+ ([\d.]+)"', page.text).group(1))
    whole = float(re.search(r'viewBox="[\d.]+ [\d.]+ [\d.]+ ([\d.]+)"', drawn.svg).group(1))
    assert height == pytest.approx(whole - 72 * (drawn.head + drawn.foot), abs=0.1)
