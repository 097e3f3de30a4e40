"""Agreement: the real forms of a phrase, given what grammar says of each word."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from framing.forms.engine import MAXIMUM_FORMS, Phrase, engine_problem

Kind = Literal["noun", "adjective", "verb", "opener", "frozen"]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a word; an empty feature agrees with any other."""

    word: str
    case: str = ""
    number: str = ""
    gender: str = ""
    animacy: str = ""
    passive: bool = False

    def agrees(self, other: Form) -> bool:
        """Whether case, number, gender and animacy can stand together."""
        pairs = ((self.case, other.case), (self.number, other.number), (self.gender, other.gender), (self.animacy, other.animacy))
        return all(not one or not two or one == two for one, two in pairs)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: as a noun, an adjective (participles too), a verb, or a word that does not inflect.

    `base` are the forms that the word as written can be; `forms` all that it may turn into.
    """

    kind: Kind
    base: tuple[Form, ...]
    forms: tuple[Form, ...]


def freeze(words: Phrase, position: int, forms: Iterable[str]) -> frozenset[Phrase]:
    """The phrase with each form at that position, all other words as they are."""
    before, after = words[:position], words[position + 1 :]
    return frozenset((*before, form, *after) for form in forms)


def multiply(columns: Sequence[Collection[str]]) -> frozenset[Phrase]:
    """Every combination of the forms; refused where they would be too many."""
    count = 1
    for column in columns:
        count *= len(column)
    if count > MAXIMUM_FORMS:
        raise engine_problem(
            "too-many-forms", f"the phrase has {count} combinations of forms", "name the head, shorten it, or write it as a pattern"
        )
    return frozenset(itertools.product(*columns))


def agree(
    words: Phrase, head: int, reading: Reading, modifiers: Sequence[Sequence[Reading]], *, second: Sequence[Reading] = ()
) -> set[Phrase]:
    """The forms of a noun phrase: words before the head that agree with it follow it, the rest stays.

    `modifiers` gives for each word before the head its adjectival readings (none: it is frozen). With `second`, the word two places
    behind the head is joined to it by "and", and takes its case and number.
    """
    result: set[Phrase] = set()
    tail = words[head + 1 :]
    for form in reading.forms:
        columns = [_agreeing(word, form, readings) for word, readings in zip(words[:head], modifiers, strict=True)]
        if not all(columns):
            continue
        tails: list[Phrase] = [tail]
        if second:
            twins = {twin.word for other in second for twin in other.forms if (twin.case, twin.number) == (form.case, form.number)}
            tails = [(tail[0], twin, *tail[2:]) for twin in sorted(twins)]
        for before in itertools.product(*columns):
            result.update((*before, form.word, *after) for after in tails)
            if len(result) > MAXIMUM_FORMS:
                raise engine_problem("too-many-forms", f"{' '.join(words)!r} has over {MAXIMUM_FORMS} forms", "shorten the phrase")
    return result


def _agreeing(word: str, head: Form, readings: Sequence[Reading]) -> list[str]:
    """The forms of a word before the head that agree with this form of it."""
    if not readings:
        return [word]
    return sorted({form.word for reading in readings for form in reading.forms if form.agrees(head)})


def adjectival(readings: Sequence[Reading], heads: Sequence[Reading]) -> list[Reading]:
    """Those readings as an adjective that agree with some reading of the head, both words taken as they are written."""
    return [
        reading
        for reading in readings
        if reading.kind == "adjective" and any(form.agrees(base) for form in reading.base for head in heads for base in head.base)
    ]
