"""Amounts in words: by a table, and read back by a reader that knows only the grammar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.dossiers.papers.amounts import dong, dong_in_words, in_words

pytestmark = pytest.mark.once
DIGITS = {
    **dict(zip(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], range(10), strict=True)),
    "mốt": 1, "tư": 4, "lăm": 5,
}  # fmt: skip
SCALES = {"nghìn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000}


def read_back(words):
    """The number that the words say: what stands before a scale is multiplied by it, before “tỷ” everything."""
    total = part = group = 0
    for word in words.split():
        if word in DIGITS:
            group += DIGITS[word]
        elif word == "trăm":
            group *= 100
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group = group // 100 * 100 + group % 100 * 10
        elif word == "tỷ":
            total = (total + part + group) * SCALES["tỷ"]
            part = group = 0
        elif word in SCALES:
            part, group = part + group * SCALES[word], 0
        else:
            assert word == "linh", word
    return total + part + group


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (105, "một trăm linh năm"),
        (111, "một trăm mười một"),
        (1_000, "một nghìn"),
        (50_000, "năm mươi nghìn"),
        (150_500, "một trăm năm mươi nghìn năm trăm"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_040_000_000, "hai tỷ không trăm bốn mươi triệu"),
        (10**12, "một nghìn tỷ"),
    ],
)
def test_table(number, words):
    assert in_words(number) == words


@given(st.integers(0, 10**13) | st.integers(0, 2_000))
def test_words_say_the_number(number):
    assert read_back(in_words(number)) == number


def test_as_a_receipt_writes_it():
    assert (dong(1_250_000), dong_in_words(50_000)) == ("1.250.000 đồng", "Năm mươi nghìn đồng")
