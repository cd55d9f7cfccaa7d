"""The code that a bank's application reads: by an independent decoder, an independent checksum, and both ways."""

from io import BytesIO

import fastcrc
import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from haidang.payments import vietqr
from haidang.payments.vietqr import MAX_VND, Order, Unreadable, build, crc, parse

pytestmark = pytest.mark.once
DIGITS, CAPITALS = "0123456789", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
orders = st.builds(
    Order,
    bank_bin=st.text(DIGITS, min_size=6, max_size=6),
    account=st.text(CAPITALS, min_size=1, max_size=19),
    amount_vnd=st.integers(1, MAX_VND),
    purpose=st.text(CAPITALS + "abcxyz ", min_size=1, max_size=25),
)
SAMPLE = Order("970415", "113366668888", 79_000, "HD7K3M9QX2AB")
# The same fields written out by hand from the table of tags.
WRITTEN = (
    "000201" "010212" "3856" "0010A000000727" "0126" "0006970415" "0112113366668888" "0208QRIBFTTA"
    "5303704" "540579000" "5802VN" "6216" "0812HD7K3M9QX2AB" "6304"
)  # fmt: skip


def test_fields_are_those_of_the_table():
    assert build(SAMPLE)[:-4] == WRITTEN


def test_checksum_of_the_reference_text():
    assert crc(b"123456789") == 0x29B1


@given(st.binary(max_size=300))
def test_checksum_is_what_an_independent_one_says(data):
    assert crc(data) == fastcrc.crc16.ibm_3740(data)


@given(orders)
def test_what_is_built_is_read_again(order):
    assert parse(build(order)) == order


@given(orders, st.integers(0, 400), st.sampled_from(CAPITALS))
def test_one_changed_letter_is_never_read_as_another_order(order, at, letter):
    text = build(order)
    at %= len(text)
    changed = text[:at] + letter + text[at + 1 :]
    if changed.upper() == text.upper():
        return
    with pytest.raises(Unreadable):
        parse(changed)


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text):
    with pytest.raises(Unreadable):
        parse(text)


@given(st.text(DIGITS + "CVN", max_size=60))
def test_any_fields_with_a_right_checksum_are_read_or_refused(text):
    body = f"{text}6304"
    try:
        found = parse(f"{body}{crc(body.encode()):04X}")
    except Unreadable:
        return
    assert parse(build(found)) == found


@pytest.mark.parametrize("order", [SAMPLE, Order("999999", "0000000001", MAX_VND, "HD0123456789 phi ho so")])
def test_an_independent_decoder_reads_the_picture(order):
    picture = BytesIO()
    segno.make(build(order), error="m", micro=False).save(picture, kind="png", scale=6, border=4)
    (found,) = zxingcpp.read_barcodes(Image.open(picture))
    assert parse(found.text) == order
    assert int(found.text[-4:], 16) == fastcrc.crc16.ibm_3740(found.text[:-4].encode())


@pytest.mark.parametrize(
    "values",
    [
        {"bank_bin": "97041"},
        {"account": ""},
        {"account": "1" * 20},
        {"amount_vnd": 0},
        {"amount_vnd": MAX_VND + 1},
        {"purpose": "phí hồ sơ"},
        {"purpose": "x" * 26},
        {"purpose": ""},
    ],
)
def test_what_the_format_cannot_carry_is_refused(values):
    good = {"bank_bin": "970415", "account": "1", "amount_vnd": 1, "purpose": "A"}
    assert build(Order(**good))
    with pytest.raises(Unreadable):
        Order(**good | values)


def test_a_field_twice_is_refused():
    body = vietqr.build(SAMPLE)[:-8].replace("5802VN", "5802VN5802VN") + "6304"
    with pytest.raises(Unreadable, match="twice"):
        parse(f"{body}{crc(body.encode()):04X}")
