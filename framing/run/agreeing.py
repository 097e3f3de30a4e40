"""How far the coders of a corpus agree: people, the lexicon, the classifier, labels of a language model; each is a coder."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.annotation.agreement import Agreement, dimension_alphas, multilabel_alpha, nominal_alpha
from framing.errors import FramingError, Place, Problem

_NEUTRAL = "neutral"
Coders = Mapping[str, Mapping[str, Mapping[str, Any]]]


def raw_files(gold: Iterable[Path]) -> list[Path]:
    """The raw codes beside gold files: `raw/<name>.<coder>.jsonl` in the folder of each."""
    return [path for file in gold for path in sorted((file.parent / "raw").glob(f"{file.stem}.*.jsonl"))]


def agreement_of(files: Sequence[Path], *, seed: int = 0) -> list[Agreement]:
    """The agreement of the coders of these files; none where there is only one coder.

    A code's coder is who it names, else the end of the file's name: `bg.a.jsonl` and `uk.a.jsonl` count as one coder, who may be two
    people.
    """
    coders = read_coders(files)
    return agreement_of_coders(coders, seed=seed) if len(coders) > 1 else []


def read_coders(files: Iterable[Path]) -> Coders:
    """Coder → id of the text → code.

    Raises FramingError with every line that is no code.
    """
    coders: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    problems: list[Problem] = []
    for file in files:
        name = file.stem.partition(".")[2] or file.stem
        codes, faults = _read_codes(file)
        problems.extend(faults)
        for code in codes:
            coders[code["coder"] or name][code["id"]] = code
    if problems:
        raise FramingError(problems)
    return coders


def agreement_of_coders(coders: Coders, *, seed: int = 0) -> list[Agreement]:
    """Alpha over all labels, for every dimension that occurs in them, and for the stance toward every target."""
    units = sorted({unit for of_coder in coders.values() for unit in of_coder})
    rows = [[of_coder.get(unit) for unit in units] for of_coder in coders.values()]
    labels = [[None if code is None else frozenset(code["labels"]) for code in row] for row in rows]
    dimensions: dict[str, set[str]] = defaultdict(set)
    for label in sorted({label for row in labels for code in row if code is not None for label in code}):
        dimensions[label.partition(".")[0]].add(label)
    targets = sorted({target for row in rows for code in row if code is not None for target in code.get("stance") or {}})
    stances = [
        nominal_alpha(
            [[None if code is None else (code.get("stance") or {}).get(target, _NEUTRAL) for code in row] for row in rows],
            name=f"stance: {target}",
            seed=seed,
        )
        for target in targets
    ]
    return [multilabel_alpha(labels, name="all labels", seed=seed), *dimension_alphas(labels, dimensions, seed=seed), *stances]


def _read_codes(file: Path) -> tuple[list[Mapping[str, Any]], list[Problem]]:
    """The codes of a file, and every line that is none. Raw codes name texts by id and need not repeat them."""
    codes: list[Mapping[str, Any]] = []
    problems = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            labels = [str(label) for label in row["labels"]]
            kept = {name: row.get(name) for name in ("stance", "text", "language")}
            codes.append({"id": str(row["id"]), "labels": labels, "coder": str(row.get("coder") or ""), **kept})
        except (ValueError, TypeError, KeyError):
            problems.append(
                Problem(Place(str(file), number), "code-damaged", "no code of a text", 'one line a text: {"id": …, "labels": […]}')
            )
    return codes, problems
