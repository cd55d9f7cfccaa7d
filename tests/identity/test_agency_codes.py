"""The two spellings of an agency code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.identity import api as identity

group = st.integers(0, 99).map("{:02d}".format)
canonical = st.builds(
    lambda letter, root, rest, last: ".".join([f"{letter}{root}", *rest, *([last] if len(rest) == 2 and last else [])]),
    st.sampled_from("GHK"), group, st.lists(group, max_size=2), st.none() | st.integers(1, 999).map("{:03d}".format),
).filter(lambda code: not code.endswith(".00"))  # fmt: skip


@given(canonical)
def test_both_spellings_name_the_same_office(code):
    legacy = identity.to_legacy(code)
    assert identity.is_legacy(legacy)
    assert identity.is_canonical(code)
    assert identity.to_canonical(legacy) == code


@pytest.mark.parametrize(
    ("code", "legacy"),
    [("H06", "000.00.00.H06"), ("H06.09", "000.00.09.H06"), ("H06.30.05", "000.05.30.H06"),
     ("H15.50.05.013", "013.05.50.H15")],
)  # fmt: skip
def test_spellings_in_use(code, legacy):
    assert (identity.to_legacy(code), identity.to_canonical(legacy)) == (legacy, code)


@pytest.mark.parametrize(
    "code", ["", "06", "h06.09", "H6", "H06.9", "H06.009", "H06.09.", "H06.00", "000.00.09.H06", "H06.٠٩", "H06\n"]
)
def test_what_is_not_canonical_is_refused(code):
    assert not identity.is_canonical(code)
    with pytest.raises(ValueError, match="Decision 20/2020"):
        identity.to_legacy(code)


@pytest.mark.parametrize("code", ["", "H06.09", "00.00.09.H06", "000.00.09.h06", "000.00.09.H06\n", "٠٠٠.00.09.H06"])
def test_what_is_not_legacy_is_refused(code):
    assert not identity.is_legacy(code)
    with pytest.raises(ValueError, match="QCVN 102"):
        identity.to_canonical(code)
