"""Lines that an outlet prints under many articles."""

from framing.text.repetition import ArticleLines, line_hash, line_hashes, repeated_lines

APPEAL = "Мы работаем для вас без выходных"


def article(outlet, cluster, *lines, title=""):
    return ArticleLines(outlet, cluster, line_hashes("\n".join(lines)), line_hash(title))


def test_hashes_ignore_case_digits_and_spaces():
    assert line_hash("Читайте нас: 12 345 подписчиков") == line_hash("  читайте нас:  7 подписчиков ")
    assert line_hash("коротко") is None
    assert line_hashes("коротко\n\n" + APPEAL) == {line_hash(APPEAL)}


def test_a_line_under_three_articles_of_one_outlet():
    articles = [article("a", number, APPEAL, f"Своя длинная строка статьи {'и' * number}") for number in range(3)]
    assert repeated_lines(articles) == {"a": frozenset({line_hash(APPEAL)})}
    assert repeated_lines(articles[:2]) == {"a": frozenset()}


def test_other_outlets_and_copies_do_not_count():
    assert repeated_lines([article(outlet, 0, APPEAL) for outlet in "abc"]) == dict.fromkeys("abc", frozenset())
    assert repeated_lines([article("a", 5, APPEAL)] * 4) == {"a": frozenset()}


def test_a_share_of_a_large_outlet_is_needed():
    articles = [article("a", number, APPEAL) if number < 3 else article("a", number, "иная строка статьи" + "а" * number) for number in range(400)]
    assert line_hash(APPEAL) not in repeated_lines(articles)["a"]
    assert line_hash(APPEAL) in repeated_lines(articles, min_share=0.005)["a"]


def test_the_title_of_another_article_is_a_link_to_it():
    linked = article("a", 1, "Министр отменил поездку в столицу", title="Рабочие перекрыли дорогу в центре")
    target = article("a", 2, "Первая строка второй статьи", title="Министр отменил поездку в столицу")
    assert repeated_lines([linked, target]) == {"a": frozenset({line_hash("Министр отменил поездку в столицу")})}
    assert repeated_lines([target]) == {"a": frozenset()}
