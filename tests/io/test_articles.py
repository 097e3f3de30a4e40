"""Reading: every format, every fault with its place, and of N articles in exactly N out."""

import gzip
import io
import json
import zipfile
from collections import Counter

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.io.articles import Reading, read_articles
from framing.io.outcomes import Limits, Noted, Rejected
from framing.records import Article

TEXT = "Заголовок\r\n\r\nРабочие перекрыли дорогу.\u00a0Полиция\nне вмешивалась.\n"


def read(*inputs, stdin=None, **options):
    """Articles, rejections and notes of the inputs."""
    outcomes = list(read_articles(inputs, reading=Reading(**options), stdin=stdin))
    return (
        [outcome for outcome in outcomes if isinstance(outcome, Article)],
        [outcome for outcome in outcomes if isinstance(outcome, Rejected)],
        [outcome for outcome in outcomes if isinstance(outcome, Noted)],
    )


def codes(outcomes):
    return [outcome.problem.code for outcome in outcomes]


@pytest.mark.parametrize("name", ["one.txt", "one.md", "one.text", "one"])
def test_a_text_file_is_one_article_as_it_stands(tmp_path, name):
    (tmp_path / name).write_bytes(TEXT.encode())
    (article,), rejects, notes = read(tmp_path / name)
    assert (article.id, article.text, article.title) == ("one", TEXT, "")
    assert article.place == str(tmp_path / name)
    assert not rejects
    assert not notes


def test_front_matter_of_markdown_gives_columns(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: Рабочие\ndate: 6 января 2022\noutlet: 'Голос'\n---\nТекст **статьи**.\n", encoding="utf-8")
    (article,), _, _ = read(tmp_path / "a.md")
    assert (article.title, article.date, article.outlet, article.text) == ("Рабочие", "2022-01-06", "Голос", "Текст **статьи**.\n")


def test_web_page(tmp_path):
    paragraphs = "".join(f"<p>Абзац номер {number}, в котором рабочие перекрыли дорогу и ждут ответа.</p>" for number in range(8))
    page = (
        "<html><head><meta charset='{charset}'><title>Рабочие перекрыли дорогу</title><meta property='og:site_name' content='Голос'>"
        "<meta property='article:published_time' content='2022-01-06T10:00:00+06:00'></head><body><nav><a href='/'>Главная</a></nav>"
        f"<article><h1>Рабочие перекрыли дорогу</h1>{paragraphs}</article><footer>Все права защищены</footer></body></html>"
    )
    (tmp_path / "a.html").write_text(page.replace("{charset}", "utf-8"), encoding="utf-8")
    (tmp_path / "b.html").write_bytes(page.replace("{charset}", "windows-1251").encode("cp1251"))
    articles, rejects, notes = read(tmp_path)
    assert not rejects
    assert not notes
    for article in articles:
        assert (article.title, article.outlet, article.date) == ("Рабочие перекрыли дорогу", "Голос", "2022-01-06")
        assert "Абзац номер 7" in article.text
        assert "Главная" not in article.text


def test_json_lines_with_faults(tmp_path):
    lines = [
        '{"id": "a", "text": "Текст", "mentions": [{"start": 0}], "рубрика": "мир", "year": 2022}',
        '{"id": "b", "text": "Текст"',
        "",
        "[1, 2]",
        '{"id": "c", "title": "Только заголовок"}',
        '{"id": "d", "title": " ", "text": ""}',
        '{"id": 7, "text": "Текст"}',
        '{"id": "a", "text": "Ещё текст"}',
        '{"note": "ни того ни другого"}',
        '{"text": "без имени"}',
        '{"text": ["Абзац", "Ещё абзац"], "source": {"name": "Голос"}}',
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    articles, rejects, notes = read(path)
    assert [article.id for article in articles] == ["a", "c", "7", "a~2", "in:10", "in:11"]
    assert articles[0].extra == {"рубрика": "мир", "year": "2022"}
    assert (articles[-1].text, articles[-1].outlet) == ("Абзац\nЕщё абзац", "Голос")
    assert [(reject.problem.place.line, reject.problem.code) for reject in rejects] == [
        (2, "json-syntax"),
        (4, "json-syntax"),
        (6, "article-empty"),
        (9, "no-text-column"),
    ]
    assert all(str(path) == reject.problem.place.file and reject.problem.hint for reject in rejects)
    assert codes(notes) == ["duplicate-id", "columns-recognised"]
    assert articles[0].place == f"{path}:1"


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("id,title,text,outlet,date,url", ","), ("ID;Заголовок;Текст;Источник;Дата;Ссылка", ";"), ("№\tтақырып\tмәтін\tБАҚ\tкүні\tсілтеме", "\t")],
)
def test_columns_are_recognised(tmp_path, header, delimiter):
    path = tmp_path / ("t.tsv" if delimiter == "\t" else "t.csv")
    row = delimiter.join(["x", "Заголовок", "Текст", "Голос", "06.01.2022", "https://www.golos.example/1"])
    path.write_text(f"{header}\n{row}\n", encoding="utf-8-sig")
    (article,), rejects, notes = read(path)
    assert (article.title, article.text, article.outlet, article.date) == ("Заголовок", "Текст", "Голос", "2022-01-06")
    assert article.place == f"{path}:2"
    assert not rejects
    assert codes(notes) == ([] if header.startswith("id,") else ["columns-recognised"])


