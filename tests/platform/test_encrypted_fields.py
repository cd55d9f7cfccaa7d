"""Encryption of personal data: it comes back, only where it belongs, and can be looked up but not enumerated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.platform.secrets import blind_index, decrypt, encrypt, mask


@given(st.text(max_size=200))
def test_what_is_encrypted_comes_back(text):
    assert decrypt(encrypt(text, context="t.c"), context="t.c") == text


def test_the_same_text_never_looks_the_same():
    assert encrypt("077085001234", context="t.c") != encrypt("077085001234", context="t.c")


def test_a_value_moved_to_another_column_does_not_open():
    blob = encrypt("077085001234", context="identity_user.id_number")
    with pytest.raises(ValueError, match="does not decrypt"):
        decrypt(blob, context="dossiers_dossier.owner_id_number")


@given(st.integers(1, 40), st.integers(1, 255))
def test_an_altered_value_does_not_open(position, flip):
    blob = bytearray(encrypt("077085001234", context="t.c"))
    blob[position % len(blob)] ^= flip
    with pytest.raises(ValueError, match="encrypted field"):
        decrypt(bytes(blob), context="t.c")


def test_another_installations_value_does_not_open(settings):
    blob = encrypt("x", context="t.c")
    settings.FIELD_KEY = b"k" * 32
    with pytest.raises(ValueError, match="does not decrypt"):
        decrypt(blob, context="t.c")


def test_the_blind_index_is_the_same_for_a_number_and_another_for_each_purpose(settings):
    one = blind_index("077 085 001234", purpose="person.id")
    assert one == blind_index("077085001234", purpose="person.id")
    assert one != blind_index("077085001234", purpose="person.phone")
    assert one != blind_index("077085001235", purpose="person.id")
    settings.BLIND_INDEX_KEY = b"k" * 32
    assert one != blind_index("077085001234", purpose="person.id")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("", ""), ("12", "••"), ("123", "•••"), ("1234", "•••234"), ("077085001234", "•••••••••234")],
)
def test_masking(value, shown):
    assert mask(value) == shown
