"""The workbooks: what the report says, text that stays text, the same bytes."""

import openpyxl
import pytest

from framing.report.sheets import write_sheets


def rows_of(path):
    book = openpyxl.load_workbook(path, read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_the_estimates_and_the_evidence(reports, tmp_path):
    data = reports(5, 150)
    estimates, evidence = write_sheets(data, tmp_path)
    found = rows_of(estimates)
    assert len(found) == 1 + len(data.estimates)
    assert found[0][:3] == ("measure", "grouping", "group")
    assert found[1][found[0].index("value")] == pytest.approx(data.estimates[0].value)
    shown = rows_of(evidence)
    assert len(shown) == 1 + len(data.evidence.pieces)
    assert shown[1][shown[0].index("mention")] == data.evidence.pieces[0].surface


def test_text_is_no_formula_and_control_characters_are_written_out(made_up, tmp_path):
    tables = made_up.tables(outlets=2, articles=20)
    tables.articles["title"] = ['=HYPERLINK("http://x","\x07y")'] * 20
    _, evidence = write_sheets(made_up.report(tables), tmp_path)
    found = rows_of(evidence)
    assert found[1][found[0].index("title")] == '=HYPERLINK("http://x","‹U+0007›y")'
    sheet = openpyxl.load_workbook(evidence).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "inlineStr", "b", "n"}


def test_the_same_bytes(reports, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_sheets(reports(2, 40), tmp_path / name)
    assert (tmp_path / "a" / "evidence.xlsx").read_bytes() == (tmp_path / "b" / "evidence.xlsx").read_bytes()
