"""What the lexicon found in a sentence, as the classifier reads it: names of categories, the same in every language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from framing.records import Article, Mention
from framing.run.coder import Coder, CodingRules

DENIED = "not "


def concept_of(category: str, *, negated: bool) -> str:
    """The name of a mention's category; of a denied one with "not "."""
    return f"{DENIED}{category}" if negated else category


def concepts_of(mentions: Iterable[Mention]) -> dict[int, set[str]]:
    """The concepts of each sentence of an article; sentences without any are missing."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for mention in mentions:
        found[mention.sentence].add(concept_of(mention.category, negated=mention.negated))
    return dict(found)


def concepts_in_rows(mentions: Iterable[Mapping[str, object]]) -> dict[tuple[object, object], set[str]]:
    """The concepts of each (article, sentence) in rows of the mentions table."""
    found: defaultdict[tuple[object, object], set[str]] = defaultdict(set)
    for row in mentions:
        found[row["article"], row["sentence"]].add(concept_of(str(row["category"]), negated=bool(row["negated"])))
    return dict(found)


def concepts_in_texts(texts: Sequence[str], languages: Sequence[str], rules: CodingRules) -> list[set[str]]:
    """The concepts of each text, all of its sentences together; none where the language has no lexicon."""
    coder = Coder(rules)
    found: list[set[str]] = []
    for number, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if language and language not in rules.languages:
            found.append(set())
            continue
        mentions = coder.code(Article(id=str(number), text=text, language=language)).mentions
        found.append({concept_of(mention.category, negated=mention.negated) for mention in mentions})
    return found


def labels_from_concepts(concepts: Iterable[str]) -> list[str]:
    """The categories among the concepts that are not denied: the lexicon as a coder."""
    return sorted(name for name in concepts if not name.startswith(DENIED))


def denied_only(concepts: Iterable[str]) -> set[str]:
    """The categories that the text denies and nowhere asserts."""
    names = set(concepts)
    return {name.removeprefix(DENIED) for name in names if name.startswith(DENIED)} - names
