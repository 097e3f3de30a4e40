"""Units out to the tools that people code in, codes back, and how far all coders agree, the machines among them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.annotation.agreement import Agreement, multilabel_alpha, pairs_of_coders
from framing.codebook import Codebook, load_codebook
from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.io.annotation_formats import export_units, import_codes, label_studio_config
from framing.io.outputs import write_json_lines
from framing.resources import default_model, shipped_folder
from framing.run.agreeing import Coders, agreement_of_coders, read_coders
from framing.run.api import coding_rules
from framing.run.concepts import concepts_in_texts, labels_from_concepts

LEXICON = "lexicon"
CLASSIFIER = "classifier"


def codebook_of(path: Path | None) -> Codebook:
    """The codebook of a file, the shipped one where none is given."""
    return load_codebook(path or shipped_folder("configs") / "codebooks" / "protest.yaml")


def read_units(path: Path) -> list[dict[str, Any]]:
    """The units of a sample.

    Raises FramingError with every line that is none, or where there is no unit at all.
    """
    units, problems = [], []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(Problem(Place(str(path)), "file-unreadable", str(error)[:120], "give the file of a sample")) from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
                units.append({**row, "id": str(row["id"]), "text": str(row["text"])})
            except (ValueError, TypeError, KeyError):
                hint = 'one line a unit: {"id": …, "text": …}'
                problems.append(Problem(Place(str(path), number), "code-damaged", "no unit to code", hint))
    if not units and not problems:
        problems.append(Problem(Place(str(path)), "no-articles", "the file holds no unit", "draw a sample first"))
    if problems:
        raise FramingError(problems)
    return units


def export_sample(sample: Path, output: Path, written: str, codebook: Codebook) -> list[Path]:
    """The files that were written: the units, and for Label Studio its labelling interface."""
    targets = codebook.stance_targets
    export_units(read_units(sample), output, written, targets=targets)
    if written != "label-studio":
        return [output]
    titles = {category: codebook.category(category).title for category in codebook.categories}
    interface = output.with_suffix(".config.xml")
    stances = dict.fromkeys(targets, codebook.stance_values)
    interface.write_text(label_studio_config(titles, stances, several=codebook.multi_label), encoding="utf-8")
    return [output, interface]


@dataclass
class Imported:
    """What an import gave: the coders with the number of their codes, and every fault."""

    coders: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def summary(self) -> str:
        """One line for people."""
        return ", ".join(f"{name or 'nobody'}: {count} codes" for name, count in sorted(self.coders.items())) or "no codes"


def import_file(path: Path, output: Path, written: str, *, codebook: Codebook, coder: str = "", texts: Path | None = None) -> Imported:
    """What was imported. Codes with labels that the codebook lacks are left out, each with its reason.

    `texts`: the sample, for codes that name texts by id only (those of a language model, say).
    """
    rows, problems = import_codes(path, written, coder=coder)
    known = {unit["id"]: unit for unit in read_units(texts)} if texts is not None else {}
    result = Imported(problems=problems)
    kept = []
    for row in rows:
        about = known.get(row["id"], {})
        code: dict[str, Any] = {name: about[name] for name in ("text", "language", "group") if name in about}
        code.update({name: value for name, value in row.items() if value != ""})
        faults = list(_faults(code, str(path), codebook))
        result.problems.extend(faults)
        if not faults:
            name = code.get("coder", "")
            result.coders[name] = result.coders.get(name, 0) + 1
            kept.append(code)
    write_json_lines(output, kept)
    return result


def _faults(row: Mapping[str, Any], file: str, codebook: Codebook) -> list[Problem]:
    """What the codebook does not know in a code, and a text that is missing."""
    place = Place(f"{file}: {row['id']}")
    if not row.get("text"):
        return [Problem(place, "code-damaged", "a code without its text", "give the sample with --texts")]
    unknown = sorted(set(row["labels"]) - set(codebook.categories))
    known = list(codebook.categories)
    faults = [Problem(place, "unknown-category", f"{label!r} is not in the codebook", did_you_mean(label, known)) for label in unknown]
    if not codebook.multi_label and len(row["labels"]) != 1:
        faults.append(Problem(place, "one-label-wanted", f"{len(row['labels'])} labels", "the codebook says one label a text"))
    for target, value in (row.get("stance") or {}).items():
        if target not in codebook.stance_targets or value not in codebook.stance_values:
            hint = f"targets: {', '.join(codebook.stance_targets)}; values: {', '.join(codebook.stance_values)}"
            faults.append(Problem(place, "unknown-category", f"the codebook has no stance {target}: {value}", hint))
    return faults


@dataclass(frozen=True)
class Machines:
    """Which machines join the people as coders."""

    lexicon: bool = False
    classifier: bool = False
    model: Path | None = None


@dataclass(frozen=True)
class Agreed:
    """Agreement of all coders by dimension, and of every two over all labels."""

    coders: Mapping[str, int]
    together: Sequence[Agreement]
    pairs: Mapping[tuple[str, str], Agreement]


def agree_files(files: Sequence[Path], machines: Machines, *, seed: int = 0) -> Agreed:
    """How far the coders of the files agree, with the machines that are asked for.

    Raises FramingError where there is only one coder, a line is no code, or a machine has no texts to code.
    """
    coders: dict[str, Mapping[str, Mapping[str, Any]]] = dict(read_coders(files))
    coders.update(_machine_codes(coders, machines))
    if len(coders) <= 1:
        names = ", ".join(coders) or "nobody"
        hint = "give a file for each coder, or add --lexicon or --classifier"
        raise FramingError(Problem(Place(str(files[0])), "one-coder", f"only {names} coded", hint))
    pairs = {(a, b): _pair(coders[a], coders[b], f"{a} – {b}", seed) for a, b in pairs_of_coders(list(coders))}
    return Agreed({name: len(codes) for name, codes in coders.items()}, agreement_of_coders(coders, seed=seed), pairs)


def _pair(left: Mapping[str, Mapping[str, Any]], right: Mapping[str, Mapping[str, Any]], name: str, seed: int) -> Agreement:
    """Alpha of two coders over all labels."""
    units = sorted({*left, *right})
    rows = [[frozenset(codes[unit]["labels"]) if unit in codes else None for unit in units] for codes in (left, right)]
    return multilabel_alpha(rows, name=name, seed=seed)


def _machine_codes(coders: Coders, machines: Machines) -> dict[str, dict[str, Mapping[str, Any]]]:
    """The codes of the machines for all texts that anybody coded."""
    if not (machines.lexicon or machines.classifier):
        return {}
    texts = {unit: code for codes in coders.values() for unit, code in codes.items() if code.get("text")}
    if not texts:
        problem = Problem(Place("--lexicon"), "code-damaged", "the codes hold no texts", "import them with --texts")
        raise FramingError(problem)
    words = [str(code["text"]) for code in texts.values()]
    concepts = concepts_in_texts(words, [str(code.get("language") or "") for code in texts.values()], coding_rules())
    found: dict[str, list[list[str]]] = {}
    if machines.lexicon:
        found[LEXICON] = [labels_from_concepts(names) for names in concepts]
    if machines.classifier:
        from framing.io.modelfile import load_model

        answers = load_model(machines.model or default_model()).predict(words, concepts=concepts)
        found[CLASSIFIER] = [answer["predicted"] for answer in answers]
    return {name: {unit: {"labels": row} for unit, row in zip(texts, labels, strict=True)} for name, labels in found.items()}
