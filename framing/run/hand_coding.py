"""Coding by hand in a terminal: one unit at a time, keyboard only, kept after every code, blind to what others coded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.codebook import Codebook
from framing.io.annotation_formats import import_codes
from framing.io.outputs import write_json_lines

HELP = "numbers of all that apply, with spaces; 0 or Enter: none · ? what the categories mean · s skip · b back · q stop (all is kept)"
_KEPT = ("text", "language", "group", "chosen", "probability", "stratum")


@dataclass(frozen=True)
class Desk:
    """Where the coder sits: how lines are shown and how an answer is asked for."""

    show: Callable[[str], None]
    ask: Callable[[str], str]


class HandCoding:
    """The coding of a sample by one coder; what is coded already is not asked for again."""

    def __init__(self, units: Sequence[Mapping[str, Any]], output: Path, *, coder: str, codebook: Codebook) -> None:
        self.units = list(units)
        self.output = output
        self.coder = coder
        self.codebook = codebook
        self.codes: dict[str, dict[str, Any]] = {}
        if output.exists():
            rows, _ = import_codes(output, "jsonl")
            self.codes = {row["id"]: row for row in rows}

    def run(self, desk: Desk, *, stance: bool = False) -> int:
        """How many units are coded in the end. Every code is on disk before the next unit is shown."""
        waiting = [number for number, unit in enumerate(self.units) if unit["id"] not in self.codes]
        desk.show(f"{len(self.units) - len(waiting)} of {len(self.units)} are coded. {HELP}")
        for line in self._categories():
            desk.show(line)
        at = 0
        while at < len(waiting):
            answer = self._ask(desk, waiting[at], stance=stance)
            if answer == "q":
                break
            at = max(0, at - 1) if answer == "b" else at + 1
        return len(self.codes)

    def _ask(self, desk: Desk, number: int, *, stance: bool) -> str:
        """What is to come next, after the unit was shown and its code kept: "", "s", "b" or "q"."""
        unit = self.units[number]
        for line in self._shown(unit, number):
            desk.show(line)
        while True:
            answer = desk.ask("labels").strip().lower()
            if answer in ("s", "b", "q"):
                return answer
            if answer == "?":
                for line in self._definitions():
                    desk.show(line)
                continue
            labels = self._labels(answer)
            if isinstance(labels, str):
                desk.show(labels)
                continue
            self._keep(unit, labels, self._stances(desk) if stance else {})
            return ""

    def _keep(self, unit: Mapping[str, Any], labels: Sequence[str], stance: Mapping[str, str]) -> None:
        """Writes the code, with all before it, completely or not at all."""
        kept = {name: unit[name] for name in _KEPT if unit.get(name) not in (None, "")}
        code = {"id": unit["id"], **kept, "labels": list(labels), "coder": self.coder}
        self.codes[unit["id"]] = {**code, "stance": dict(stance)} if stance else code
        write_json_lines(self.output, self.codes.values())

    def _labels(self, answer: str) -> list[str] | str:
        """The categories of an answer, or what is wrong with it."""
        categories = self.codebook.categories
        parts = answer.replace(",", " ").split()
        wrong = [part for part in parts if not part.isdigit() or int(part) > len(categories)]
        if wrong:
            return f"{wrong[0]!r} is no number from 0 to {len(categories)}. {HELP}"
        numbers = sorted({int(part) for part in parts} - {0})
        if not self.codebook.multi_label and len(numbers) != 1:
            return "this codebook wants exactly one label"
        return [categories[number - 1] for number in numbers]

    def _stances(self, desk: Desk) -> dict[str, str]:
        """The stance toward each target; Enter is neutral."""
        found = {}
        values = self.codebook.stance_values
        initials = {value[0]: value for value in values}
        for target in self.codebook.stance_targets:
            while True:
                answer = desk.ask(f"stance toward {target}: {', '.join(f'{value[0]} {value}' for value in values)}").strip().lower()
                if answer in ("", *initials):
                    break
            if answer and initials[answer] != "neutral":
                found[target] = initials[answer]
        return found

    def _shown(self, unit: Mapping[str, Any], number: int) -> Iterator[str]:
        """The unit as it is shown: its neighbours in brackets, nothing of what others coded."""
        yield ""
        yield f"── {number + 1}/{len(self.units)} ──"
        if unit.get("before"):
            yield f"   ({unit['before']})"
        yield f"   {unit['text']}"
        if unit.get("after"):
            yield f"   ({unit['after']})"

    def _categories(self) -> Iterator[str]:
        """The categories with their numbers, a line each dimension."""
        number = 0
        for dimension in self.codebook.dimensions:
            named = []
            for category in dimension.categories:
                number += 1
                named.append(f"{number} {category.title}")
            yield f"{dimension.title}: {' · '.join(named)}"

    def _definitions(self) -> Iterator[str]:
        """What each category means."""
        for number, name in enumerate(self.codebook.categories, start=1):
            category = self.codebook.category(name)
            yield f"{number} {category.title}: {' '.join(category.definition.split())}"
