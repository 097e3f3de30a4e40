"""Mixed languages, outlets under several names, damaged letters: what real corpora bring, through a whole run."""

from framing.io.tables import read_columns
from framing.records import Article
from framing.resources import shipped_folder
from framing.run.api import run_study
from framing.run.coder import Coder, CodingRules
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


def test_garbled_letters_are_read_and_the_raw_text_stays():
    meant = "Казахстан. Участники протеста ворвались в здание акимата. Полиция задержала террористов."
    garbled = meant.encode("cp1251").decode("latin-1")
    coded = coder().code(Article(id="a", text=garbled))
    assert coded.language == "ru"
    surfaces = {mention.category: mention.surface for mention in coded.mentions}
    assert surfaces["protesters.terrorists"].encode("latin-1").decode("cp1251") == "террористов"
    assert all(garbled[mention.start : mention.end] == mention.surface for mention in coded.mentions)
