"""How far the coders of a corpus agree, from files of one coder each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.annotation.agreement import Agreement, dimension_alphas, multilabel_alpha, nominal_alpha
from framing.errors import FramingError, Place, Problem

_NEUTRAL = "neutral"


def raw_files(gold: Iterable[Path]) -> list[Path]:
    """The raw codes beside gold files: `raw/<name>.<coder>.jsonl` in the folder of each."""
    return [path for file in gold for path in sorted((file.parent / "raw").glob(f"{file.stem}.*.jsonl"))]


def agreement_of(files: Sequence[Path], *, seed: int = 0) -> list[Agreement]:
    """Alpha over all labels, for every dimension that occurs in them, and for the stance toward every target.

    Each file is one coder of its language: `bg.a.jsonl` and `uk.a.jsonl` count as one coder, who may be two people.
    """
    coders: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for file in files:
        coders[file.stem.partition(".")[2] or file.stem] |= _read_codes(file)
    if len(coders) <= 1:
        return []
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


def _read_codes(file: Path) -> dict[str, Mapping[str, Any]]:
    """Text id → code. Raw codes name texts by id and do not repeat them.

    Raises FramingError with every line that is no code.
    """
    codes: dict[str, Mapping[str, Any]] = {}
    problems = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            codes[str(row["id"])] = {"labels": [str(label) for label in row["labels"]], "stance": row.get("stance")}
        except (ValueError, TypeError, KeyError):
            problems.append(
                Problem(Place(str(file), number), "code-damaged", "no code of a text", 'one line a text: {"id": …, "labels": […]}')
            )
    if problems:
        raise FramingError(problems)
    return codes
