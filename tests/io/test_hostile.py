"""Hostile and damaged input: refused with a reason, never a crash, memory and time bounded."""

import gzip
import io
import json
import os
import random
import string
import subprocess
import sys
import textwrap
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from framing.io.articles import Reading, read_articles
from framing.io.outcomes import Limits, Noted, Rejected
from framing.records import Article

SMALL = Limits(article_characters=20_000, line_characters=50_000, unpacked_bytes=2_000_000, page_characters=200_000)


def outcomes_of(*inputs, limits=SMALL, **options):
    found = list(read_articles(inputs, reading=Reading(limits=limits), **options))
    assert all(isinstance(outcome, Article | Rejected | Noted) for outcome in found)
    for outcome in found:
        if isinstance(outcome, Article):
            json.dumps([outcome.id, outcome.text, outcome.title, dict(outcome.extra)], ensure_ascii=False).encode("utf-8")
            assert outcome.text.strip() or outcome.title.strip()
        else:
            assert outcome.problem.code
            assert outcome.problem.message
    return found


def codes(found):
    return [outcome.problem.code for outcome in found if isinstance(outcome, Rejected)]


def articles(found):
    return [outcome for outcome in found if isinstance(outcome, Article)]


def test_missing_unreadable_and_odd_inputs(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01" * 50)
    assert codes(outcomes_of(tmp_path / "nothing.txt")) == ["file-unreadable"]
    found = outcomes_of(tmp_path)
    assert {outcome.problem.place.file.rsplit("/", 1)[1]: outcome.problem.code for outcome in found} == {
        "empty.csv": "not-text",
        "empty.txt": "article-empty",
        "image.txt": "not-text",
        "pipe.txt": "file-unreadable",
    }


def test_zero_bytes_are_refused(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "x\\u0000y"}\n{"id": "b", "text": "y"}\n', encoding="utf-8")
    (tmp_path / "b.txt").write_bytes("Текст с нулём \0 внутри".encode())
    (tmp_path / "c.csv").write_text("id,text\nc,x\nd,y\0z\n" + "".join(f"c{number},x\n" for number in range(40)), encoding="utf-8")
    found = outcomes_of(tmp_path)
    assert sorted(codes(found)) == ["not-text", "zero-bytes", "zero-bytes"]
    assert len(articles(found)) == 42


def test_lone_surrogates_can_be_written(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "\\ud83d", "text": "до \\ud83d после", "tag": "\\udc00"}\n', encoding="utf-8")
    (article,) = articles(outcomes_of(tmp_path / "a.jsonl"))
    assert article.text == "до \ufffd после"


def test_links_out_of_the_folder_and_in_circles(tmp_path):
    inside = tmp_path / "in"
    (inside / "deep").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("тайна", encoding="utf-8")
    (inside / "a.txt").write_text("Текст", encoding="utf-8")
    (inside / "out.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "outfolder").symlink_to(tmp_path)
    (inside / "deep" / "loop").symlink_to(inside)
    (inside / "self.txt").symlink_to("self.txt")
    (inside / "gone.txt").symlink_to("nowhere.txt")
    found = outcomes_of(inside)
    assert [article.id for article in articles(found)] == ["a"]
    assert sorted(codes(found)) == ["link-broken", "link-broken", "link-broken", "link-outside", "link-outside"]


def test_sources_table_that_leads_out(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("тайна", encoding="utf-8")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    rows = ["file", "../secret.txt", str(tmp_path / "secret.txt"), "link.txt", "..\\secret.txt", "C:\\secret.txt"]
    (inside / "sources.csv").write_text("file,outlet\n" + "".join(f"{row},x\n" for row in rows[1:]), encoding="utf-8")
    for given in (inside, inside / "sources.csv"):
        found = outcomes_of(given)
        assert not articles(found)
        assert codes(found)[:5] == ["link-outside"] * 5


def test_folders_too_deep(tmp_path):
    deep = tmp_path.joinpath(*["d"] * 60)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("Текст", encoding="utf-8")
    assert codes(outcomes_of(tmp_path)) == ["folder-too-deep"]


def test_archives_with_tricks(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("ok.txt", "Текст")
        packed.writestr("../up.txt", "Текст")
        packed.writestr("/root.txt", "Текст")
        packed.writestr("c:\\x.txt", "Текст")
        packed.writestr("bomb.txt", "а" * 3_000_000)
        packed.writestr("inner.zip", b"PK")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    found = outcomes_of(tmp_path / "a.zip")
    assert [article.id for article in articles(found)] == ["ok"]
    assert sorted(codes(found)) == ["archive-nested", "archive-path", "archive-path", "archive-path", "link-outside", "too-large"]


def test_a_member_that_lies_about_its_size(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", "Текст " * 1000)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    path.write_bytes(data)
    assert codes(outcomes_of(path))


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz", "a.html.gz", "a.json.gz"])
def test_gzip_bombs(tmp_path, name):
    """Hundreds of megabytes of nothing in a small file are refused."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as file:
        for _ in range(100):
            file.write(b" " * 1_000_000)
    (tmp_path / name).write_bytes(packed.getvalue())
    found = outcomes_of(tmp_path / name, limits=Limits(unpacked_bytes=10**12))
    assert codes(found)
    assert not articles(found)


def test_truncated_and_false_archives(tmp_path):
    good = gzip.compress(b'{"id": "a", "text": "x"}\n' * 3_000 + os.urandom(30_000))
    (tmp_path / "cut.jsonl.gz").write_bytes(good[: len(good) // 2])
    (tmp_path / "false.txt.gz").write_bytes(b"no gzip")
    (tmp_path / "false.zip").write_bytes(b"no zip")
    (tmp_path / "false.xlsx").write_bytes(b"no workbook")
    (tmp_path / "false.parquet").write_bytes(b"PAR1 no table PAR1")
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as packed:
        packed.writestr("x.txt", "x")
    rejects = {outcome.problem.place.file.rsplit("/", 1)[1] for outcome in outcomes_of(tmp_path) if isinstance(outcome, Rejected)}
    assert rejects == {"cut.jsonl.gz", "false.txt.gz", "false.zip", "false.xlsx", "false.parquet", "other.xlsx"}


def test_nested_json_and_pages(tmp_path):
    (tmp_path / "deep.jsonl").write_text('{"text": ' + "[" * 20_000 + "]" * 20_000 + '}\n{"id": "b", "text": "y"}\n', encoding="utf-8")
    (tmp_path / "deep.json").write_text("[" * 30_000, encoding="utf-8")
    (tmp_path / "deep.html").write_text("<div>" * 5_000 + "Текст" + "</div>" * 5_000, encoding="utf-8")
    (tmp_path / "open.html").write_text("<b " * 50_000, encoding="utf-8")
    (tmp_path / "long.html").write_text("<p>" + "слово " * 60_000, encoding="utf-8")
    found = outcomes_of(tmp_path)
    assert [article.id for article in articles(found)] == ["b"]
    assert {"json-syntax", "page-too-deep", "page-without-text", "article-too-long"} >= set(codes(found))
    assert len(codes(found)) == 5


def test_long_lines_cost_only_themselves(tmp_path):
    long = "о" * 60_000
    (tmp_path / "a.jsonl").write_text(f'{{"id": "a", "text": "{long}"}}\n{{"id": "b", "text": "y"}}\n', encoding="utf-8")
    (tmp_path / "b.csv").write_text(f'id,text\nc,x\nd,{long}\ne,"две\nстроки"\n', encoding="utf-8")
    found = outcomes_of(tmp_path)
    assert [article.id for article in articles(found)] == ["b", "c", "e"]
    assert [(outcome.problem.code, outcome.problem.place.line) for outcome in found if isinstance(outcome, Rejected)] == [
        ("line-too-long", 1),
        ("line-too-long", 3),
    ]


def test_a_gigabyte_line_does_not_fill_the_memory(tmp_path):
    """A line of 600 MB is refused by a process that may not take more than 700 MB, libraries included."""
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": "a", "text": "')
        for _ in range(600):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"id": "b", "text": "y"}\n')
    code = f"""
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))
        from framing.io.articles import read_articles
        print([getattr(outcome, "id", "") for outcome in read_articles([{str(path)!r}])])
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    path.unlink()
    assert done.stdout == "['', 'b']\n", done.stderr


def test_broken_json_documents(tmp_path):
    documents = {
        "a": '{"messages": [{"id": 1, "type": "message", "text": "x"}, {"id": 2, "type": "mess',
        "b": '{"messages": [1, null, "x", {"id": 1, "type": "message", "text": "x"}]}',
        "c": '{"messages": ]',
        "d": '{"name": "x"}',
        "e": "[]",
        "f": '"x"',
        "g": '{"messages": [{"id": 1, "type": "message", "text": [null, {"text": 5}, ["x"], "y"]}]}',
    }
    for name, document in documents.items():
        (tmp_path / f"{name}.json").write_text(document, encoding="utf-8")
    found = outcomes_of(tmp_path)
    assert [article.id for article in articles(found)] == ["a-1", "b-1", "g-1"]
    assert len(codes(found)) == 1 + 3 + 1 + 1 + 1


SUFFIXES = ["txt", "md", "html", "jsonl", "json", "csv", "tsv", "xlsx", "parquet", "txt.gz", "zip", "warc", "warc.gz", "rss", "atom", "xml"]


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(data=b"\xff\xfe")
@example(data=b"\xef\xbb\xbf")
@example(data=b"PK\x03\x04" + b"\0" * 40)
@example(data=b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -7\r\n\r\n")
@example(data=b"1 of 2 DOCUMENTS\n\n2 of 2 DOCUMENTS\nEnd of Document\nDocument ABCDEF0020220107ei170001u\n")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_any_format(tmp_path, suffix, data):
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data)
    outcomes_of(path)
    outcomes_of("-", stdin=io.BytesIO(data))


@pytest.mark.parametrize("suffix", ["jsonl", "json", "csv", "html", "xlsx", "parquet", "zip", "jsonl.gz"])
def test_flipped_bytes_of_good_files(tmp_path, suffix):
    """Good files with some bytes changed: whatever comes, it is an outcome."""
    good = _good_file(tmp_path, suffix)
    source = random.Random(suffix)
    for _ in range(40):
        data = bytearray(good)
        for _ in range(source.choice((1, 3, 20))):
            data[source.randrange(len(data))] = source.randrange(256)
        path = tmp_path / f"b.{suffix}"
        path.write_bytes(data[: source.choice((len(data), len(data) // 2))])
        outcomes_of(path)


def _good_file(folder, suffix):
    rows = [{"id": f"r{number}", "title": "Заголовок", "text": "Рабочие перекрыли дорогу. " * 5} for number in range(5)]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    path = folder / f"good.{suffix}"
    if suffix == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in [list(rows[0]), *(list(row.values()) for row in rows)]:
            book.active.append(row)
        book.save(path)
    elif suffix == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(rows), path)
    elif suffix == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("a.jsonl", lines)
            packed.writestr("b.txt", "Текст")
    elif suffix == "html":
        path.write_text("<html><body><article>" + "<p>Рабочие перекрыли дорогу и ждут ответа.</p>" * 9 + "</article>", encoding="utf-8")
    elif suffix == "csv":
        path.write_text("id,title,text\n" + "".join(f'{row["id"]},З,"{row["text"]}"\n' for row in rows), encoding="utf-8")
    else:
        data = json.dumps(rows).encode() if suffix == "json" else lines
        path.write_bytes(gzip.compress(data) if suffix.endswith("gz") else data)
    return path.read_bytes()


cells = st.text(alphabet=string.ascii_letters + 'абв ",;\t\n\r«»', max_size=20)


@given(st.lists(st.tuples(cells, cells), max_size=12), st.sampled_from(["jsonl", "csv", "tsv", "json", "parquet"]))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_n_articles_exactly_n_come_out(tmp_path, rows, suffix):
    """Every row is an Article or Rejected, and those that are articles stand as they were written."""
    import csv

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [(f"r{number}", title, text) for number, (title, text) in enumerate(rows)]
    records = [dict(zip(("id", "title", "text"), row, strict=True)) for row in rows]
    path = tmp_path / f"n.{suffix}"
    if suffix == "jsonl":
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    elif suffix == "json":
        path.write_text(json.dumps(records), encoding="utf-8")
    elif suffix == "parquet":
        pq.write_table(pa.Table.from_pylist(records, schema=pa.schema([(name, pa.string()) for name in ("id", "title", "text")])), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t" if suffix == "tsv" else ",", quoting=csv.QUOTE_ALL)
            writer.writerows([("id", "title", "text"), *rows])
    found = [outcome for outcome in outcomes_of(path) if not isinstance(outcome, Noted)]
    assert [outcome.id for outcome in found] == [row[0] for row in rows]
    for outcome, (_, title, text) in zip(found, rows, strict=True):
        assert isinstance(outcome, Article) == bool(title.strip() or text.strip())
        if isinstance(outcome, Article):
            assert (outcome.title, outcome.text) == (title, text)


def test_a_quotation_mark_that_never_closes_costs_its_own_row(tmp_path):
    rows = ["id,text", "a,Первый", 'b,"Второй', "c,Третий", 'd,"Чет,вёртый"', "e,Пятый"]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = outcomes_of(tmp_path / "a.csv")
    assert [article.id for article in articles(found)] == ["a", "c", "d", "e"]
    assert [str(outcome.problem.place).rsplit(":", 1)[1] for outcome in found if isinstance(outcome, Rejected)] == ["3"]


def test_a_quotation_mark_that_never_closes_above_thousands_of_rows(tmp_path):
    (tmp_path / "a.csv").write_text('id,text\na,"x\n' + "".join(f"r{number},слово\n" for number in range(3_000)), encoding="utf-8")
    found = outcomes_of(tmp_path / "a.csv")
    assert (len(articles(found)), codes(found)) == (3_000, ["csv-syntax"])


def test_a_cell_of_millions_of_lines_ends_the_table(tmp_path):
    (tmp_path / "a.csv").write_text('id,text\na,x\nb,"' + "слово\n" * 20_000 + '"\nc,y\n', encoding="utf-8")
    found = outcomes_of(tmp_path / "a.csv")
    assert [article.id for article in articles(found)] == ["a"]
    assert codes(found) == ["csv-syntax"]


def test_a_row_without_its_last_cells_is_an_empty_article(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\na\nb,y\n", encoding="utf-8")
    assert codes(outcomes_of(tmp_path / "a.csv")) == ["article-empty"]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "text", "title", "type", "date", "messages", "articles", "poll", "name", "x"]), inner, max_size=5),
    max_leaves=20,
)


@given(values)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_value(tmp_path, value):
    for suffix in ("json", "jsonl"):
        (tmp_path / f"a.{suffix}").write_text(json.dumps(value), encoding="utf-8")
        outcomes_of(tmp_path / f"a.{suffix}")


tags = st.sampled_from(["<p>", "</p>", "<div", ">", "</article>", "<article>", "<h1>", "<title>", "<meta charset=", "<script>", "<!--", "-->", "&#0;", "<table>"])


@given(st.lists(tags | st.text(max_size=30), max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_soup_of_tags(tmp_path, pieces):
    (tmp_path / "a.html").write_bytes("".join(pieces).encode("utf-8", "surrogatepass"))
    assert len([outcome for outcome in outcomes_of(tmp_path / "a.html") if not isinstance(outcome, Noted)]) == 1


@given(st.lists(st.text(st.sampled_from("./\\:abé ы") | st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12), max_size=5, unique=True))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_any_names_in_an_archive(tmp_path, names):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for name in names:
            packed.writestr(f"{name}.txt", "Текст")
    for outcome in outcomes_of(tmp_path / "a.zip"):
        assert not isinstance(outcome, Article) or ".." not in outcome.place.split("a.zip/", 1)[1].split("/")


@given(st.lists(st.text(st.sampled_from("./\\~ab\0:") | st.characters(), max_size=15), max_size=6))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_names_in_a_sources_table(tmp_path, names):
    import csv

    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    (tmp_path / "a.txt").write_text("тайна", encoding="utf-8")
    with (home / "sources.csv").open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("file", "outlet"), *((name, "x") for name in names)])
    assert not articles(outcomes_of(home))


def test_a_page_of_very_many_tags_is_refused(tmp_path):
    (tmp_path / "a.html").write_text("<html><body>" + "<p>x" * 300_000, encoding="utf-8")
    assert codes(outcomes_of(tmp_path / "a.html", limits=Limits())) == ["page-too-deep"]