def test_a_mapping_goes_before_recognition(tmp_path):
    (tmp_path / "t.csv").write_text("text,lead,medium\nТело,Вводка,Голос\n", encoding="utf-8")
    (article,), _, _ = read(tmp_path / "t.csv", mapping={"text": "lead", "outlet": "medium"})
    assert (article.text, article.outlet, article.extra) == ("Вводка", "Голос", {"text": "Тело"})


def test_rows_of_a_table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('title,text\nодин,"две\nстроки, ""кавычки"""\n\nдва,а,б,в\nтри\n,\n', encoding="utf-8")
    articles, rejects, _ = read(path)
    assert [(article.id, article.title, article.text) for article in articles] == [("t:1", "один", 'две\nстроки, "кавычки"'), ("t:3", "три", "")]
    assert codes(rejects) == ["csv-row-length"]


def test_tabs_with_stray_quotation_marks(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text('id\ttext\n1\t"Кавычка без пары\n2\tвторая\n3\t«третья"\n', encoding="utf-8")
    articles, rejects, _ = read(path)
    assert [article.text for article in articles] == ['"Кавычка без пары', "вторая", '«третья"']
    assert not rejects


def test_workbook_and_parquet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Заголовок", "Текст", "Дата"])
    book.active.append(["Один", "Текст", "6 января 2022 г."])
    book.active.append([None, None, None])
    book.active.append([5, None, None])
    book.create_sheet("notes").append(["прочее"])
    book["notes"].append(["заметка"])
    book.save(tmp_path / "b.xlsx")
    table = pa.table({"id": [1, 2], "text": ["Раз", None], "title": [None, "Два"], "score": [0.5, 2.0], "list": [[1], []]})
    pq.write_table(table, tmp_path / "c.parquet")
    articles, rejects, notes = read(tmp_path)
    assert [(article.id, article.title, article.text, article.date) for article in articles] == [
        ("b:1", "Один", "Текст", "2022-01-06"),
        ("b:2", "5", "", ""),
        ("1", "", "Раз", ""),
        ("2", "Два", "", ""),
    ]
    assert articles[-1].extra == {"score": "2"}
    assert not rejects
    assert sorted(codes(notes)) == ["columns-recognised", "sheet-skipped"]


def test_telegram_export(tmp_path):
    export = {
        "name": "Канал",
        "type": "public_channel",
        "id": 9,
        "messages": [
            {"id": 1, "type": "service", "action": "create_channel", "text": ""},
            {"id": 2, "type": "message", "date": "2022-01-06T10:00:00", "text": "Просто текст"},
            {"id": 3, "type": "message", "date": "2022-01-06T10:01:00", "text": ["Часть ", {"type": "bold", "text": "жирная"}, "."]},
            {"id": 4, "type": "message", "photo": "(File not included)", "text": ""},
            {"id": 5, "type": "message", "text": "", "poll": {"question": "Кто?", "answers": [{"text": "Я"}, {"text": "Ты"}]}},
        ],
    }
    (tmp_path / "result.json").write_text(json.dumps(export, ensure_ascii=False, indent=1), encoding="utf-8")
    articles, rejects, notes = read(tmp_path / "result.json")
    assert [(article.id, article.text) for article in articles] == [
        ("result-2", "Просто текст"),
        ("result-3", "Часть жирная."),
        ("result-5", "Кто?\nЯ\nТы"),
    ]
    assert {article.outlet for article in articles} == {"Канал"}
    assert articles[0].date == "2022-01-06"
    assert [(reject.id, reject.problem.code) for reject in rejects] == [("result-4", "article-empty")]
    assert codes(notes) == ["posts-skipped"]


@pytest.mark.parametrize(
    "document",
    [
        [{"id": "a", "text": "Раз"}, {"id": "b", "text": "Два"}],
        {"status": "ok", "articles": [{"id": "a", "content": "Раз"}, {"id": "b", "content": "Два"}]},
    ],
)
def test_json_documents(tmp_path, document):
    (tmp_path / "d.json").write_text(json.dumps(document), encoding="utf-8")
    articles, rejects, _ = read(tmp_path / "d.json")
    assert [(article.id, article.text) for article in articles] == [("a", "Раз"), ("b", "Два")]
    assert not rejects


def test_one_article_as_a_json_document(tmp_path):
    (tmp_path / "d.json").write_text('{"headline": "Один", "body": "Текст"}', encoding="utf-8")
    (article,), _, _ = read(tmp_path / "d.json")
    assert (article.id, article.title, article.text) == ("d", "Один", "Текст")


def test_sources_table_beside_files(tmp_path):
    (tmp_path / "articles").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "articles" / f"{name}.txt").write_text(f"Текст {name}", encoding="utf-8")
    (tmp_path / "sources.csv").write_text(
        "file,outlet,country,date,language,url,line\narticles/a.txt,Голос,KZ,2022-01-06,ru-RU,,loyal\n"
        "articles/b.txt,,UA,7 января 2022,ua,https://m.golos.example/b,\narticles/z.txt,Голос,,,,,\n,,,,,,\n../x.txt,Голос,,,,,\n",
        encoding="utf-8",
    )
    for given in (tmp_path, tmp_path / "sources.csv"):
        (first, second), rejects, notes = read(given)
        assert (first.id, first.outlet, first.country, first.date, first.language, first.extra) == (
            "a",
            "Голос",
            "KZ",
            "2022-01-06",
            "ru",
            {"line": "loyal"},
        )
        assert (second.id, second.outlet, second.language, second.date) == ("b", "golos.example", "uk", "2022-01-07")
        assert codes(rejects) == ["file-missing", "link-outside"]
        assert rejects[0].problem.place.line == 4
        assert codes(notes) == (["sources-only"] if given == tmp_path else [])


