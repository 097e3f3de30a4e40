"""A chart's SVG made fit for the page: without title and source line (the page has them as text), small, themed, its numbers links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from framing.report.charts.sheet import DPI, FAINT, INK, ON_LIGHT, PAPER, SOFT, DrawnChart, Mark, luminance

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
# colours that follow the theme of the page; all others mean something and stay
_THEMED = {INK: "ink", SOFT: "soft", FAINT: "faint", PAPER: "paper", "#f3f3f5": "band"}
_DIM = 0.13  # darker colours are lightened where the page is dark
_LETTER = "DejaVuSans"
_LEFT_OUT = ("sheet-title", "sheet-note")
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_DEFAULTS = {"opacity": "1", "stroke-dasharray": "none", "stroke-dashoffset": "0", "stroke-linecap": "butt", "stroke-linejoin": "round"}


@dataclass(frozen=True)
class PageSvg:
    """An SVG element for the page, and the letters it draws from the page's one stock, by id."""

    text: str
    letters: Mapping[str, str]


def page_svg(drawn: DrawnChart, link: Callable[[Mark], str]) -> PageSvg:
    """The SVG element to put into the page; `link` gives the address that a mark opens."""
    # the text comes from our own matplotlib backend, never from outside
    root = ET.fromstring(drawn.svg)  # noqa: S314
    _drop(root)
    box = [float(each) for each in root.get("viewBox", "0 0 1 1").split()]
    head, foot = drawn.head * DPI, drawn.foot * DPI
    width, height = box[2], box[3] - head - foot
    for name in list(root.attrib):
        del root.attrib[name]
    root.set("viewBox", f"0 {head:.2f} {width:.2f} {height:.2f}")
    root.set("role", "group")
    root.set("aria-label", drawn.title)
    used = {href[1:] for each in root.iter() if each.tag == _SVG + "use" and (href := each.get(_XLINK + "href", ""))}
    used |= {found for each in root.iter() for value in each.attrib.values() for found in re.findall(r"url\(#([^)]+)\)", value)}
    _forget(root, used)
    for element in root.iter():
        _plain(element, drawn, used, link)
    _flatten(root)
    letters = _take_letters(root)
    return PageSvg(_text(root), letters)


def _text(element: ET.Element) -> str:
    """The element as it stands in HTML, without name spaces."""
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", ET.tostring(element, encoding="unicode"))


def _forget(root: ET.Element, used: set[str]) -> None:
    """Takes out definitions that nothing uses."""
    for definitions in root.iter(_SVG + "defs"):
        for child in list(definitions):
            if child.get("id") not in used:
                definitions.remove(child)


def _take_letters(root: ET.Element) -> dict[str, str]:
    """Takes the letters out of the definitions: all charts of the page share them."""
    letters = {}
    for definitions in list(root.iter(_SVG + "defs")):
        for child in list(definitions):
            if child.get("id", "").startswith(_LETTER):
                letters[child.get("id", "")] = _text(child)
                definitions.remove(child)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == _SVG + "defs" and not len(child):
                parent.remove(child)
    return letters


def _name(drawn: DrawnChart, name: str) -> str:
    """The id of a definition on the page: letters are everybody's, all else is the chart's own."""
    return name if name.startswith(_LETTER) else f"{drawn.name}-{name}"


def _drop(root: ET.Element) -> None:
    """Takes out metadata, style sheets, title and source line, and the paper behind it all."""
    kept: list[ET.Element] = []
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (_SVG + "metadata", _SVG + "style"):
                parent.remove(child)
            elif child.get("id", "").startswith(_LEFT_OUT):
                # a letter is defined where it is first used: other texts draw it from there
                kept += child.iter(_SVG + "defs")
                parent.remove(child)
    for place, definitions in enumerate(kept):
        root.insert(place, definitions)
    figure = root.find(f"{_SVG}g")
    if figure is not None and len(figure) and figure[0].get("id", "").startswith("patch"):
        figure.remove(figure[0])


def _plain(element: ET.Element, drawn: DrawnChart, used: set[str], link: Callable[[Mark], str]) -> None:
    """Turns style into attributes (the page's policy forbids inline style), names into the chart's own, marks into links."""
    name = element.attrib.pop("id", "")
    if name in used:
        element.set("id", _name(drawn, name))
    for key, value in _style(element.attrib.pop("style", "")):
        if _DEFAULTS.get(key) != value:
            element.set(key, value)
    _follow_theme(element)
    for key, value in list(element.attrib.items()):
        if key == _XLINK + "href":
            del element.attrib[key]
            _set_target(element, value, drawn, link)
        elif key == "target":
            del element.attrib[key]
        elif "url(#" in value:
            element.set(key, value.replace("url(#", f"url(#{drawn.name}-"))
        elif key in ("d", "x", "y", "width", "height", "transform", "stroke-width"):
            element.set(key, _rounded(value))
    element.text = element.tail = None


def _follow_theme(element: ET.Element) -> None:
    """Gives ink and paper over to the style sheet, and marks colours that are too dark for a dark page."""
    classes = []
    for key in ("fill", "stroke"):
        colour = element.get(key, "")
        if colour in _THEMED:
            del element.attrib[key]
            classes.append(f"{key[0]}-{_THEMED[colour]}")
        elif re.fullmatch(r"#[0-9a-f]{6}", colour) and colour != ON_LIGHT and luminance(colour) < _DIM:
            classes.append("dim")
    if classes:
        element.set("class", " ".join(dict.fromkeys(classes)))


def _set_target(element: ET.Element, target: str, drawn: DrawnChart, link: Callable[[Mark], str]) -> None:
    """Points a use element at its definition, a mark at its evidence."""
    if not target.startswith("#mark-"):
        element.set("href", "#" + _name(drawn, target[1:]))
        return
    mark = drawn.marks[int(target.removeprefix("#mark-"))]
    element.set("href", link(mark))
    element.set("class", "mark")
    element.set("aria-label", mark.says)


def _style(text: str) -> list[tuple[str, str]]:
    """The declarations of a style attribute."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return [(key.strip(), value.strip()) for key, value in pairs]


def _rounded(text: str) -> str:
    """The numbers of an attribute with two digits after the point; scales keep four."""
    if "scale" in text:
        return re.sub(r"-?\d+\.\d{5,}", lambda found: f"{float(found.group()):.4f}", text)
    return " ".join(_NUMBER.sub(lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), text).split())


def _flatten(parent: ET.Element) -> None:
    """Replaces groups that say nothing by their children, from the inside out."""
    children = list(parent)
    for child in children:
        _flatten(child)
        parent.remove(child)
    for child in children:
        if child.tag == _SVG + "g" and not child.attrib:
            parent.extend(child)
        elif len(child) or child.attrib or child.tag not in (_SVG + "g", _SVG + "defs"):
            parent.append(child)
