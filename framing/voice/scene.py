"""What the voice rules look at: one text with its sentences, paragraphs, cues, quotations and mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, islice, takewhile
from operator import attrgetter

from framing.voice.cues import WORD, CompiledVoice, Cue, CueTable
from framing.voice.quotes import Quotation, find_quotations, kind_of

# how far before an opening mark the noun that names a title may stand, in characters
_NAME_NOUN_REACH = 40
_start = attrgetter("start")
_SPEECH_WORDS_BEFORE = 8
_SPEECH_WORDS_AFTER = 4
_LABEL_WORDS = 6
_SHORTEST_NAME = 4
_INTERRUPTION = 60


def name_stem(word: str) -> str:
    """The beginning of a name that its inflected forms share."""
    return word.casefold()[: max(_SHORTEST_NAME, len(word) - 2)]


class _Kinds(dict[Quotation, str]):
    """What each quotation is, judged when it is asked for: most stand where no mention is."""

    def __init__(self, judge: Callable[[Quotation], str]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, quotation: Quotation) -> str:
        self[quotation] = self._judge(quotation)
        return self[quotation]


class Scene:
    """A text as the rules see it. Nothing is computed before it is asked for."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        mentions: Sequence[tuple[int, int]],
        voice: CompiledVoice,
        *,
        headlines: frozenset[int] = frozenset(),
    ) -> None:
        self.text = text
        self.sentences = list(sentences)
        self.mentions = sorted(mentions)
        self.voice = voice
        self.headlines = headlines
        self._starts = [start for start, _ in self.sentences]
        # several rules look for a source in the same window; see `source.find_source`
        self.sources: dict[tuple[int, int, str], tuple[int, int] | None] = {}

    @cached_property
    def cues(self) -> CueTable:
        """All cues of the text."""
        return self.voice.find_cues(self.text)

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """Runs of sentences with no line break between them."""
        spans: list[tuple[int, int]] = []
        for start, end in self.sentences:
            if spans and "\n" not in self.text[spans[-1][1] : start]:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return spans

    @cached_property
    def quotations(self) -> list[Quotation]:
        """All quotations of the text, outer before inner."""
        return find_quotations(self.text, self.paragraphs, lambda position: self.sentence_at(position)[1])

    @cached_property
    def kinds(self) -> Mapping[Quotation, str]:
        """What each quotation is: "speech", "phrase" or "name"."""
        return _Kinds(self._kind)

    @cached_property
    def outer(self) -> list[Quotation]:
        """The outermost quotations that hold speech or a phrase (no names)."""
        return [quotation for quotation in self.outermost if self.kinds[quotation] != "name"]

    @cached_property
    def outermost(self) -> list[Quotation]:
        """The outermost quotations, names among them."""
        return [quotation for quotation in self.quotations if quotation.depth == 0]

    @cached_property
    def _outermost_reach(self) -> list[int]:
        """How far each outermost quotation or one before it reaches."""
        return list(accumulate((quotation.end for quotation in self.outermost), max))

    @cached_property
    def _reach(self) -> list[int]:
        """How far each quotation or one before it reaches."""
        return list(accumulate((quotation.end for quotation in self.quotations), max))

    @cached_property
    def folded(self) -> str:
        """The text without case."""
        return self.text.casefold()

    def mentions_between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The mentions inside [start, end)."""
        first = bisect_left(self.mentions, (start, start))
        return [mention for mention in takewhile(lambda span: span[0] < end, islice(self.mentions, first, None)) if mention[1] <= end]

    @cached_property
    def names(self) -> frozenset[str]:
        """Beginnings of the words that are capitalised in mid-sentence somewhere: at the start of a sentence they are names, too."""
        found: set[str] = set()
        for start, end in self.sentences:
            found.update(word for word in WORD.findall(self.text, start, end)[1:] if word[0].isupper() and len(word) >= _SHORTEST_NAME)
        return frozenset(map(name_stem, found))

    def sentence_index(self, position: int) -> int:
        """The number of the sentence at a position (the one before it, between two)."""
        return max(0, bisect_right(self._starts, position) - 1)

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The span of the sentence at a position; the whole text where there are none."""
        return self.sentences[self.sentence_index(position)] if self.sentences else (0, len(self.text))

    def quoted_at(self, position: int) -> Quotation | None:
        """The outermost quotation (no name) around a position."""
        index = bisect_right(self.outermost, position, key=_start) - 1
        if index < 0 or self._outermost_reach[index] <= position:
            return None
        quotation = self.outer_before(position)
        return quotation if quotation is not None and position < quotation.end else None

    def outer_before(self, position: int) -> Quotation | None:
        """The last outermost quotation (no name) that begins at a position or before it."""
        index = bisect_right(self.outermost, position, key=_start) - 1
        return next((self.outermost[at] for at in range(index, -1, -1) if self.kinds[self.outermost[at]] != "name"), None)

    def is_beside_quotation(self, start: int, end: int) -> bool:
        """Whether a quotation of any kind may reach into the span."""
        index = bisect_right(self.quotations, end, key=_start) - 1
        return index >= 0 and self._reach[index] > start

    def paragraph_at(self, position: int) -> tuple[int, int]:
        """The span of the paragraph at a position."""
        index = bisect_right(self.paragraphs, position, key=lambda span: span[0]) - 1
        return self.paragraphs[max(0, index)] if self.paragraphs else (0, len(self.text))

    def open_cues(self, start: int, end: int, *kinds: str) -> list[Cue]:
        """The cues of these kinds in the span that stand outside quotations."""
        return [cue for cue in self.cues.between(start, end, *kinds) if self.quoted_at(cue.start) is None]

    def _kind(self, quotation: Quotation) -> str:
        """See `quotes.kind_of`."""
        start, end = quotation.inner
        before = self.text[max(0, quotation.start - _NAME_NOUN_REACH) : quotation.start]
        last_word = next(iter(reversed(WORD.findall(before))), "").casefold()
        beside = bool(last_word) and before.rstrip()[-1:].casefold() == last_word[-1]
        capital = self.text[start:end].strip()[:1].isupper()
        named = beside and capital and last_word.startswith(self.voice.name_nouns or ("\0",))
        return kind_of(
            self.text,
            quotation,
            has_finite_verb=self.voice.finite.any_in(self.text, start, end),
            named=named or self._looks_like_name(quotation),
            speech_position=self._speech_stands_beside(quotation),
            carries_on=self._carries_on(quotation, self.text[max(0, quotation.start - 3) : quotation.start].rstrip()),
        )

    def _carries_on(self, quotation: Quotation, before: str) -> bool:
        """True for the second half of an interrupted quotation ("I saw," X recalls, "how …")."""
        start = max(0, quotation.start - _INTERRUPTION)
        ends = self.text[start : quotation.start].rstrip()
        first = max(ends.rfind(mark) for mark in '"”»“’')
        if first < 0 or not before.endswith((",", "-", "–", "—")):
            return False
        return self.cues.first(start + first, quotation.start, "saying") is not None

    def _label_follows(self, tail: str) -> bool:
        """True where a short label that begins with a capital letter or a title ends the line."""
        line = tail.split("\n", 1)[0].strip(" \u00a0-–—:.")
        words = WORD.findall(line)
        return 0 < len(words) <= _SPEECH_WORDS_BEFORE and (words[0][:1].isupper() or len(words) <= _LABEL_WORDS)

    def _looks_like_name(self, quotation: Quotation) -> bool:
        """True for a capitalised phrase in mid-sentence with no mention in it ("Нур Отан")."""
        start, end = quotation.inner
        inner = self.text[start:end].strip()
        sentence_start = self.sentence_at(quotation.start)[0]
        if not inner[:1].isupper() or quotation.start <= sentence_start or len(WORD.findall(inner)) > 5:
            return False
        return not self.mentions_between(start, end)

    def _speech_stands_beside(self, quotation: Quotation) -> bool:
        """True where a colon or a verb of saying stands right before, or a dash or comma and a verb of saying right after."""
        before = self.text[max(0, quotation.start - 3) : quotation.start].rstrip()
        if before.endswith(":"):
            return True
        sentence_end = self.sentence_at(max(quotation.start, quotation.end - 1))[1]
        tail_end = min(len(self.text), max(sentence_end, quotation.end) + 80)
        tail = self.text[quotation.end : tail_end].lstrip(" \u00a0.")
        if tail[:1] and tail[:1] in "-–—:" and self._label_follows(tail):
            return True
        inside_comma = self.text[quotation.start : quotation.end].rstrip("\"'”»“’ ").endswith(",")
        if (tail[:1] in "-–—," and tail[:1]) or inside_comma:
            for cue in self.cues.between(quotation.end, tail_end, "saying"):
                return len(WORD.findall(self.text[quotation.end : cue.start])) <= _SPEECH_WORDS_AFTER
        return False
