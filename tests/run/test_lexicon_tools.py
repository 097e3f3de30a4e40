"""What the lexicon tools find: concordance lines, differences between two states, candidates, orphans."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.lexicon import compile_lexicon, load_lexicon, write_forms
from framing.run.concordance import WIDTH, Corpus, concordance_line
from framing.run.lexicon_diff import compare_lexicons, diff_lexicons
from framing.run.lexicon_suggest import Wanted, suggest
from framing.run.lexicons import (
    add_to_lexicon,
    entries_named,
    expand_files,
    find_orphans,
    import_dictionary,
    lexicon_file,
    open_lexicons,
    show_term,
)
from framing.records import Article

HEAD = "language: {language}\nmorphology: none\n"
OLD = """\
categories:
  protesters.terrorists:
    - forms: [terrorist, terrorists]
    - forms: [gang, gangs]
    - {forms: [militant], near: [armed]}
  protesters.rioters:
    - forms: [looter, looters]
  event.riot:
    - forms: [riot]
exclude: [riot police]
"""
NEW = """\
categories:
  protesters.terrorists:
    - forms: [terrorist, terrorists, terrorism]
    - {forms: [militant], near: [armed, masked]}
  protesters.rioters:
    - forms: [gang, gangs]
    - forms: [looters]
    - forms: [vandal]
  event.riot:
    - forms: [riot]
