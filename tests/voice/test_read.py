"""Voice, source and negation of single mentions, in a toy language with one cue of each kind."""

import pytest

from framing.voice.read import find_speech, read_voice


def read(toy, text, term, *, headline=False, sentences=None):
    start = text.index(term)
    spans = sentences or [(0, len(text))]
    headlines = frozenset(range(len(spans))) if headline else frozenset()
    return read_voice(text, spans, [(start, start + len(term))], toy, headlines=headlines)[0]


@pytest.mark.parametrize(
    ("text", "term", "voice", "source"),
    [
        ("Terrorists seized the airport.", "Terrorists", "own", None),
        ("The president said that terrorists seized the airport.", "terrorists", "reported", "president"),
        ("President Omar Bek said today that terrorists seized it.", "terrorists", "reported", "President Omar Bek"),
        ("Omar Bek said terrorists seized the airport.", "terrorists", "reported", "Omar Bek"),
        ("The president spoke, while terrorists seized the airport.", "terrorists", "own", None),
        ("Terrorists seized the airport, said Omar Bek.", "Terrorists", "reported", "Omar Bek"),
        ("Terrorists seized the airport, he said.", "Terrorists", "reported", "he"),
        ("As the ministry said, terrorists seized the airport.", "terrorists", "reported", "ministry"),
        ("According to the ministry of defence, terrorists seized it.", "terrorists", "reported", "ministry"),
        ("Terrorists, according to Omar Bek, seized the airport.", "Terrorists", "reported", "Omar Bek"),
        ("«Terrorists seized the airport», said the minister.", "Terrorists", "quoted", "minister"),
        ("The minister said: «Terrorists seized the airport».", "Terrorists", "quoted", "minister"),
        ("«Looters everywhere,» the minister said.", "Looters", "quoted", "minister"),
        ("Police went after «terrorists» in the city.", "terrorists", "distanced", "Police"),
        ("Police went after so-called terrorists in the city.", "terrorists", "distanced", None),
        ("The minister called the marchers bandits.", "bandits", "reported", "minister"),
        ("The minister accused them of terror attacks.", "terror attacks", "reported", "minister"),
        ("The minister promised to crush the riots.", "riots", "reported", "minister"),
        ("The claim that terrorists seized it spread.", "terrorists", "reported", None),
        ("Allegedly terrorists seized the airport, the city burned.", "terrorists", "reported", None),
        ("The party «Riots» was founded.", "Riots", "own", None),
    ],
)
def test_voice(toy, text, term, voice, source):
    reading = read(toy, text, term)
    assert reading.voice == voice, reading
    if source is not None:
        assert reading.source is not None
        assert source.casefold() in reading.source.casefold()
    if voice == "own":
        assert reading.source is None
    else:
        assert reading.because


@pytest.mark.parametrize(
    ("text", "term", "voice", "source"),
    [
        ("Omar Bek: terrorists seized the airport", "terrorists", "reported", "Omar Bek"),
        ("Terrorists seized the airport – Omar Bek", "Terrorists", "reported", "Omar Bek"),
        ("Ministry: «Terrorists seized the airport»", "Terrorists", "quoted", "Ministry"),
        ("Background: terrorists seized the airport", "terrorists", "own", None),
        ("Riots in the north: attack on the «Fort», said the ministry", "Riots", "own", None),
        ("Riots in the north: attack on the «Fort», said the ministry", "attack", "reported", "ministry"),
    ],
)
def test_headlines(toy, text, term, voice, source):
    reading = read(toy, text, term, headline=True)
    assert (reading.voice, reading.source) == (voice, source)


@pytest.mark.parametrize(
    ("text", "term", "negated"),
    [
        ("There were no terrorists.", "terrorists", True),
        ("There is no doubt terrorists came.", "terrorists", False),
        ("They were not only terrorists.", "terrorists", False),
        ("Terrorists were absent.", "Terrorists", True),
        ("They came under the guise of peacekeepers.", "peacekeepers", True),
        ("They were citizens and not terrorists.", "terrorists", True),
        ("They were citizens and not terrorists.", "citizens", False),
        ("No, the terrorists came.", "terrorists", False),
        ("He did not leave but terrorists came.", "terrorists", False),
    ],
)
def test_negation(toy, text, term, negated):
    assert read(toy, text, term).negated is negated


def test_the_innermost_marks_decide(toy):
    text = "«They were no «terrorists», they were people», said Omar Bek."
    assert read(toy, text, "terrorists").voice == "distanced"
    assert read(toy, text, "people").voice == "quoted"


def test_a_pronoun_stands_for_the_speaker_before(toy):
    text = "Omar Bek said that the city was calm. He added that rioters burned it."
    end = text.index(". ") + 1
    assert read(toy, text, "rioters", sentences=[(0, end), (end + 1, len(text))]).source == "Omar Bek"


def test_dash_led_speech(toy):
    text = "– Terrorists seized the airport, – said Omar Bek. – The riots were planned."
    for term in ("Terrorists", "riots"):
        reading = read(toy, text, term)
        assert (reading.voice, reading.source) == ("quoted", "Omar Bek")


def test_a_label_before_speech(toy):
    text = "Direct speech Omar Bek: terrorists seized the airport."
    reading = read(toy, text, "terrorists")
    assert (reading.voice, reading.source) == ("quoted", "Omar Bek")


def test_speech_has_spans(toy):
    text = "«Terrorists seized the airport», said Omar Bek."
    (speech,) = find_speech(text, [(0, len(text))], toy)
    assert text[speech.start : speech.end] == "Terrorists seized the airport"
    assert speech.kind == "direct"
    assert text[slice(*speech.source)] == "Omar Bek"
    assert text[slice(*speech.cue)] == "said"


@pytest.mark.parametrize("text", ["", "«»", "«" * 5000, ". " * 5000, "said that " * 3000])
def test_odd_texts(toy, text):
    find_speech(text, [(0, len(text))] if text else [], toy)
    if text:
        read_voice(text, [(0, len(text))], [(0, 1)], toy)
