"""Near-duplicates."""

import random
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.text.duplicates import cluster_sketches, near_duplicates, text_sketch

WIRE = (
    "Рабочие завода в четверг перекрыли главную дорогу города и потребовали выплатить зарплату за три месяца. "
    "Полиция стояла рядом и не вмешивалась, а переговоры с директором шли до самого утра. "
    "По словам очевидцев, никто не пострадал, хотя у ворот завода уже стояли части внутренних войск. "
    "Министр труда отменил поездку в столицу и вылетел на место, сообщила его помощница журналистам. "
    "Забастовка длится с декабря, когда на счета завода был наложен арест по решению городского суда."
)


def test_copies_are_one_cluster():
    spun = WIRE.replace("в четверг", "в минувший четверг").upper()
    other = "Погода в столице останется тёплой до конца недели, сообщили синоптики, а потом похолодает и пойдёт снег."
    assert near_duplicates([WIRE, other, spun, WIRE + " ", other]) == [0, 1, 0, 0, 1]


def test_a_shared_quotation_makes_no_copy():
    sentences = WIRE.split(". ")
    mine = ". ".join(sentences[:1]) + ". Совсем другая история случилась на севере страны, где шахтёры добились своего без остановки работ."
    assert near_duplicates([WIRE, mine]) == [0, 1]


def test_texts_without_words_stand_alone():
    assert near_duplicates(["", "…", "", "слово", "Слово!"]) == [0, 1, 2, 3, 3]
    assert near_duplicates([]) == []


def test_order_of_clusters_is_that_of_first_texts():
    assert near_duplicates(["а б в", "г д е", "а б в", "ж з и", "г д е"]) == [0, 1, 0, 2, 1]


def test_recall_over_changed_copies():
    """Nearly every copy in which one word of a hundred was changed is found."""
    source = random.Random(7)
    words = [f"слово{number}" for number in range(5_000)]
    originals = [[source.choice(words) for _ in range(300)] for _ in range(100)]
    copies = [[source.choice(words) if source.random() < 0.01 else word for word in text] for text in originals]
    clusters = near_duplicates(" ".join(text) for text in originals + copies)
    assert sum(clusters[number] == clusters[number + 100] for number in range(100)) >= 97
    assert len(set(clusters[:100])) == 100


@given(st.lists(st.text(max_size=40), max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_texts(texts):
    clusters = near_duplicates(texts)
    assert len(clusters) == len(texts)
    assert all(number <= max(clusters[:index], default=-1) + 1 for index, number in enumerate(clusters))
    assert cluster_sketches([text_sketch(text) for text in texts]) == clusters


def test_sketches_are_the_same_in_every_process():
    code = f"from framing.text.duplicates import text_sketch; print(text_sketch({WIRE!r})[:8])"
    printed = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    assert printed == {f"{text_sketch(WIRE)[:8]}\n"}
