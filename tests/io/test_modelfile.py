"""Models on disk: the same bytes, no pickle, and a clear line for what is no model."""

import json
import zipfile

import numpy as np
import pytest

from framing.classify.bundle import train_model
from framing.errors import FramingError
from framing.io.modelfile import load_model, model_bytes, read_card, save_model

ROWS = [
    {"text": "rioters burned cars", "labels": ["riot"], "stance": {"protesters": "against"}},
    {"text": "workers marched in peace", "labels": ["protest"], "stance": {"protesters": "favour"}},
    {"text": "the sun rose over the river", "labels": []},
    {"text": "rioters looted, workers marched", "labels": ["riot", "protest"]},
] * 5


def _train():
    rows = [{**row, "group": str(number // 4)} for number, row in enumerate(ROWS)]
    concepts = [{"event.riot"} if "riot" in row["labels"] else set() for row in rows]
    return train_model(rows, targets=["protesters"], concepts=concepts, card={"texts": len(rows)})


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "a.framing"
    save_model(_train(), path)
    return path


def test_the_same_training_gives_the_same_bytes(saved):
    model = _train()
    model.predict(["something new"])
    assert model_bytes(model) == saved.read_bytes()


def test_a_saved_model_answers_as_before(saved):
    texts = ["rioters burned the hall", "", "невідома мова"]
    concepts = [{"event.riot"}, set(), set()]
    before, after = _train(), load_model(saved)
    assert after.predict(texts, concepts=concepts) == before.predict(texts, concepts=concepts)
    assert after.card == {"texts": len(ROWS)} == read_card(saved)
    assert np.array_equal(after.categories.thresholds_, before.categories.thresholds_)


def test_no_pickle_inside(saved):
    with zipfile.ZipFile(saved) as archive:
        for name in archive.namelist():
            assert name.endswith((".json", ".skops"))
            assert b"pickle" not in archive.read(name)


def _changed(saved, path, **entries):
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, entries.get(name.replace(".", "_"), old.read(name)))
    return path


def _code(path):
    with pytest.raises(FramingError) as raised:
        load_model(path)
    return raised.value.problems[0].code


def test_what_is_no_model_is_refused(saved, tmp_path):
    assert _code(tmp_path / "none.framing") == "file-not-found"
    (tmp_path / "text.framing").write_text("no model")
    assert _code(tmp_path / "text.framing") == "model-damaged"
    (tmp_path / "cut.framing").write_bytes(saved.read_bytes()[:-200])
    assert _code(tmp_path / "cut.framing") == "model-damaged"
    assert _code(_changed(saved, tmp_path / "old.framing", model_json=b'{"format": 1}')) == "model-format"
    with zipfile.ZipFile(saved) as archive:
        other = archive.read("features.skops")
    assert _code(_changed(saved, tmp_path / "swapped.framing", categories_skops=other)) == "model-damaged"


def test_a_type_that_is_not_on_the_list_is_refused(saved, tmp_path):
    import hashlib

    import skops.io
    from sklearn.preprocessing import FunctionTransformer

    evil = skops.io.dumps(FunctionTransformer(func=eval))
    with zipfile.ZipFile(saved) as archive:
        head = json.loads(archive.read("model.json"))
    head["parts"]["categories"] = hashlib.sha256(evil).hexdigest()
    path = _changed(saved, tmp_path / "evil.framing", model_json=json.dumps(head).encode(), categories_skops=evil)
    assert _code(path) == "model-untrusted"
