"""Tidying and folding of Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.platform.text import fold, is_storable, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đăng ký khai sinh", "dang ki khai sinh"),
        ("ĐĂNG KÍ", "dang ki"),
        ("Lý Thường Kiệt", "li thuong kiet"),
        ("  Bà  Rịa –\u00a0Vũng\u200bTàu ", "ba ria – vungtau"),
        ("đ Đ", "d d"),
        ("Ủy ban", "ui ban"),
        ("\ufeffHồ\nsơ", "ho so"),
    ],
)
def test_folding(text, expected):
    assert fold(text) == expected


def test_both_spellings_of_a_letter_are_one():
    composed, decomposed = (unicodedata.normalize(form, "Nguyễn Thị Ái Ở") for form in ("NFC", "NFD"))
    assert tidy(composed) == tidy(decomposed) == composed
    assert fold(composed) == fold(decomposed)


@given(st.text())
def test_tidying_and_folding_twice_change_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)
    assert fold(text) == fold(unicodedata.normalize("NFD", text))


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ "))
def test_vietnamese_folds_to_plain_letters(text):
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper())


def test_what_databases_keep():
    assert is_storable("Nguyễn\n\u200b𠮷")
    assert not is_storable("a\0")
    assert not is_storable("\ud83d")
