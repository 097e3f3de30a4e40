"""The tables of a run: their columns, written the same byte for byte wherever and in however many parts they were made."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, Sequence[Any]]

# column → Arrow type by name; the order is part of the contract
TABLES: Mapping[str, Mapping[str, str]] = {
    "articles": {
        "article": "string",
        "outlet": "string",
        "date": "string",
        "language": "string",
        "title": "string",
        "text": "string",
        "url": "string",
        "country": "string",
        "cluster": "int64",
        "origin": "string",
    },
    "sentences": {
        "article": "string",
        "sentence": "int32",
        "start": "int64",
        "end": "int64",
        "part": "string",
        "language": "string",
        "field": "string",
    },
    "mentions": {
        "article": "string",
        "sentence": "int32",
        "start": "int64",
        "end": "int64",
        "surface": "string",
        "category": "string",
        "entry": "string",
        "voice": "string",
        "negated": "bool",
        "source": "string",
        "source_name": "string",
        "source_group": "string",
        "because": "list<string>",
        "field": "string",
        "part": "string",
        "in_scope": "bool",
        "language": "string",
    },
    "predictions": {"article": "string", "sentence": "int32", "label": "string", "probability": "double"},
    "stances": {"article": "string", "sentence": "int32", "target": "string", "value": "string", "probability": "double"},
    "estimates": {
        "measure": "string",
        "grouping": "string",
        "group": "string",
        "target": "string",
        "category": "string",
        "voice": "string",
        "count": "double",
        "total": "double",
        "articles": "int64",
        "value": "double",
        "low": "double",
        "high": "double",
        "shrunk": "double",
        "corrected": "double",
        "thin": "bool",
        "q": "double",
    },
}
# rows of a group: a group is what a writer holds in memory, and articles are long
_GROUP_ROWS: Mapping[str, int] = {"articles": 1_024}
_OTHER_GROUP_ROWS = 65_536


def table_schema(name: str, *, extra: Sequence[str] = ()) -> pa.Schema:
    """The Arrow schema of a table; `extra` are the user's own columns of articles, as text."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "list<string>": pa.list_(pa.string()),
    }
    columns = TABLES[name]
    own = [(column, types[kind]) for column, kind in columns.items()]
    return pa.schema(own + [(column, pa.string()) for column in extra if column not in columns])


def write_table(path: Path, columns: Columns, name: str, *, extra: Sequence[str] = ()) -> int:
    """The number of rows written: the columns as the Parquet table `name`, complete or not at all."""
    import pyarrow as pa

    schema = table_schema(name, extra=extra)
    table = pa.table({field.name: pa.array(columns[field.name], field.type) for field in schema}, schema=schema)
    with _writer(path, schema) as writer:
        _write_groups(writer, [table], _GROUP_ROWS.get(name, _OTHER_GROUP_ROWS))
    return int(table.num_rows)


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]], name: str, *, extra: Sequence[str] = ()) -> int:
    """The number of rows written, as `write_table`, from rows that need not be in memory together."""
    import pyarrow as pa

    schema = table_schema(name, extra=extra)
    size = _GROUP_ROWS.get(name, _OTHER_GROUP_ROWS)
    count = 0

    def tables() -> Iterator[pa.Table]:
        nonlocal count
        held: list[Mapping[str, Any]] = []
        for row in rows:
            held.append(row)
            if len(held) == size:
                count += size
                yield pa.Table.from_pylist(held, schema=schema)
                held = []
        count += len(held)
        yield pa.Table.from_pylist(held, schema=schema)

    with _writer(path, schema) as writer:
        _write_groups(writer, tables(), size)
    return count


