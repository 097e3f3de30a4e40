"""English, Slovenian, Bulgarian and Kazakh forms."""

from __future__ import annotations

import pytest

from framing.errors import FramingError
from framing.forms import get_engine


def phrases(engine: str, language: str, phrase: str, head: int | None = None) -> set[str]:
    return {" ".join(words) for words in get_engine(engine, language).inflect_phrase(tuple(phrase.split()), head)}


@pytest.mark.parametrize(
    ("lemma", "there", "not_there"),
    [
        ("terrorist", "terrorists terrorist's", "terrorism"),
        ("woman", "women women's", ""),
        ("shoot", "shot shooting shoots", "shooter"),
        ("claim", "claimed claims claiming", "claimant"),
        ("seize", "seized seizing", "seizure"),
        ("country", "countries", ""),
        ("Moscow", "moscow moscow's", ""),
        ("strange-word", "strange-word", ""),
    ],
)
def test_english_words(lemma: str, there: str, not_there: str) -> None:
    forms = get_engine("simplemma", "en").inflect(lemma)
    assert set(there.split()) <= forms
    assert not set(not_there.split()) & forms


@pytest.mark.parametrize(
    ("phrase", "head", "there", "not_there"),
    [
        ("armed gang", None, ["armed gangs", "armed gang's"], ["arm gang"]),
        ("call for restraint", None, ["calls for restraint", "calling for restraint"], ["call for restraints"]),
        ("state of emergency", None, ["states of emergency"], []),
        ("open fire", 1, ["opened fire", "opening fire"], ["open fires"]),
        ("shoot to kill", None, ["shot to kill"], []),
        ("take to the streets", None, ["took to the streets", "taken to the streets"], []),
    ],
)
def test_english_phrases(phrase: str, head: int | None, there: list[str], not_there: list[str]) -> None:
    forms = phrases("simplemma", "en", phrase, head)
    assert {phrase, *there} <= forms
    assert not set(not_there) & forms


def test_english_knows() -> None:
    engine = get_engine("simplemma", "en")
    assert engine.knows("terrorist")
    assert not engine.knows("terrrorist")


@pytest.mark.parametrize(
    ("lemma", "there"),
    [
        ("терорист", "терористи терористите терориста терористът"),
        ("наемник", "наемници наемниците наемника"),
        ("сблъсък", "сблъсъци сблъсъците сблъсъка"),
        ("министър", "министри министрите министърът"),
        ("гражданин", "граждани гражданите гражданинът"),
        ("боец", "бойци бойците боецът боеца"),
        ("миротворец", "миротворци миротворците миротворецът"),
        ("операция", "операцията операции операциите"),
        ("насилие", "насилието насилия насилията"),
        ("правителство", "правителството правителства правителствата"),
        ("полицай", "полицаи полицаите полицаят полицая"),
        ("човек", "хора хората човекът човека"),
        ("сигурност", "сигурността"),
        ("въоръжен", "въоръжена въоръжени въоръжените въоръженият въоръжения"),
        ("терористичен", "терористична терористичната терористични терористичните"),
        ("чужд", "чужда чуждите чуждия"),
        ("военен", "военни военните военната"),
        ("граждански", "гражданска гражданското гражданските гражданския"),
    ],
)
def test_bulgarian_words(lemma: str, there: str) -> None:
    assert {lemma, *there.split()} <= get_engine("suffix-bg", "bg").inflect(lemma)


@pytest.mark.parametrize(
    ("phrase", "there", "not_there"),
    [
        ("въоръжен бунтовник", ["въоръжени бунтовници", "въоръжените бунтовници", "въоръженият бунтовник"], ["въоръжени бунтовниците"]),
        ("антитерористична операция", ["антитерористичната операция", "антитерористични операции"], ["антитерористична операцията"]),
        ("масови безредици", ["масовите безредици"], ["масов безредици", "масови безредиците"]),
        ("мирен голям протест", ["мирните големи протести", "мирния голям протест"], ["мирните големите протести"]),
        ("участник в протеста", ["участници в протеста", "участниците в протеста"], ["участник в протести"]),
        ("цветна революция", ["цветната революция", "цветни революции", "цветните революции"], []),
        ("чуждестранна намеса", ["чуждестранната намеса"], []),
    ],
)
def test_bulgarian_phrases(phrase: str, there: list[str], not_there: list[str]) -> None:
    forms = phrases("suffix-bg", "bg", phrase)
    assert {phrase, *there} <= forms
    assert not set(not_there) & forms
    assert len(forms) < 100


@pytest.mark.parametrize(
    ("lemma", "there"),
    [
        ("террорист", "террористер террористердің террористерге террористермен"),
        ("содыр", "содырлар содырларды содырлардың содырларымыз"),
        ("шеруші", "шерушілер шерушілердің шерушіге"),
        ("халық", "халқы халқымыз халықтың халқына"),
        ("әскер", "әскері әскерін әскерлер әскермен"),
        ("агрессия", "агрессияның агрессиясы агрессияға"),
        ("билік", "билігі биліктің билікке"),
        ("қақтығыс", "қақтығыстар қақтығыстарда қақтығысы"),
        ("митинг", "митингіге митингілер".replace("митингіге митингілер", "митингке митингтер")),
    ],
)
def test_kazakh_words(lemma: str, there: str) -> None:
    assert {lemma, *there.split()} <= get_engine("suffix-kk", "kk").inflect(lemma)


def test_kazakh_phrases() -> None:
    forms = phrases("suffix-kk", "kk", "бейбіт шеруші")
    assert {"бейбіт шеруші", "бейбіт шерушілер", "бейбіт шерушілердің", "бейбіт шерушіміз"} <= forms
    assert all(form.startswith("бейбіт ") for form in forms)
    assert "қарулары бар топ" in phrases("suffix-kk", "kk", "қару бар топ", head=1)


def test_languages_without_agreement_multiply_up_to_a_limit() -> None:
    assert {"terorističen napad", "terorističnega napada", "teroristični napadi"} <= phrases("simplemma", "sl", "terorističen napad")
    with pytest.raises(FramingError) as caught:
        phrases("simplemma", "sl", " ".join(["terorističen", "napad"] * 5))
    assert caught.value.problems[0].code == "too-many-forms"


def test_no_engine() -> None:
    assert get_engine("none", "qq").inflect("Ab") == {"ab"}
    assert phrases("none", "qq", "Ab Cd", head=2) == {"ab cd"}