exclude: [riot police]
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a lexicon and returns its path."""

    def written(body: str, name: str = "lexicons/qa.yaml", language: str = "qa") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD.format(language=language) + body, encoding="utf-8")
        return path

    return written


def corpus_of(folder: Path, texts: dict[str, tuple[str, str]], name: str = "corpus.jsonl") -> Path:
    """A corpus of texts by id, each with its outlet."""
    path = folder / name
    rows = ({"id": key, "text": text, "outlet": outlet, "language": "qa"} for key, (text, outlet) in texts.items())
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


TEXTS = {
    "one": ("The gang left. Terrorists came, and terrorism stayed. Riot police stood by.", "North"),
    "two": ("A looter ran. The masked militant hid.\n\nAll was quiet in the city.", "South"),
    "three": ("Gangs and looters were seen, no terrorists.", "South"),
}


# --- concordance


def test_a_line_shows_the_words_around_on_one_line() -> None:
    text = "a\nb " * 40 + "«word»\nof two" + " c" * 60
    start = text.index("word")
    line = concordance_line(Article("x", text), "text", text, start, text.index("two") + 3)
    assert line.word == "word» of two"
    assert line.left.endswith("b a b «")
    assert len(line.left) <= WIDTH >= len(line.right)
    assert "\n" not in str(line)


def test_show_says_how_often_an_entry_fires(write: Callable[..., Path], tmp_path: Path) -> None:
    folder = write(OLD).parent
    lexicons = open_lexicons(None, folder)
    corpus = Corpus([str(corpus_of(tmp_path, TEXTS))], ["qa"])
    (shown,) = show_term("gangs", lexicons, corpus=corpus, limit=1)
    assert shown.found is not None
    assert (shown.found.total, shown.found.articles, len(shown.found.lines)) == (2, {"one", "three"}, 1)
    assert shown.found.lines[0].word == "gang"
    record = shown.record()
    assert (record["category"], record["line"], record["total"], record["forms"]) == ("protesters.terrorists", 6, 2, ["gang", "gangs"])
    json.dumps(record)


def test_show_finds_entries_with_conditions_and_exclusions_by_name(write: Callable[..., Path]) -> None:
    lexicons = open_lexicons("qa", write(OLD).parent)
    (shown,) = show_term("Militant", lexicons)
    assert shown.conditions() == {"near": {"words": ("armed",), "within": 5}}
    assert [each.entry.category for each in show_term("riot police", lexicons)] == ["event.riot", ""]
    assert show_term("nothing", lexicons) == []


def test_what_cannot_be_read_is_kept(write: Callable[..., Path], tmp_path: Path) -> None:
    corpus = Corpus([str(tmp_path / "nowhere.txt"), str(corpus_of(tmp_path, TEXTS))], ["qa"])
    show_term("gang", open_lexicons(None, write(OLD).parent), corpus=corpus)
    assert (corpus.articles, [problem.code for problem in corpus.rejects]) == (3, ["file-unreadable"])


def test_the_language_of_a_text(tmp_path: Path) -> None:
    article = Article("x", "Терористи захопили аеропорт, а поліція відійшла до міста.")
    assert Corpus([], ["ru", "uk", "en"]).language_of(article) == "uk"
    assert Corpus([], ["ru", "uk", "en"], "ru").language_of(article) == "ru"
    assert Corpus([], ["ru"]).language_of(article) == "ru"
    assert Corpus([], ["ru", "uk"], "ru").language_of(Article("x", "text", language="uk")) == "uk"


# --- differences


def test_entries_that_differ(write: Callable[..., Path]) -> None:
    old, new = (compile_lexicon(load_lexicon(write(body, f"{name}/qa.yaml"))) for name, body in (("old", OLD), ("new", NEW)))
    changes = {(each.kind, each.entry): each for each in compare_lexicons({"qa": old}, {"qa": new})}
    assert set(changes) == {("changed", "terrorist"), ("changed", "militant"), ("moved", "gang"), ("changed", "looters"), ("added", "vandal")}
    assert changes["changed", "terrorist"].gained == ("terrorism",)
    assert changes["changed", "looters"].lost == ("looter",)
    assert changes["changed", "militant"].conditions == ("near",)
    assert (changes["moved", "gang"].before, changes["moved", "gang"].category) == ("protesters.terrorists", "protesters.rioters")
    assert compare_lexicons({"qa": old}, {"qa": old}) == []
    assert {each.kind for each in compare_lexicons({"qa": old}, {})} == {"removed"}
    assert {each.kind for each in compare_lexicons({}, {"qa": old})} == {"added"}


def test_sentences_that_flip_and_shares_that_move(write: Callable[..., Path], tmp_path: Path) -> None:
    old, new = write(OLD, "old/qa.yaml"), write(NEW, "new/my own.yaml")
    found, corpus = diff_lexicons(str(old), str(new), [str(corpus_of(tmp_path, TEXTS))])
    assert corpus is not None
    assert corpus.articles == 3
    flips = {(flip.article, flip.sentence): flip for flip in found.flips}
    assert {key: flip.kind for key, flip in flips.items()} == {
        ("one", 0): "changed",
        ("one", 1): "gained",
        ("two", 0): "lost",
        ("two", 1): "gained",
        ("three", 0): "changed",
    }
    assert flips["one", 0].lost == (("gang", "protesters.terrorists", "gang"),)
    assert flips["one", 0].gained == (("gang", "protesters.rioters", "gang"),)
    moves = {(move.outlet, move.category): (move.old_count, move.new_count, move.old_share, round(move.new_share, 3)) for move in found.moves}
    assert moves["North", "protesters.terrorists"] == (2, 2, 1.0, 0.667)
    assert moves["North", "protesters.rioters"] == (0, 1, 0.0, 0.333)
    assert ("North", "event.riot") not in moves
    assert all(change.place.file in (str(old), str(new)) for change in found.entries)
    json.dumps(found.record())


def test_folders_with_other_languages(write: Callable[..., Path], tmp_path: Path) -> None:
    old, new = write(OLD, "old/qa.yaml").parent, write(OLD, "new/qa.yaml").parent
    write(NEW, "new/qb.yaml", "qb")
    corpus = corpus_of(tmp_path, TEXTS)
    corpus.write_text(corpus.read_text().replace('"id": "one", ', '"id": "one", "x": 1, ').replace('"language": "qa"}', '"language": "qb"}', 1))
    found, _ = diff_lexicons(str(old), str(new), [str(corpus)])
    assert {(change.language, change.kind) for change in found.entries} == {("qb", "added")}
    assert {(flip.article, flip.kind) for flip in found.flips} == {("one", "gained")}


def test_states_from_git(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(OLD)
    write_forms(load_lexicon(path))
    monkeypatch.chdir(tmp_path)

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    write(NEW)
    for spec in ("HEAD:lexicons/qa.yaml", "HEAD:lexicons"):
        found, _ = diff_lexicons(spec, "lexicons/qa.yaml")
        assert {change.kind for change in found.entries} == {"changed", "moved", "added"}
        back, _ = diff_lexicons("lexicons/qa.yaml", spec)
        removed = next(change for change in back.entries if change.kind == "removed")
        added = next(change for change in found.entries if change.kind == "added")
        assert (removed.place, removed.lost) == (added.place, added.gained)
        assert any(change.place.file == (f"{spec}/qa.yaml" if spec.endswith("lexicons") else spec) for change in back.entries)
    for spec in ("HEAD:nowhere.yaml", "NOWHERE:lexicons", "nowhere.yaml", "a:b:c"):
        with pytest.raises(FramingError, match="file-not-found"):
            diff_lexicons(spec, "lexicons")


def test_a_state_with_faults_names_the_file(write: Callable[..., Path]) -> None:
    good, bad = write(OLD), write("categories:\n  a.a: [{lemma: x*}]\n", "bad.yaml")
    with pytest.raises(FramingError) as caught:
        diff_lexicons(str(good), str(bad))
    assert [(problem.place.file, problem.code) for problem in caught.value.problems] == [(str(bad), "wildcard-in-lemma")]


# --- candidates


def sentences() -> dict[str, tuple[str, str]]:
    """Texts in which masked gunmen keep company with terrorists, and the weather does not."""
    texts = {f"t{n}": (f"The terrorists came with masked gunmen, number {n}. The weather was fine in Springfield.", "North") for n in range(8)}
    texts |= {f"w{n}": (f"The weather was fine, number {n}. Children played in Springfield.", "South") for n in range(12)}
    texts |= {f"n{n}": ("Some terroristic words were heard, and a terorist.", "South") for n in range(4)}
    return texts


def test_candidates_by_company_and_by_likeness(write: Callable[..., Path], tmp_path: Path) -> None:
    lexicons = open_lexicons(None, write(OLD).parent)
    corpus = Corpus([str(corpus_of(tmp_path, sentences()))], ["qa"])
    found = {each.text: each for each in suggest(corpus, lexicons, Wanted("protesters.terrorists"))}
    pair = found["masked gunmen"]
    assert (pair.near, pair.elsewhere, pair.articles, pair.with_term, len(pair.lines)) == (8, 0, 8, "terrorist", 2)
    assert pair.keyness is not None
    assert pair.keyness > 2
    assert "masked" not in found, "the pair says it all"
    assert (found["terroristic"].like, found["terorist"].like) == ("terrorist", "terrorist")
    assert not {"weather", "children", "terrorists", "Springfield", "springfield"} & set(found)
    assert pair.lines[0].article != pair.lines[1].article
    json.dumps(pair.record())
    assert {each.category for each in suggest(corpus, lexicons)} == {"protesters.terrorists"}


def test_candidates_of_a_corpus_without_known_terms(write: Callable[..., Path], tmp_path: Path) -> None:
    lexicons = open_lexicons(None, write(OLD).parent)
    for texts in ({"a": ("Nothing at all.", "North")}, {f"a{n}": ("Nothing at all.", "North") for n in range(9)}):
        assert suggest(Corpus([str(corpus_of(tmp_path, texts))], ["qa"]), lexicons) == []


# --- orphans


def test_orphans(write: Callable[..., Path], tmp_path: Path) -> None:
    lexicons = open_lexicons(None, write(OLD).parent)
    first, again = corpus_of(tmp_path, TEXTS), corpus_of(tmp_path, {"copy of one": TEXTS["one"]}, "copy.jsonl")
    found = find_orphans(lexicons, Corpus([str(first), str(again)], ["qa"]))
    # terrorists, gangs and looters stand in two texts; a text that is there twice is one
    assert [(each.entry.text, each.article) for each in found.found] == [("riot police", "one")]
    assert (found.entries, found.unused, found.texts, round(found.share, 3)) == (6, 2, 3, 0.167)
    coded = Corpus([str(again)], ["qa"])
    assert len(find_orphans(lexicons, Corpus([], ["qa"]), coded).found) == 3
    other = corpus_of(tmp_path, {"two": TEXTS["two"]}, "other.jsonl")
    assert find_orphans(lexicons, Corpus([str(first)], ["qa"]), Corpus([str(other)], ["qa"])).found == ()
    json.dumps(found.record())


# --- files


def test_expand_goes_on_past_a_faulty_file(write: Callable[..., Path]) -> None:
    good, bad = write(OLD), write("categories:\n  a.a: [{lemma: x*}]\n", "bad.yaml")
    lines = expand_files([bad, good], write=True)
    assert next(lines) == f"{good}: 6 entries, 9 forms → {good.parent / 'forms' / 'qa.json'}"
    with pytest.raises(FramingError, match="wildcard-in-lemma"):
        next(lines)


def test_a_category_must_be_known_somewhere(write: Callable[..., Path]) -> None:
    path = write(OLD)
    write("categories:\n  foreign.concern: []\n", "lexicons/qb.yaml", "qb")
    add_to_lexicon(path, "foreign.concern", {"lemma": "worry"})
    with pytest.raises(FramingError, match=r"did you mean event\.riot"):
        add_to_lexicon(path, "event.riots", {"lemma": "x"})


def test_entries_are_named_by_any_form_that_is_written(write: Callable[..., Path]) -> None:
    path = write(OLD)
    assert [entry.text for entry in entries_named(path, "gangs")] == ["gang"]
    assert [entry.text for entry in entries_named(path, "riot police", "exclude")] == ["riot police"]
    assert entries_named(path, "gangs", "event.riot") == []


def test_which_lexicon_is_meant(write: Callable[..., Path]) -> None:
    path = write(OLD)
    assert lexicon_file("uk", path) == path
    assert lexicon_file("uk", None).name == "uk.yaml"
    for language in (None, "xx"):
        with pytest.raises(FramingError, match="--language: language-missing"):
            lexicon_file(language, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_dictionaries_come_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "words.yml"
    words = ["террористы", "погромщики захватили", "вооружённые люди"]
    path.write_text("люди:\n" + "".join(f"  - {word}\n" for word in words * 3), encoding=encoding)
    text, _ = import_dictionary(path, "quanteda", "ru")
    assert all(f"    - {word}\n" in text for word in words)
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(FramingError):
        import_dictionary(path, "quanteda", "ru")


def test_articles_that_say_that_they_are_in_another_language_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    rows = [{"id": "own", "text": "x", "language": "uk"}, {"id": "other", "text": "x", "language": "bg"}, {"id": "unsaid", "text": "x"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    corpus = Corpus([str(path)], ["uk"], "uk")
    assert [(article.id, language) for article, language in corpus.read()] == [("own", "uk"), ("unsaid", "uk")]
    assert corpus.articles == 2