def merge_parts(parts: Sequence[Path], out: Path, name: str, *, extra: Sequence[str] = ()) -> int:
    """The number of rows of all parts, written one after another as one table; the bytes do not depend on how they were cut."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = table_schema(name, extra=extra)
    size = _GROUP_ROWS.get(name, _OTHER_GROUP_ROWS)
    count = 0

    def tables() -> Iterator[pa.Table]:
        nonlocal count
        for part in parts:
            with pq.ParquetFile(part) as file:
                for batch in file.iter_batches(batch_size=size):
                    count += batch.num_rows
                    yield _fit(pa.Table.from_batches([batch]), schema)

    with _writer(out, schema) as writer:
        _write_groups(writer, tables(), size)
    return count


def _fit(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the schema's columns in the schema's order; user columns that a part lacks are empty."""
    import pyarrow as pa

    columns = [
        table.column(field.name).cast(field.type) if field.name in table.column_names else pa.array([""] * table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _write_groups(writer: Any, tables: Iterable[pa.Table], size: int) -> None:
    """Writes the rows in groups of exactly `size`, the last one aside."""
    import pyarrow as pa

    held: list[pa.Table] = []
    rows = 0
    for table in tables:
        held.append(table)
        rows += table.num_rows
        while rows >= size:
            joined = pa.concat_tables(held)
            writer.write_table(joined.slice(0, size).combine_chunks(), row_group_size=size)
            rest = joined.slice(size)
            held, rows = ([rest], rest.num_rows) if rest.num_rows else ([], 0)
    if rows:
        writer.write_table(pa.concat_tables(held).combine_chunks(), row_group_size=size)


@contextmanager
def _writer(path: Path, schema: pa.Schema) -> Iterator[Any]:
    """A Parquet writer beside the path, renamed to it when all is written."""
    import pyarrow.parquet as pq

    with beside(path) as unfinished, pq.ParquetWriter(unfinished, schema, compression="zstd", version="2.6") as writer:
        yield writer


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A path in the same folder that takes the place of `path` when the block ends well, and goes when it does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_table(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The Parquet table, or some of its columns."""
    import pyarrow.parquet as pq

    return pq.read_table(path, columns=list(columns) if columns is not None else None)


def read_columns(path: Path, columns: Sequence[str] | None = None) -> dict[str, list[Any]]:
    """The table as lists by column."""
    table = read_table(path, columns)
    return {name: table.column(name).to_pylist() for name in table.column_names}


def read_batches(path: Path, *, rows: int = 1_024, columns: Sequence[str] | None = None) -> Iterator[list[dict[str, Any]]]:
    """The table's rows, some at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=rows, columns=list(columns) if columns is not None else None):
            yield batch.to_pylist()


def write_csv(path: Path, columns: Columns, names: Sequence[str]) -> None:
    """Writes the columns as CSV with a byte order mark, which spreadsheet programs need to see UTF-8; None is an empty cell."""
    with beside(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        write_csv_rows(file, zip(*(columns[name] for name in names), strict=True), names)


def write_csv_rows(file: IO[str], rows: Iterable[Sequence[Any]], names: Sequence[str]) -> None:
    """Writes header and rows; a list goes into its cell as JSON."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    """The value as it stands in a cell of a CSV file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def weave_parts(parts: Sequence[Path], order: Sequence[str], out: Path, name: str) -> int:
    """The number of rows of the parts, written as one table in which articles stand in `order` and rows within one as they stood.

    Every article's rows come from one part; all parts together are in memory once.
    """
    import numpy as np
    import pyarrow as pa

    schema = table_schema(name)
    table = pa.concat_tables([_fit(read_table(part), schema) for part in parts]) if parts else schema.empty_table()
    position = {article: number for number, article in enumerate(order)}
    numbers = np.array([position[article] for article in table.column("article").to_pylist()], dtype=np.int64)
    woven = table.take(pa.array(np.argsort(numbers, kind="stable")))
    with _writer(out, schema) as writer:
        _write_groups(writer, [woven], _GROUP_ROWS.get(name, _OTHER_GROUP_ROWS))
    return int(woven.num_rows)


def count_rows(path: Path) -> int:
    """The number of rows of a Parquet table, without reading it."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)
