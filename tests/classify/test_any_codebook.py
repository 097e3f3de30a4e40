"""`framing train --codebook` on labels of another topic: single and several, any language, problems told."""

import json

import pytest
from click.testing import CliRunner

from framing.cli import framing
from framing.io.modelfile import load_model

CODEBOOK = """\
name: housing
multi_label: {several}
dimensions:
  tone:
    categories:
      cheap: {{title: cheap}}
      dear: {{title: dear}}
      ruin: {{title: ruin}}
"""
TEXTS = {
    "tone.cheap": ["Наем на ниска цена", "евтин апартамент близо до центъра", "цената е ниска и изгодна", "a cheap flat at a low price"],
    "tone.dear": ["скъп имот с висока цена", "цените скочиха, наемът е скъп", "a dear house at a high price", "луксозен и скъп дом"],
    "tone.ruin": ["порутена сграда без покрив", "the roof fell in, a ruined shed", "сграда в руини, пукнатини", "покривът падна"],
}


@pytest.fixture
def folder(tmp_path):
    rows = [
        {"id": f"{label}-{number}-{copy}", "text": text, "labels": [label], "language": "bg"}
        for label, texts in TEXTS.items()
        for number, text in enumerate(texts)
        for copy in range(3)
    ]
    (tmp_path / "coded.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    for name, several in (("one.yaml", "false"), ("many.yaml", "true")):
        (tmp_path / name).write_text(CODEBOOK.format(several=several), encoding="utf-8")
    return tmp_path


def _run(*arguments):
    return CliRunner().invoke(framing, [str(argument) for argument in arguments], standalone_mode=False)


def _train(folder, codebook, *more):
    return _run("train", folder / "coded.jsonl", "--codebook", folder / codebook, "-o", folder / "m.framing", *more)


def test_one_label_a_text(folder):
    assert _train(folder, "one.yaml").return_value == 0
    model = load_model(folder / "m.framing")
    assert model.categories.single_
    found = model.predict(["много скъп и луксозен имот", "a cheap and low price"])
    assert [row["predicted"] for row in found] == [["tone.dear"], ["tone.cheap"]]
    assert sum(found[0]["labels"].values()) == pytest.approx(1, abs=0.001)
    assert model.categories.concepts_ == []
    assert model.card["labels"] == dict.fromkeys(["tone.cheap", "tone.dear", "tone.ruin"], 12)


def test_several_labels_a_text(folder):
    assert _train(folder, "many.yaml").return_value == 0
    model = load_model(folder / "m.framing")
    assert not model.categories.single_
    assert "tone.ruin" in model.predict(["порутена сграда, покривът падна"])[0]["predicted"]


def test_the_same_training_gives_the_same_bytes(folder):
    _train(folder, "one.yaml")
    first = (folder / "m.framing").read_bytes()
    _train(folder, "one.yaml")
    assert (folder / "m.framing").read_bytes() == first


def test_wrong_rows_are_told_and_left_out(folder):
    with (folder / "coded.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "none", "text": "нищо", "labels": []}\n{"id": "odd", "text": "друго", "labels": ["tone.odd"]}\nno json\n')
    result = _train(folder, "one.yaml")
    assert result.return_value == 1
    for part in ("coded.jsonl:37: label-count", "unknown-label", "tone.odd", "coded.jsonl:39"):
        assert part in result.stderr
    assert (folder / "m.framing").is_file()


def test_evaluate_by_cross_validation_and_by_model(folder):
    result = _run("evaluate", folder / "coded.jsonl", "--cross-validate", "--json")
    figures = json.loads(result.stdout)
    assert set(figures["scores"]) == {"classifier"}
    assert {row["category"] for row in figures["scores"]["classifier"]} == {"all", "macro", "tone.cheap", "tone.dear", "tone.ruin"}
    _train(folder, "one.yaml")
    table = _run("evaluate", folder / "coded.jsonl", "--model", folder / "m.framing").stdout
    assert "micro average" in table
    assert "reliability" in table


def test_too_few_texts_to_cross_validate_are_a_problem_not_a_traceback(tmp_path):
    (tmp_path / "few.jsonl").write_text('{"id": 1, "text": "a", "labels": ["x"]}\n{"id": 2, "text": "b", "labels": ["y"]}\n')
    result = _run("evaluate", tmp_path / "few.jsonl", "--cross-validate")
    assert [problem.code for problem in result.exception.problems] == ["too-few-texts"]


def test_classify_with_a_model_of_ones_own(folder):
    _train(folder, "one.yaml")
    (folder / "a.txt").write_text("Скъп имот. Порутена сграда без покрив.\n", encoding="utf-8")
    result = _run("classify", folder / "a.txt", "--model", folder / "m.framing", "--language", "bg")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows[-1]["predicted"] == ["tone.ruin"]
    assert set(rows[0]) == {"article", "sentence", "start", "end", "language", "labels", "predicted", "stance"}
