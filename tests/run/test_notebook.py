"""The toolkit in a notebook: frames in and out, studies, and counts for scikit-learn."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

import framing
from framing.errors import FramingError
from framing.io.outputs import MENTION_KEYS
from framing.run import notebook

OWN = "Terrorists held the hall."
SAID = "The mayor said that rioters had burned the hall."
ROOT = Path(__file__).resolve().parents[2]


def test_examples_of_the_docstrings() -> None:
    result = doctest.testmod(notebook)
    assert result.attempted >= 4
    assert result.failed == 0


@pytest.mark.parametrize(
    "texts",
    [
        [OWN, SAID],
        pd.Series([OWN, SAID]),
        pd.DataFrame({"text": [OWN, SAID]}),
        pd.DataFrame({"headline": ["", ""], "body": [OWN, SAID], "outlet": ["a", "b"]}),
        (text for text in [OWN, SAID]),
    ],
    ids=["list", "series", "frame", "other names", "generator"],
)
def test_what_can_be_coded(texts: object) -> None:
    frame = framing.code(texts, language="en")
    assert list(frame.columns) == list(MENTION_KEYS)
    assert frame[["surface", "voice"]].to_numpy().tolist() == [["Terrorists", "own"], ["rioters", "reported"]]


def test_a_polars_frame_gives_a_polars_frame() -> None:
    coded = framing.code(pl.DataFrame({"id": ["a", "b"], "text": [OWN, SAID]}), language="en")
    assert isinstance(coded, pl.DataFrame)
    assert coded.get_column("article").to_list() == ["a", "b"]
    assert framing.code(pl.Series([OWN]), language="en").height == 1
    assert framing.code(pl.DataFrame({"text": ["Rain."]}), language="en").columns == list(MENTION_KEYS)


def test_ids_of_a_series_and_languages_of_rows_are_kept() -> None:
    series = pd.Series({"first": OWN, "second": SAID})
    assert framing.code(series, language="en")["article"].tolist() == ["first", "second"]
    rows = pd.DataFrame({"text": [OWN, "Террористы захватили аэропорт."], "language": ["en", "ru"]})
    assert framing.code(rows)["language"].tolist() == ["en", "ru"]


def test_the_same_as_the_command(tmp_path: Path, command) -> None:
    texts = {"a": OWN, "b": SAID}
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()), encoding="utf-8")
    code, out, _ = command("code", str(file), "--language", "en")
    assert code == 0
    frame = framing.code(pd.Series(texts), language="en")
    assert [json.loads(line) for line in out.splitlines()] == json.loads(frame.to_json(orient="records"))


def test_what_cannot_be_coded_is_told() -> None:
    with pytest.warns(UserWarning, match=r"article-empty.*text:2"):
        assert len(framing.code([OWN, " "], language="en")) == 1
    with pytest.raises(TypeError, match="int"):
        framing.code(3)
    with pytest.raises(FramingError, match="no lexicon"):
        framing.code(OWN, language="xx")


def test_the_vectorizer_in_a_pipeline() -> None:
    texts = [OWN, SAID, "Citizens came to the square.", "Protesters sang."] * 5
    labels = [1, 1, 0, 0] * 5
    model = make_pipeline(framing.MentionVectorizer(language="en"), LogisticRegression())
    assert cross_val_score(model, texts, labels, cv=2).mean() == 1
    assert clone(model).fit(texts, labels).predict([OWN]).tolist() == [1]
    counts = framing.MentionVectorizer(language="en", by_voice=False)
    assert counts.fit_transform([OWN, f"{OWN} {OWN}", ""]).toarray().tolist() == [[1], [2], [0]]
    assert counts.transform([SAID]).toarray().tolist() == [[0]], "no column for what the first texts did not hold"


def test_a_study_from_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(f"{SAID}\n\n{OWN}", encoding="utf-8")
    file = tmp_path / "small.yaml"
    file.write_text("articles: [articles]\nlanguages: [en]\nmodel: none\n", encoding="utf-8")
    run = framing.load_study(file).run(reports=tmp_path / "reports")
    assert run.page == tmp_path / "reports" / "small" / "index.html"
    assert run.page.is_file()
    assert len(run.tables["mentions"]) == 2
    assert {"value", "low", "high"} <= set(run.estimates.columns)
    assert run.problems == []
    assert framing.load_study(file).run(reports=tmp_path / "reports").result.fresh is False


def test_the_door_is_light() -> None:
    script = "import sys, framing; print(sorted({'numpy', 'pandas', 'sklearn', 'click'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
    assert {"code", "load_study"} <= set(dir(framing))
    with pytest.raises(AttributeError, match="no attribute 'cod'"):
        framing.cod  # noqa: B018
