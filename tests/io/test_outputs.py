"""What commands write: mentions in the contract's form, JSON documents, rejects."""

import io
import json

import pyarrow.parquet as pq
import pytest

from framing.errors import FramingError
from framing.io.outcomes import rejected
from framing.io.outputs import column_names, read_json, reject_record, write_json, write_json_lines, write_mentions
from framing.records import Mention

MENTION = Mention(
    article="a",
    sentence=0,
    start=3,
    end=9,
    surface="«бунт»",
    category="event.uprising",
    entry="бунт",
    voice="distanced",
    negated=False,
    source="министр",
    source_name=None,
    source_group=None,
    because=("«»", "сказал"),
    field="text",
    part="body",
    in_scope=True,
    language="ru",
)
LINE = (
    '{"article": "a", "sentence": 0, "start": 3, "end": 9, "surface": "«бунт»", "category": "event.uprising", "entry": "бунт", '
    '"voice": "distanced", "negated": false, "source": "министр", "source_name": null, "source_group": null, "because": ["«»", "сказал"], '
    '"field": "text", "part": "body", "in_scope": true, "language": "ru"}\n'
)


def test_mentions_as_json_lines(tmp_path):
    stream = io.StringIO()
    assert write_mentions(stream, [MENTION, MENTION]) == 2
    assert stream.getvalue() == LINE * 2
    write_mentions(tmp_path / "m.jsonl", [MENTION])
    assert (tmp_path / "m.jsonl").read_text(encoding="utf-8") == LINE


def test_mentions_as_csv_and_parquet(tmp_path):
    write_mentions(tmp_path / "m.csv", [MENTION], format="csv")
    header, row = (tmp_path / "m.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.split(",") == list(json.loads(LINE))
    assert row.startswith("a,0,3,9,«бунт»,event.uprising,")
    write_mentions(tmp_path / "m.parquet", [MENTION], format="parquet")
    assert pq.read_table(tmp_path / "m.parquet").to_pylist() == [json.loads(LINE)]
    with pytest.raises(FramingError, match="parquet-needs-file"):
        write_mentions(io.StringIO(), [MENTION], format="parquet")


def test_documents(tmp_path):
    write_json(tmp_path / "m.json", {"b": 1, "a": "ы"})
    assert (tmp_path / "m.json").read_text(encoding="utf-8") == '{\n  "a": "ы",\n  "b": 1\n}\n'
    assert read_json(tmp_path / "m.json") == {"a": "ы", "b": 1}
    (tmp_path / "m.json").write_text("{", encoding="utf-8")
    with pytest.raises(FramingError, match="json-syntax"):
        read_json(tmp_path / "m.json")
    with pytest.raises(FramingError, match="file-unreadable"):
        read_json(tmp_path / "n.json")
    assert write_json_lines(tmp_path / "r.jsonl", [{"a": 1}, {"a": 2}]) == 2
    assert (tmp_path / "r.jsonl").read_text() == '{"a": 1}\n{"a": 2}\n'


def test_rejects_name_files_relative_to_the_study(tmp_path):
    reject = rejected(str(tmp_path / "in" / "a.jsonl"), 3, "json-syntax", "broken", "mend it", article="x")
    assert reject_record(reject, base=tmp_path) == {
        "id": "x",
        "file": "in/a.jsonl",
        "line": 3,
        "column": 0,
        "code": "json-syntax",
        "message": "broken",
        "hint": "mend it",
    }
    assert reject_record(reject)["file"] == str(tmp_path / "in" / "a.jsonl")


def test_columns_with_the_users_own():
    assert column_names("articles", ["line", "url"])[-2:] == ["origin", "line"]