def test_folders_in_order_and_what_is_skipped(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/1.txt", "a.txt", "b/0.txt", "c.txt", ".hidden.txt", "photo.jpg", "README.md"):
        (tmp_path / name).write_text(f"Текст {name}", encoding="utf-8")
    articles, rejects, notes = read(tmp_path)
    assert [article.id for article in articles] == ["a", "0", "1", "c"]
    assert not rejects
    assert codes(notes) == ["file-skipped", "file-skipped"]


def test_ids_are_unique_over_all_inputs(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text("Текст", encoding="utf-8")
    articles, _, notes = read(tmp_path / "x", tmp_path / "y", tmp_path / "x")
    assert [article.id for article in articles] == ["1", "1~2", "1~3"]
    assert codes(notes) == ["duplicate-id"] * 2


def test_packed_files(tmp_path):
    line = json.dumps({"id": "j", "text": "Текст"}, ensure_ascii=False).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress("id,text\nc,Текст\n".encode()))
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as packed:
        packed.writestr("in/t.txt", "Текст")
        packed.writestr("in/s.txt.gz", gzip.compress("Сжатый".encode()))
        packed.writestr("sub/sources.csv", "file,outlet\nu.txt,Голос\n")
        packed.writestr("sub/u.txt", "Текст")
        packed.writestr("sub/v.txt", "не названо")
    articles, rejects, notes = read(tmp_path)
    assert [(article.id, article.outlet) for article in articles] == [("j", ""), ("c", ""), ("s", ""), ("t", ""), ("u", "Голос")]
    assert not rejects
    assert codes(notes) == ["sources-only"]


def test_names_of_old_windows_archives(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as packed:
        packed.writestr("sources.csv", "file,outlet\nстатья.txt,Голос\n")
        packed.writestr("XXXXXX.txt", "Текст")
    data = (tmp_path / "z.zip").read_bytes().replace(b"XXXXXX", "статья".encode("cp866"))
    (tmp_path / "z.zip").write_bytes(data)
    (article,), rejects, _ = read(tmp_path / "z.zip")
    assert (article.id, article.outlet, article.text) == ("статья", "Голос", "Текст")
    assert not rejects


@pytest.mark.parametrize(
    ("data", "articles"),
    [
        (b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n', ["a", "b"]),
        ("\ufeff{}".encode() + b"\n", []),
        ("Просто текст\nв две строки".encode(), ["stdin"]),
        (b"", []),
    ],
)
def test_standard_input(data, articles):
    found, rejects, _ = read("-", stdin=io.BytesIO(data))
    assert [article.id for article in found] == articles
    assert len(rejects) == (not articles)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "mac_cyrillic", "cp866", "iso8859_5", "utf-16-le", "utf-16-be"])
def test_guessed_encodings_are_told(tmp_path, encoding):
    text = "Рабочие завода в четверг перекрыли дорогу и потребовали выплатить зарплату за три месяца.\nОни ушли."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (tmp_path / "b.csv").write_bytes(("title,text\nЗаголовок," + text.replace("\n", " ") + "\n").encode(encoding))
    articles, rejects, notes = read(tmp_path)
    assert articles[0].text == text
    assert articles[1].title == "Заголовок"
    assert not rejects
    assert codes(notes) == ["encoding-guessed"] * 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_no_guess(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    (article,), _, notes = read(tmp_path / "a.txt")
    assert article.text == TEXT
    assert not notes


def test_a_broken_byte_among_good_ones(tmp_path):
    data = ("Рабочие перекрыли дорогу. " * 20).encode()
    (tmp_path / "a.txt").write_bytes(data[:100] + b"\xff" + data[100:])
    (article,), _, notes = read(tmp_path / "a.txt")
    assert article.text.count("\ufffd") == 1
    assert codes(notes) == ["letters-damaged"]


def test_dates_and_outlets(tmp_path):
    rows = [
        {"id": "a", "text": "x", "date": "03/04/2022", "url": "https://www.golos.example/1"},
        {"id": "b", "text": "x", "date": "вчера", "source": "ХАБАР"},
        {"id": "c", "text": "x", "date": "2022-01-06T10:00:00Z", "source": "khabar.kz"},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    articles, _, notes = read(tmp_path / "in.jsonl", outlets={"хабар": "Khabar", "khabar.kz": "Khabar"})
    assert [(article.outlet, article.date) for article in articles] == [
        ("golos.example", "03/04/2022"),
        ("Khabar", "вчера"),
        ("Khabar", "2022-01-06"),
    ]
    assert codes(notes) == ["date-unclear", "columns-recognised", "date-unclear"]


def test_shared_corpora(shared):
    seeds, rejects, _ = read(shared / "seeds" / "sources.csv")
    assert ([article.id for article in seeds], rejects) == ([f"seed-00{number}" for number in range(5)], [])
    headlines, rejects, _ = read(shared / "corpora" / "kz-headlines.csv")
    assert (len(headlines), len({article.outlet for article in headlines}), rejects) == (492, 6, [])
    assert all(article.title and not article.text for article in headlines)
    assert sum(bool(article.date) for article in headlines) >= 490
    for path in sorted((shared / "corpora" / "belarus-2020").glob("*.json")):
        export = json.loads(path.read_text(encoding="utf-8"))
        posts = [message for message in export["messages"] if message["type"] == "message"]
        articles, rejects, _ = read(path)
        assert len(articles) + len(rejects) == len(posts)
        assert len(rejects) == sum(not message["text"] and "poll" not in message for message in posts)


def test_limits_hold_for_one_article(tmp_path):
    (tmp_path / "a.txt").write_text("Слово " * 100, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "' + "о" * 700 + '"}\n{"text": "мало"}\n', encoding="utf-8")
    (tmp_path / "c.csv").write_text("id,text\n1," + "о" * 700 + "\n2,мало\n", encoding="utf-8")
    articles, rejects, _ = read(tmp_path, limits=Limits(article_characters=500))
    assert [article.text for article in articles] == ["мало", "мало"]
    assert Counter(codes(rejects)) == {"article-too-long": 3}
