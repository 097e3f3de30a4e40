"""What an edit of a lexicon changes: forms gained and lost, and in a corpus the sentences that flip and the shares that move."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from framing.errors import FramingError, Place, Problem
from framing.lexicon.compile import CompiledLexicon, compile_lexicon
from framing.lexicon.edit import EXCLUDE, load_any
from framing.lexicon.entries import NOWHERE, Entry
from framing.records import UNKNOWN_LANGUAGE, Mention
from framing.resources import shipped_folder
from framing.run.coder import Coder, CodingRules
from framing.run.concordance import Corpus

_CONDITIONS = ("head", "gap", "any_order", "near", "not_near", "excepts", "inner_keep", "exact_case", "also", "reach", "within", "source")
_SHOWN_FORMS = 12
_COUNTED = ("headline", "body")
_NO_LEXICON = "language: {language}\nmorphology: none\ncategories: {{none: []}}\n"
_NO_VOICE = "language: {language}\nmorphology: none\ncues: {{}}\n"


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that differs: `kind` is added, removed, moved or changed; `conditions` names the keys that were edited."""

    language: str
    kind: str
    category: str
    entry: str
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    before: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Flip:
    """A sentence whose mentions differ: what only the old, and what only the new lexicon finds, as (words, category, entry)."""

    article: str
    outlet: str
    language: str
    sentence: int
    text: str
    lost: tuple[tuple[str, str, str], ...]
    gained: tuple[tuple[str, str, str], ...]

    @property
    def kind(self) -> str:
        """Whether mentions were gained, lost, or changed."""
        if self.lost and self.gained:
            return "changed"
        return "gained" if self.gained else "lost"


@dataclass(frozen=True, slots=True)
class Move:
    """A category's share of the mentions of its dimension in an outlet, before and after."""

    outlet: str
    category: str
    old_count: int
    new_count: int
    old_share: float
    new_share: float


@dataclass
class Difference:
    """All that differs between two states of the lexicons."""

    entries: list[EntryChange] = field(default_factory=list)
    flips: list[Flip] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    sentences: int = 0

    def record(self) -> dict[str, Any]:
        """The difference as plain data."""
        flips = [{**asdict(flip), "kind": flip.kind} for flip in self.flips]
        moves = [asdict(move) for move in self.moves]
        return {"entries": [asdict(entry) for entry in self.entries], "sentences": self.sentences, "flips": flips, "shares": moves}

    def entry_lines(self, limit: int) -> Iterator[str]:
        """The entries that differ, for people; no more than `limit` of them."""
        for change in self.entries[:limit]:
            origin = f" (from {change.before})" if change.before else ""
            edited = f" [{', '.join(change.conditions)}]" if change.conditions else ""
            yield f"{change.place}: {change.kind} {change.category}: {change.entry}{origin}{edited}"
            for sign, forms in (("+", change.gained), ("-", change.lost)):
                if forms:
                    more = f" … {len(forms) - _SHOWN_FORMS} more" if len(forms) > _SHOWN_FORMS else ""
                    yield f"    {sign} {', '.join(forms[:_SHOWN_FORMS])}{more}"
        gained, lost = (sum(len(side) for side in sides) for sides in ([e.gained for e in self.entries], [e.lost for e in self.entries]))
        yield f"{len(self.entries)} entries differ: {gained} forms gained, {lost} lost"

    def corpus_lines(self, limit: int) -> Iterator[str]:
        """The sentences that flip, no more than `limit` of them, and all shares that move, for people."""
        for flip in self.flips[:limit]:
            yield f"{flip.article}:{flip.sentence} {flip.language} {flip.kind}: {flip.text}"
            for sign, mentions in (("-", flip.lost), ("+", flip.gained)):
                yield from (f"    {sign} {surface!r} {category} ({entry})" for surface, category, entry in mentions)
        kinds = Counter(flip.kind for flip in self.flips)
        counted = ", ".join(f"{kinds[kind]} {kind}" for kind in ("gained", "lost", "changed"))
        yield f"{len(self.flips)} of {self.sentences} sentences flip: {counted}"
        for move in self.moves:
            points = 100 * (move.new_share - move.old_share)
            counts = f"{move.old_count} → {move.new_count} mentions"
            yield f"{move.outlet or 'all'}: {move.category}: {move.old_share:.1%} → {move.new_share:.1%} ({points:+.1f} points, {counts})"


