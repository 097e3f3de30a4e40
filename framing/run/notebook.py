"""The toolkit in a notebook: code texts or a data frame, run a study, count mentions for a model of scikit-learn."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from framing.classify.vectorizer import FindingsVectorizer
from framing.errors import Problem
from framing.io.frames import articles_of, is_polars
from framing.io.outcomes import Noted, Rejected
from framing.io.outputs import MENTION_KEYS, mention_record
from framing.io.tables import TABLES
from framing.records import UNKNOWN_LANGUAGE, Article, Mention
from framing.run.api import RunResult, coding_rules, given_language, run_study
from framing.run.coder import Coder
from framing.run.concepts import concept_of
from framing.study import Study, find_study
from framing.study import load_study as read_study


def code(
    texts: Any,
    language: str | None = None,
    *,
    lexicons: str | Path | None = None,
    voice: str | Path | None = None,
    scope: str | Path | None = None,
) -> Any:
    """The mentions of a text, of several texts or of a data frame, as a data frame: one mention a row, columns as of `framing code`.

    `texts`: a string, a list, a pandas or polars Series or DataFrame (columns `text`, `title`, `id`, `language` …, recognised by
    their names in many languages). A frame of polars gives a frame of polars. `language` is for texts that do not name their own;
    without it each is identified. `lexicons`, `voice`: folders of your own; `scope`: a YAML file with `scope:`.
    Texts that cannot be coded are told in one warning. Raises FramingError where lexicons or scope cannot be used.

    >>> frame = code("The mayor said that rioters had burned the hall.", language="en")
    >>> frame[["surface", "category", "voice", "source"]].to_dict("records")
    [{'surface': 'rioters', 'category': 'protesters.rioters', 'voice': 'reported', 'source': 'mayor'}]
    """
    rules = coding_rules(lexicons=_path(lexicons), voice=_path(voice), scope=_path(scope), language=language)
    coder = Coder(rules)
    problems: list[Problem] = []
    records = [mention_record(mention) for _, mentions in _coded(texts, coder, language, problems) for mention in mentions]
    if problems:
        warnings.warn("; ".join(map(str, problems[:3])) + (f"; and {len(problems) - 3} more" if len(problems) > 3 else ""), stacklevel=2)
    return _frame(records, like=texts)


def _coded(texts: Any, coder: Coder, language: str | None, problems: list[Problem]) -> Iterator[tuple[Article, tuple[Mention, ...]]]:
    """Every article with its mentions; what is wrong with the others is added to `problems`."""
    for item in articles_of(texts):
        if isinstance(item, Rejected):
            problems.append(item.problem)
        elif not isinstance(item, Noted):
            chosen = given_language(item, coder, language)
            yield item, coder.code(item, language=chosen).mentions if chosen != UNKNOWN_LANGUAGE else ()


def _path(given: str | Path | None) -> Path | None:
    """The path, where one is given."""
    return Path(given) if given is not None else None


def _frame(records: list[dict[str, Any]], *, like: object) -> Any:
    """The records as a frame: of polars where the texts came from it, else of pandas."""
    if is_polars(like):
        import polars as pl

        return pl.DataFrame(records, schema=list(MENTION_KEYS), infer_schema_length=None)
    import pandas as pd

    return pd.DataFrame.from_records(records, columns=list(MENTION_KEYS))


class MentionVectorizer(FindingsVectorizer):
    """Counts of mentions a text, a column a category and voice ("protesters.terrorists own"), for any model of scikit-learn.

    `by_voice=False` counts categories whatever the voice. Denied mentions have columns of their own ("not protesters.terrorists own").
    Mentions out of scope or in boilerplate are not counted.

    >>> texts = ["Terrorists held the hall.", "There were no terrorists, she said."]
    >>> MentionVectorizer(language="en").fit(texts).get_feature_names_out().tolist()
    ['not protesters.terrorists reported', 'protesters.terrorists own']
    """

    def __init__(
        self,
        *,
        language: str | None = None,
        by_voice: bool = True,
        lexicons: str | Path | None = None,
        voice: str | Path | None = None,
        scope: str | Path | None = None,
    ) -> None:
        self.language = language
        self.by_voice = by_voice
        self.lexicons = lexicons
        self.voice = voice
        self.scope = scope

    def findings(self, texts: Iterable[str]) -> Iterator[list[str]]:
        """The category and voice of each mention of each text; nothing for a text that is empty or in no known language."""
        folders = _path(self.lexicons), _path(self.voice)
        coder = Coder(coding_rules(lexicons=folders[0], voice=folders[1], scope=_path(self.scope), language=self.language))
        for number, text in enumerate(texts):
            article = Article(id=str(number), text=str(text))
            chosen = given_language(article, coder, self.language)
            mentions = coder.code(article, language=chosen).mentions if article.text.strip() and chosen != UNKNOWN_LANGUAGE else ()
            yield [self._name(mention) for mention in mentions if mention.in_scope]

    def _name(self, mention: Mention) -> str:
        """The column a mention is counted in."""
        category = concept_of(mention.category, negated=mention.negated)
        return f"{category} {mention.voice}" if self.by_voice else category


@dataclass(frozen=True)
class OpenStudy:
    """A study that can be run from a notebook."""

    study: Study

    def run(self, *, reports: str | Path = "reports", jobs: int = 1, fresh: bool = False, only: str | None = None) -> StudyRun:
        """What the run made; work that is done already is not done again.

        Raises FramingError where study, lexicons or model cannot be used.
        """
        result = run_study(self.study, Path(reports) / self.study.name, jobs=jobs, fresh=fresh, only=only)
        return StudyRun(result)


@dataclass(frozen=True)
class StudyRun:
    """What a run made: its page, its problems, and its tables as pandas data frames."""

    result: RunResult

    @property
    def page(self) -> Path | None:
        """The report's page; None where the run stopped before."""
        return self.result.index

    @property
    def problems(self) -> list[Problem]:
        """What was rejected, and what was noted."""
        return [*self.result.rejects, *self.result.notes]

    @cached_property
    def tables(self) -> Mapping[str, Any]:
        """The tables that the run wrote, by name: articles, sentences, mentions, predictions, stances, estimates."""
        import pandas as pd

        paths = ((name, self.result.folder / "tables" / f"{name}.parquet") for name in TABLES)
        return {name: pd.read_parquet(path) for name, path in paths if path.is_file()}

    @property
    def estimates(self) -> Any:
        """The measured shares with their intervals."""
        return self.tables["estimates"]


def load_study(path: str | Path) -> OpenStudy:
    """The study of a file, or the shipped study of that name, ready to run.

    Raises FramingError with all faults of the file at once.
    """
    return OpenStudy(read_study(find_study(str(path))))
