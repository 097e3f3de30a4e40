"""Language of headlines and of sentences in mixed articles; the headlines were written for this test."""

import csv
import importlib.util

import pytest

from framing.text.language import identify_language, identify_sentence_languages, looks_foreign

STUDY = ["bg", "en", "kk", "ru", "uk"]
HEADLINES = {
    "ru": """Власти отключили связь в столице
Митинг разогнали водометами
Рабочие завода объявили забастовку
Кто стоит за беспорядками
Число раненых растет
Генпрокурор: виновных накажут
Военные покинули площадь
Цены на хлеб снова выросли""",
    "uk": """Влада вимкнула зв'язок у столиці
Мітинг розігнали водометами
Робітники заводу оголосили страйк
Хто стоїть за заворушеннями
Кількість поранених зростає
Військові залишили площу
Ціни на хліб знову зросли
Протестувальники вимагають відставки уряду""",
    "be": """Улады адключылі сувязь у сталіцы
Мітынг разагналі вадамётамі
Рабочыя завода абвясцілі страйк
Хто стаіць за беспарадкамі
Колькасць параненых расце
Вайскоўцы пакінулі плошчу
Цэны на хлеб зноў выраслі""",
    "bg": """Властите спряха връзката в столицата
Разпръснаха митинга с водни оръдия
Работниците обявиха стачка
Кой стои зад безредиците
Броят на ранените расте
Военните напуснаха площада
Цените на хляба отново скочиха""",
    "mk": """Властите ја исклучија врската во главниот град
Работниците прогласија штрајк
Кој стои зад немирите
Бројот на повредените расте
Војската го напушти плоштадот
Цените на лебот повторно пораснаа""",
    "sr": """Власти су искључиле везу у главном граду
Радници фабрике најавили штрајк
Ко стоји иза нереда
Број повређених расте
Војска је напустила трг
Цене хлеба поново порасле""",
    "kk": """Билік астанада байланысты өшірді
Зауыт жұмысшылары ереуіл жариялады
Тәртіпсіздіктің артында кім тұр
Жараланғандар саны артып жатыр
Әскерилер алаңнан кетті
Нан бағасы тағы көтерілді""",
    "ky": """Бийлик борбордо байланышты өчүрдү
Завод жумушчулары иш таштоо жарыялашты
Башаламандыктын артында ким турат
Жарадарлардын саны өсүүдө
Аскерлер аянттан кетишти
Нандын баасы кайра көтөрүлдү""",
    "en": """Authorities cut off phone lines in the capital
Factory workers go on strike
Who is behind the unrest
Bread prices rise again""",
}


@pytest.mark.parametrize("language", HEADLINES)
def test_headlines_among_all(language):
    headlines = HEADLINES[language].splitlines()
    right = sum(identify_language(headline, list(HEADLINES)) == language for headline in headlines)
    assert right >= len(headlines) - 1


def test_languages_outside_the_study_are_und_and_not_a_wrong_one():
    foreign = [headline for language in ("be", "mk", "sr", "ky") for headline in HEADLINES[language].splitlines()]
    found = [identify_language(headline, STUDY) for headline in foreign]
    assert found.count("und") >= 0.9 * len(found)
    assert identify_language("Le gouvernement a démissionné après les manifestations", STUDY) == "und"
    assert identify_language("政府在抗议后辞职", STUDY) == "und"


@pytest.mark.parametrize("text", ["", "  \n", "12.01.2022", "https://example.org/a/b", "👍👍", "А", "@channel #tag"])
def test_nothing_to_tell_by_is_und(text):
    assert identify_language(text, STUDY) == "und"


def test_codes_come_back_as_the_study_writes_them():
    assert identify_language("Кількість поранених у місті зростає щодня", ["uk-UA", "ru-RU"]) == "uk-UA"
    assert identify_language("Кількість поранених у місті зростає щодня", ["xx"]) == "und"
    assert identify_language("Кількість поранених у місті зростає щодня", []) == "uk"


def test_capitals_and_addresses_do_not_confuse():
    assert identify_language("РАБОЧИЕ ЗАВОДА ОБЪЯВИЛИ ЗАБАСТОВКУ", STUDY) == "ru"
    assert identify_language("Митинг разогнали водометами Читать: https://www.example.kz/society/miting-razognali-vodometami", STUDY) == "ru"


def test_sentences_of_a_mixed_article():
    parts = [
        "Рабочие завода объявили забастовку.",
        "The ministry said that the strike was illegal and would be stopped.",
        "Бастующие требуют повышения зарплаты.",
        "Жұмысшылар жалақыны көтеруді және үкіметтің кетуін талап етті.",
        "Об этом пишет The New York Times.",
        "Да.",
    ]
    text, spans = "", []
    for part in parts:
        spans.append((len(text), len(text) + len(part)))
        text += part + " "
    found = identify_sentence_languages(text, spans, STUDY, article_language="ru")
    assert found == ["ru", "en", "ru", "kk", "ru", "ru"]


def test_sentences_of_neighbours():
    parts = ["Депутати перенесли розгляд бюджету на наступний тиждень.", "Мы никуда отсюда не уйдём, сказали рабочие, пока нам не выплатят деньги."]
    spans = [(0, len(parts[0])), (len(parts[0]) + 1, len(parts[0]) + 1 + len(parts[1]))]
    assert identify_sentence_languages(" ".join(parts), spans, STUDY, article_language="uk") == ["uk", "ru"]
    assert identify_sentence_languages("Броят на ранените расте бързо, съобщиха от болницата.", [(0, 53)], STUDY, article_language="ru") == ["bg"]


def test_names_in_other_letters_are_no_foreign_sentence():
    assert not looks_foreign("Компании Chevron, ExxonMobil и Shell остановили добычу", "ru")
    assert not looks_foreign("Фильм «Қазақ хандығы» показали в столице и в регионах", "ru")
    assert looks_foreign("Protesters stormed the building of the city administration", "uk")


def test_real_headlines(shared):
    with (shared / "corpora" / "kz-headlines.csv").open(encoding="utf-8") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    right = sum(identify_language(title, STUDY) == "ru" for title in titles)
    assert right >= 0.985 * len(titles)


def test_prototype_sentences(shared):
    spec = importlib.util.spec_from_file_location("lid_data", shared / "prototypes" / "lid_data.py")
    data = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(data)
    pairs = [(language, sentence) for language, sentences in data.HAND.items() for sentence in sentences.splitlines()]
    languages = sorted({*data.HAND, "ru", "uk", "bg"})
    right = sum(identify_language(sentence, languages) == language for language, sentence in pairs)
    assert right >= 0.97 * len(pairs)


@pytest.mark.parametrize("unit", ["x", "ab-", "x "])
def test_a_long_run_of_letters_ends(unit):
    """With a look that begins anew at each letter this takes hours."""
    text = unit * (2_000_000 // len(unit))
    assert len(identify_sentence_languages(text, [(0, len(text))], ["ru", "uk"], article_language="ru")) == 1