def diff_lexicons(
    old: str, new: str, inputs: Sequence[str] = (), *, language: str | None = None, voice: Path | None = None
) -> tuple[Difference, Corpus | None]:
    """What differs between two states, each a file, a folder or a git revision; with `inputs` in these texts too, which come back.

    Raises FramingError where one of the states cannot be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        sides = [lay_out(spec, Path(folder) / name) for spec, name in ((old, "old"), (new, "new"))]
        compiled = [{spoken: compile_lexicon(load_any(path)) for spoken, path in side.items()} for side in sides]
        result = Difference([_placed(change, old if change.kind == "removed" else new) for change in compare_lexicons(*compiled)])
        if not inputs:
            return result, None
        corpus = Corpus(inputs, sorted({*sides[0], *sides[1]}), language)
        coded = compare_coding(corpus, *(Path(folder) / name for name in ("old", "new")), voice=voice)
        return replace(coded, entries=result.entries), corpus


def _placed(change: EntryChange, spec: str) -> EntryChange:
    """The change with the place that the user knows, not that of the copy."""
    inside = f"{spec.rstrip('/')}/{change.language}.yaml"
    return replace(change, place=replace(change.place, file=inside if Path(spec).is_dir() or not spec.endswith(".yaml") else spec))


# --- two states


def lay_out(spec: str, folder: Path) -> dict[str, Path]:
    """The lexicons that a file, a folder or a git revision (HEAD~1:lexicons/protest/uk.yaml) names, copied into the folder by language.

    Raises FramingError where there are none.
    """
    folder.mkdir(parents=True)
    source = Path(spec)
    if source.is_dir():
        files = {path.name: path.read_bytes() for path in (*sorted(source.glob("*.yaml")), *sorted(source.glob("forms/*.json")))}
    elif source.exists():
        files = {path.name: path.read_bytes() for path in (source, source.parent / "forms" / f"{source.stem}.json") if path.is_file()}
    elif ":" in spec and (git := shutil.which("git")):
        files = _from_git(git, spec)
    else:
        hint = "a file, a folder, or REVISION:path in git"
        raise FramingError(Problem(Place(spec), "file-not-found", "there is no such lexicon", hint))
    found: dict[str, Path] = {}
    for name in (name for name in files if name.endswith(".yaml")):
        path = folder / name
        path.write_bytes(files[name])
        try:
            language = load_any(path).language
        except FramingError as error:
            shown = str(source / name) if source.is_dir() else spec
            raise FramingError([replace(problem, place=replace(problem.place, file=shown)) for problem in error.problems]) from None
        found[language] = path.rename(folder / f"{language}.yaml")
        forms = f"{Path(name).stem}.json"
        if forms in files:
            (folder / "forms").mkdir(exist_ok=True)
            (folder / "forms" / f"{language}.json").write_bytes(files[forms])
    if not found:
        raise FramingError(Problem(Place(spec), "file-not-found", "there is no YAML file in it", "give a lexicon or a folder of them"))
    return found


def _from_git(git: str, spec: str) -> dict[str, bytes]:
    """The lexicons and forms files of a revision, by name. Raises FramingError where git does not find it."""
    kind = _git(git, spec, "cat-file", "-t", spec).strip()
    revision, _, inside = spec.partition(":")
    folder = PurePosixPath(inside)
    if kind == b"blob":
        files = {folder.name: _git(git, spec, "show", spec)}
        beside = [f"{revision}:{folder.parent / 'forms' / f'{folder.stem}.json'}"]
    else:
        names = _git(git, spec, "ls-tree", "--name-only", spec).decode("utf-8", "replace").split("\n")
        files = {name: _git(git, spec, "show", f"{revision}:{folder / name}") for name in names if name.endswith(".yaml")}
        beside = [f"{revision}:{folder / 'forms' / f'{PurePosixPath(name).stem}.json'}" for name in files]
    for forms in beside:
        try:
            files[PurePosixPath(forms.partition(":")[2]).name] = _git(git, forms, "show", forms)
        except FramingError:
            continue  # a lexicon whose forms were not expanded then
    return files


def _git(git: str, spec: str, *arguments: str) -> bytes:
    """What git prints. Raises FramingError with what it complains of."""
    done = subprocess.run([git, *arguments], capture_output=True, check=False)  # noqa: S603 - git, with the user's own revision
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise FramingError(Problem(Place(spec), "file-not-found", said or "git does not find it", "check with `git log` and `git ls-tree`"))
    return done.stdout


def compare_lexicons(old: Mapping[str, CompiledLexicon], new: Mapping[str, CompiledLexicon]) -> list[EntryChange]:
    """The entries that were added, removed, moved to another category or changed, in order of language and category."""
    changes: list[EntryChange] = []
    for language in sorted({*old, *new}):
        changes.extend(_changes(language, old.get(language), new.get(language)))
    return changes


def _changes(language: str, old: CompiledLexicon | None, new: CompiledLexicon | None) -> Iterator[EntryChange]:
    """The changes of one language."""
    left = {entry.number: entry for entry in old.lexicon.entries} if old else {}
    right = {entry.number: entry for entry in new.lexicon.entries} if new else {}
    pairs: list[tuple[Entry, Entry]] = []
    # the same entry, then the same words in another category, then lists whose first form was edited
    for key in (_in_place, _as_written, _by_forms):
        waiting: defaultdict[Any, list[Entry]] = defaultdict(list)
        for entry in reversed(left.values()):
            waiting[key(entry)].append(entry)
        for entry in list(right.values()):
            if waiting.get(key(entry)):
                partner = waiting[key(entry)].pop()
                pairs.append((left.pop(partner.number), right.pop(entry.number)))
    for entry in left.values():
        assert old is not None
        yield EntryChange(language, "removed", _category(entry), entry.text, lost=old.forms_of(entry), place=entry.place)
    for one, other in sorted(pairs, key=lambda pair: pair[1].number):
        assert old is not None
        assert new is not None
        was, now = dict.fromkeys(old.forms_of(one)), dict.fromkeys(new.forms_of(other))
        gained, lost = tuple(form for form in now if form not in was), tuple(form for form in was if form not in now)
        edited = tuple(name for name in _CONDITIONS if getattr(one, name) != getattr(other, name))
        if one.category != other.category:
            yield EntryChange(language, "moved", _category(other), other.text, gained, lost, edited, _category(one), other.place)
        elif gained or lost or edited:
            yield EntryChange(language, "changed", _category(other), other.text, gained, lost, edited, place=other.place)
    for entry in right.values():
        assert new is not None
        yield EntryChange(language, "added", _category(entry), entry.text, gained=new.forms_of(entry), place=entry.place)


def _category(entry: Entry) -> str:
    """The category, or the word for none."""
    return entry.category or EXCLUDE


def _in_place(entry: Entry) -> tuple[str, ...]:
    """What makes an entry the same one."""
    return entry.category, entry.kind, entry.text


def _as_written(entry: Entry) -> tuple[str, ...]:
    """What makes it the same one in another category."""
    return entry.kind, entry.text


def _by_forms(entry: Entry) -> tuple[Any, ...]:
    """What makes a list the same one when its first form is another: its last."""
    return (entry.category, "forms", entry.forms[-1]) if entry.forms else (entry.category, entry.text)


# --- what it means for a corpus


def compare_coding(corpus: Corpus, old: Path, new: Path, *, voice: Path | None = None) -> Difference:
    """The sentences whose mentions differ between the lexicons of two folders, and how each outlet's shares move.

    Counted for shares is what a report counts: mentions in headline and body that are not negated.
    """
    result = Difference()
    coders = [Coder(_rules(folder, corpus.languages, voice)) for folder in (old, new)]
    same = {language for language in corpus.languages if _same(old, new, language)}
    counts: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = (Counter(), Counter())
    for article, language in corpus.read():
        if language == UNKNOWN_LANGUAGE:
            continue
        before = coders[0].code(article, language=language, others=())
        after = before if language in same else coders[1].code(article, language=language, others=())
        for count, coded in zip(counts, (before, after), strict=True):
            count.update(
                (article.outlet, mention.category) for mention in coded.mentions if mention.part in _COUNTED and not mention.negated
            )
        result.sentences += len(before.sentences)
        if after is before:
            continue
        marked = (_by_sentence(before.mentions), _by_sentence(after.mentions))
        for sentence in before.sentences:
            was, now = (side.get(sentence.sentence, {}) for side in marked)
            lost, gained = (tuple(one[key] for key in one if key not in other) for one, other in ((was, now), (now, was)))
            if lost or gained:
                raw = article.title if sentence.field == "title" else article.text
                text = " ".join(raw[sentence.start : sentence.end].split())
                result.flips.append(Flip(article.id, article.outlet, language, sentence.sentence, text, lost, gained))
    result.moves = list(_moves(*counts))
    return result


def _rules(lexicons: Path, languages: Sequence[str], voice: Path | None) -> CodingRules:
    """How to code with the lexicons of a folder; what a language has no file for is an empty one: the edit is of words alone."""
    for language in languages:
        if not (lexicons / f"{language}.yaml").exists():
            (lexicons / f"{language}.yaml").write_text(_NO_LEXICON.format(language=language), encoding="utf-8")
    spoken = lexicons / "voice"
    spoken.mkdir(exist_ok=True)
    source = voice or shipped_folder("lexicons") / "voice"
    for language in languages:
        file, forms = source / f"{language}.yaml", source / "forms" / f"{language}.json"
        if file.is_file():
            shutil.copy(file, spoken)
        else:
            (spoken / f"{language}.yaml").write_text(_NO_VOICE.format(language=language), encoding="utf-8")
        if forms.is_file():
            (spoken / "forms").mkdir(exist_ok=True)
            shutil.copy(forms, spoken / "forms")
    return CodingRules(tuple(languages), lexicons, spoken)


def _same(old: Path, new: Path, language: str) -> bool:
    """Whether the lexicon of a language did not change."""
    files = [folder / f"{language}.yaml" for folder in (old, new)]
    return all(file.is_file() for file in files) and files[0].read_bytes() == files[1].read_bytes()


_Key = tuple[int, int, str]


def _by_sentence(mentions: Sequence[Mention]) -> dict[int, dict[_Key, tuple[str, str, str]]]:
    """The mentions of each sentence by place and category."""
    found: defaultdict[int, dict[_Key, tuple[str, str, str]]] = defaultdict(dict)
    for mention in mentions:
        key = (mention.start, mention.end, mention.category)
        found[mention.sentence][key] = (mention.surface, mention.category, mention.entry)
    return found


def _moves(old: Counter[tuple[str, str]], new: Counter[tuple[str, str]]) -> Iterator[Move]:
    """Every share that is another one now, the largest moves of an outlet first."""
    totals: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = (Counter(), Counter())
    for total, count in zip(totals, (old, new), strict=True):
        for (outlet, category), number in count.items():
            total[outlet, _dimension(category)] += number
    moves = []
    for outlet, category in {*old, *new}:
        numbers = old[outlet, category], new[outlet, category]
        whole = totals[0][outlet, _dimension(category)], totals[1][outlet, _dimension(category)]
        shares = [number / total if total else 0.0 for number, total in zip(numbers, whole, strict=True)]
        if shares[0] != shares[1] or numbers[0] != numbers[1]:
            moves.append(Move(outlet, category, *numbers, *shares))
    yield from sorted(moves, key=lambda move: (move.outlet, -abs(move.new_share - move.old_share), move.category))


def _dimension(category: str) -> str:
    """The dimension of a category."""
    return category.partition(".")[0]
