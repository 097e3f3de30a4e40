"""Mixed languages, outlets under several names, damaged letters: what real corpora bring, through a whole run."""

import pytest

from framing.io.tables import read_columns
from framing.records import Article
from framing.resources import shipped_folder
from framing.run.api import run_study
from framing.run.coder import Coder, CodingRules
from framing.run.explain import clean_inputs, explain_inputs
from framing.study import load_study

MIXED = "Протесты в городе продолжаются.\nThe protesters stormed the airport on Wednesday, police said.\nПолиция разогнала митингующих."


def coder():
    lexicons = shipped_folder("lexicons")
    return Coder(CodingRules(("en", "ru"), lexicons / "protest", lexicons / "voice"))


def test_each_sentence_of_a_mixed_article_is_coded_in_its_own_language():
    coded = coder().code(Article(id="a", text=MIXED))
    assert [sentence.language for sentence in coded.sentences] == ["ru", "en", "ru"]
    assert {mention.surface: mention.language for mention in coded.mentions}["protesters"] == "en"
    assert [(m.sentence, m.start) for m in coded.mentions] == sorted((m.sentence, m.start) for m in coded.mentions)


def study(tmp_path, rows, more=""):
    (tmp_path / "articles.csv").write_text("id,title,text,outlet\n" + rows, encoding="utf-8")
    path = tmp_path / "study.yaml"
    path.write_text(f"articles: [articles.csv]\nlanguages: [en, ru]\nmodel: none\n{more}", encoding="utf-8")
    return run_study(load_study(path), tmp_path / "out", only="code")


def test_aliases_of_an_outlet_are_one_outlet(tmp_path):
    study(tmp_path, "a,Протесты,,хабар\nb,Митинги,,khabar.kz\n", "outlets: {khabar.kz: [хабар]}\n")
    assert read_columns(tmp_path / "out" / "tables" / "articles.parquet", ["outlet"])["outlet"] == ["khabar.kz", "khabar.kz"]


def test_damaged_letters_are_told_once_for_all_articles(tmp_path):
    rows = "".join(f"{n},,Террористы зaхватили аэропорт.,x\n" for n in range(3))
    result = study(tmp_path, rows)
    notes = [note for note in result.notes if note.code == "look-alike-letters"]
    assert len(notes) == 1
    assert notes[0].message.startswith("3 articles")


@pytest.mark.parametrize(("written", "read"), [("utf-8", "cp1251"), ("utf-8", "latin-1"), ("utf-8", "cp866"), ("utf-8", "koi8-r")])
def test_letters_of_two_bytes_are_read_and_places_are_those_of_the_raw_text(written, read):
    """Sentences and mentions are those of the sound text, each at its place in the damaged one."""
    meant = "В Казахстане «протест»: так пишут\nУчастники протеста ворвались в здание акимата. Полиция задержала террористов, сообщил министр."
    damaged = meant.encode(written).decode(read, "surrogateescape")
    assert len(damaged) > len(meant)
    sound, garbled = coder().code(Article(id="a", text=meant)), coder().code(Article(id="a", text=damaged))
    assert garbled.language == "ru"
    assert [damaged[s.start : s.end].encode(read, "surrogateescape").decode(written) for s in garbled.sentences] == [
        meant[s.start : s.end] for s in sound.sentences
    ]
    assert [(m.category, m.voice, m.source, m.part, m.surface.encode(read, "surrogateescape").decode(written)) for m in garbled.mentions] == [
        (m.category, m.voice, m.source, m.part, m.surface) for m in sound.mentions
    ]
    assert sound.mentions
    assert all(damaged[m.start : m.end] == m.surface for m in garbled.mentions)


def test_repaired_letters_are_told(tmp_path):
    text = "Протестующие захватили здание акимата.".encode().decode("cp1251", "surrogateescape")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8", errors="replace")
    for show in (clean_inputs, explain_inputs):
        written = []
        options = {"show": True} if show is clean_inputs else {"file_format": "text"}
        told = show([str(tmp_path / "a.txt")], language=None, write=written.append, **options)
        assert [note.code for note in told.notes] == ["mojibake"]
        assert "Протестующие захватили здание акимата." in "\n".join(written)


def test_garbled_letters_are_read_and_the_raw_text_stays():
    meant = "Казахстан. Участники протеста ворвались в здание акимата. Полиция задержала террористов."
    garbled = meant.encode("cp1251").decode("latin-1")
    coded = coder().code(Article(id="a", text=garbled))
    assert coded.language == "ru"
    surfaces = {mention.category: mention.surface for mention in coded.mentions}
    assert surfaces["protesters.terrorists"].encode("latin-1").decode("cp1251") == "террористов"
    assert all(garbled[mention.start : mention.end] == mention.surface for mention in coded.mentions)
