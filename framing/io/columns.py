"""Which column of a table is which field of an article, in the languages researchers name their columns in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

FIELDS = ("id", "text", "title", "outlet", "date", "language", "url", "country", "file")
_SYNONYMS: Mapping[str, str] = {
    "id": "id article_id articleid doc_id docid document_id guid uid номер ід ид идентификатор ідентифікатор",
    "text": "text body content article_text fulltext full_text maintext main_text article_body story text_content текст содержание"
    " тело вміст зміст тіло съдържание мәтін мазмұны post message сообщение повідомлення публикация",
    "title": "title headline heading header subject заголовок название назва заглавие тақырып тақырыбы тытул загаловак nagłówek tytuł"
    " titel",
    "outlet": "outlet source media medium publication publisher site website newspaper domain source_name media_name channel"
    " источник издание сми сайт джерело видання змі медіа медия издател дереккөз бақ крыніца canal zrodlo źródło quelle",
    "date": "date published published_at publish_date pub_date pubdate publication_date datetime date_published time timestamp"
    " дата дата_публикации опубликовано дата_публікації опубліковано дата_на_публикуване күні жарияланған data datum",
    "language": "language lang язык мова език тіл мова_тексту език_на_текста język sprache",
    "url": "url link href uri permalink web_url ссылка адрес посилання лінк връзка линк сілтеме спасылка",
    "country": "country страна країна държава ел краіна kraj land",
    "file": "file filename file_name path файл путь шлях имя_файла",
}

_COUNTRY_FOR_LANGUAGE = {"ua": "uk", "kz": "kk", "by": "be", "kg": "ky", "cz": "cs", "gr": "el", "rs": "sr", "ge": "ka"}


@lru_cache(maxsize=1)
def _fields_by_name() -> Mapping[str, tuple[str, int]]:
    """Field and rank of every known name of a column."""
    return {name: (field, rank) for field, names in _SYNONYMS.items() for rank, name in enumerate(names.split())}


def recognise_columns(names: Iterable[str], mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Field → name of the column that holds it; `mapping` (field → column) goes before what is recognised."""
    present = [name for name in names if isinstance(name, str)]
    chosen: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for name in present:
        known = _fields_by_name().get(_plain(name))
        if known is not None and known[1] < ranks.get(known[0], 1_000):
            chosen[known[0]], ranks[known[0]] = name, known[1]
    for field, column in (mapping or {}).items():
        if column in present:
            chosen = {other: name for other, name in chosen.items() if name != column}
            chosen[field] = column
    return chosen


def _plain(name: str) -> str:
    """The name of a column in lower case, words joined by underscores."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip().strip("\ufeff"))
    return re.sub(r"[^\w]+", "_", spaced.casefold()).strip("_")


def fields_of(columns: Mapping[str, Any], chosen: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields of an article from a row, and the user's further columns, all as text; nested values are left out."""
    used = set(chosen.values())
    fields = {field: _field_text(columns.get(name)) for field, name in chosen.items()}
    extra = {
        str(name): as_text(value)
        for name, value in columns.items()
        if name not in used and isinstance(name, str) and name and not isinstance(value, list | dict | tuple | set)
    }
    return fields, extra


def _field_text(value: Any) -> str:
    """The value of a field: paragraphs given as a list are joined, an object gives its name."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    if isinstance(value, dict):
        return as_text(value.get("name") or value.get("title") or "")
    return as_text(value)


def language_code(written: str) -> str:
    """The code of a language without its region (`uk` of `uk-UA`); codes of countries that stand for one are understood."""
    code = written.strip().lower().replace("_", "-").split("-", 1)[0]
    return _COUNTRY_FOR_LANGUAGE.get(code, code) if re.fullmatch(r"[a-z]{2,3}", code) else written.strip()


def as_text(value: Any) -> str:
    """The value of a cell as text: numbers without a needless `.0`, nothing for empty and nested cells."""
    if value is None or isinstance(value, list | dict | tuple | set) or value != value:  # noqa: PLR0124 - only what is missing does
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value.isoformat() if hasattr(value, "isoformat") else value)
