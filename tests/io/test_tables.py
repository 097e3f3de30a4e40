"""Tables: fixed columns, the same bytes however they were cut, complete or not at all."""

import csv
import io

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.io import tables
from framing.io.tables import (
    TABLES,
    beside,
    merge_parts,
    read_batches,
    read_columns,
    table_schema,
    weave_parts,
    write_csv,
    write_rows,
    write_table,
)


def predictions(start, stop):
    return {
        "article": [f"a{number // 7}" for number in range(start, stop)],
        "sentence": list(range(start, stop)),
        "label": ["event.protest"] * (stop - start),
        "probability": [number / 10 for number in range(start, stop)],
    }


def test_columns_of_the_contract():
    assert list(TABLES["sentences"]) == ["article", "sentence", "start", "end", "part", "language", "field"]
    assert list(TABLES["predictions"]) == ["article", "sentence", "label", "probability"]
    assert table_schema("articles", extra=["line", "text"]).names[-2:] == ["origin", "line"]
    assert [table_schema(name).names for name in TABLES] == [list(columns) for columns in TABLES.values()]


@given(cuts=st.lists(st.integers(0, 50), max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_do_not_depend_on_the_parts(tmp_path, cuts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_GROUP_ROWS", {"predictions": 16})
        _check_bytes(tmp_path, cuts)


def _check_bytes(tmp_path, cuts):
    bounds = [0, *sorted(cuts), 50]
    parts = []
    for number, (start, stop) in enumerate(zip(bounds, bounds[1:], strict=False)):
        parts.append(tmp_path / f"part{number}.parquet")
        write_table(parts[-1], predictions(start, stop), "predictions")
    assert merge_parts(parts, tmp_path / "merged.parquet", "predictions") == 50
    write_table(tmp_path / "whole.parquet", predictions(0, 50), "predictions")
    columns = predictions(0, 50)
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    assert write_rows(tmp_path / "rows.parquet", rows, "predictions") == 50
    whole = (tmp_path / "whole.parquet").read_bytes()
    assert (tmp_path / "merged.parquet").read_bytes() == whole
    assert (tmp_path / "rows.parquet").read_bytes() == whole
    assert pq.ParquetFile(tmp_path / "whole.parquet").num_row_groups == 4


def test_parts_of_languages_are_woven_into_the_order_of_articles(tmp_path):
    for name, articles in (("x", ["c", "a", "a"]), ("y", ["b"])):
        rows = [{"article": article, "sentence": number, "label": name, "probability": 0.5} for number, article in enumerate(articles)]
        write_rows(tmp_path / name, rows, "predictions")
    assert weave_parts([tmp_path / "x", tmp_path / "y"], ["a", "b", "c"], tmp_path / "z", "predictions") == 4
    assert read_columns(tmp_path / "z", ["article", "sentence"]) == {"article": ["a", "a", "b", "c"], "sentence": [1, 2, 0, 0]}


def test_other_programs_read_them(tmp_path):
    path = tmp_path / "p.parquet"
    write_table(path, predictions(0, 30), "predictions")
    assert duckdb.sql(f"select count(*), sum(sentence) from '{path}'").fetchall() == [(30, 435)]
    assert list(pd.read_parquet(path).columns) == list(TABLES["predictions"])
    assert [len(rows) for rows in read_batches(path, rows=12, columns=["label"])] == [12, 12, 6]


def test_empty_tables_have_their_columns(tmp_path):
    for name in TABLES:
        assert write_rows(tmp_path / name, [], name) == 0
        assert list(read_columns(tmp_path / name)) == list(TABLES[name])


def test_users_columns_of_parts_are_united(tmp_path):
    row = dict.fromkeys(TABLES["articles"], "") | {"cluster": None}
    write_rows(tmp_path / "a", [row | {"line": "loyal"}], "articles", extra=["line"])
    write_rows(tmp_path / "b", [row], "articles")
    merge_parts([tmp_path / "a", tmp_path / "b"], tmp_path / "c", "articles", extra=["line"])
    assert read_columns(tmp_path / "c", ["line", "cluster"]) == {"line": ["loyal", ""], "cluster": [None, None]}


def test_nothing_half_written_stays(tmp_path):
    path = tmp_path / "deep" / "x.txt"
    with beside(path) as unfinished:
        unfinished.write_text("whole")
    with pytest.raises(RuntimeError), beside(path) as unfinished:
        unfinished.write_text("half")
        raise RuntimeError
    assert path.read_text() == "whole"
    assert [file.name for file in path.parent.iterdir()] == ["x.txt"]
    with pytest.raises(KeyError):
        write_table(path, {"article": ["a"]}, "predictions")
    assert path.read_text() == "whole"


def test_csv_opens_in_spreadsheets(tmp_path):
    write_csv(tmp_path / "e.csv", {"group": ["Голос", None], "value": [0.5, None], "thin": [True, False], "x": [1, 2]}, ["group", "value", "thin"])
    data = (tmp_path / "e.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [["group", "value", "thin"], ["Голос", "0.5", "true"], ["", "", "false"]]
