"""Every span is the text it says: for whatever characters stand in an article, nothing is moved and nothing is changed."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.records import Article
from framing.resources import shipped_folder
from framing.run.coder import Coder, CodingRules

TERMS = {
    "en": ["terrorists", "protesters", "mass riots", "opened fire", "foreign troops", "peacekeepers", "RIOTERS", "the demonstrators"],
    "ru": ["террористы", "протестующие", "массовые беспорядки", "тер\u0301рористов", "терро\u00adристы", "миротворцы", "пpотестующих"],
    "uk": ["терористи", "протестувальники", "масові заворушення", "терори\u0301стів", "тeрористи", "миротворці", "погроми"],
}
NOISE = [
    " ", "\u00a0", "\r\n", "\n\n", "\t", "\u2009", "\u200b", "\ufeff", "\u00ad", "\u0301", "\u0300", "🔥", "👩‍👩‍👧", "🇰🇿", "e\u0301", "ё", "е\u0308", "й",
    "и\u0306", "’", "ʼ", "'", "«", "»", "“", "”", "„", '"', "—", "–", "-", "...", "…", "!", "?", ".", ",", ":", "(", ")", "№5", "12.01.2022", "\u2028",
    "\u0000", "𝕏", "ﬁ", "İ", "ẞ", "A", "г.", "Mr.",
]  # fmt: skip
SPEECH = {
    "en": ["the president said that", "according to the ministry,", "so-called", "there were no", "he called them"],
    "ru": ["президент заявил, что", "по словам министра,", "так называемые", "не было никаких", "он назвал их"],
    "uk": ["президент заявив, що", "за словами міністра,", "так звані", "не було жодних", "він назвав їх"],
}
LANGUAGES = tuple(TERMS)


def pieces(language: str) -> st.SearchStrategy[str]:
    """Terms of the lexicon, speech and noise, in any order and number."""
    words = st.text(alphabet=string.ascii_letters + "абвіїєґё", min_size=1, max_size=8)
    anything = st.characters(exclude_categories=("Cs",))
    piece = st.one_of(
        st.sampled_from(TERMS[language]), st.sampled_from(SPEECH[language]), st.sampled_from(NOISE), st.just(" "), st.just(" "), words, anything
    )
    return st.lists(piece, max_size=40).map("".join)


@pytest.fixture(scope="module")
def coder() -> Coder:
    """The shipped lexicons."""
    folder = shipped_folder("lexicons")
    scope = {"from": "2022-01-02", "other_years": True, "places": {"en": ["Kazakhstan"]}, "elsewhere": {"en": ["Kyiv"]}}
    return Coder(CodingRules(LANGUAGES, folder / "protest", folder / "voice", scope=scope, all_parts=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_spans_of_mentions_and_sentences(coder: Coder, language: str) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(title=st.one_of(st.just(""), pieces(language)), text=pieces(language))
    def check(title: str, text: str) -> None:
        coded = coder.code(Article(id="x", text=text, title=title), language=language)
        fields = {"title": title, "text": text}
        before = ("title", 0)
        for sentence in coded.sentences:
            assert 0 <= sentence.start < sentence.end <= len(fields[sentence.field])
            words = fields[sentence.field][sentence.start : sentence.end]
            assert words.strip()
            assert (sentence.field == "text", sentence.start) >= (before[0] == "text", before[1]), "sentences overlap"
            before = (sentence.field, sentence.end)
        for mention in coded.mentions:
            assert fields[mention.field][mention.start : mention.end] == mention.surface
            sentence = coded.sentences[mention.sentence]
            assert (sentence.sentence, sentence.field) == (mention.sentence, mention.field)
            assert sentence.start <= mention.start < mention.end <= sentence.end
            assert mention.source is None or mention.source.strip()

    check()


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Сотни\u00a0протестующих\r\nвышли.", "протестующих"),
        ("🔥🇰🇿 терро\u00adристы", "терро\u00adристы"),
        ("Вышли протестующи\u0301е.", "протестующи\u0301е"),
        ("Там были тepрористы.", "тepрористы"),
        ("массовые\u00a0беспорядки", "массовые\u00a0беспорядки"),
    ],
)
def test_spans_in_texts_as_they_come(coder: Coder, text: str, surface: str) -> None:
    mentions = coder.code(Article(id="x", text=text), language="ru").mentions
    assert [text[mention.start : mention.end] for mention in mentions] == [surface]
    assert [mention.surface for mention in mentions] == [surface]
