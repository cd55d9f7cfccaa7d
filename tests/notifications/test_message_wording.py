"""Texts with placeholders, and how many short messages a text takes."""

import pytest

from haidang.notifications import segments, wording
from haidang.notifications.channels import Channel
from haidang.notifications.kinds import Kind, Placeholder, Text

KIND = Kind("test", "Thử", (Placeholder("code", "Mã", "H1", 20, 10), Placeholder("reason", "Lý do", "Mờ", 30, 12)), {})


@pytest.mark.parametrize(
    ("text", "is_unicode", "places", "count"),
    [
        ("", False, 0, 0),
        ("a" * 160, False, 160, 1),
        ("a" * 161, False, 161, 2),
        ("a" * 306, False, 306, 2),
        ("a" * 307, False, 307, 3),
        ("[" * 80, False, 160, 1),
        ("[" * 81, False, 162, 2),
        # The two places of the last bracket do not fit into what is left of the first message.
        ("a" * 152 + "[" * 77, False, 306, 3),
        ("ắ" * 70, True, 70, 1),
        ("ắ" * 71, True, 71, 2),
        ("ắ" * 134, True, 134, 2),
        ("ắ" * 135, True, 135, 3),
        ("😀" * 35, True, 70, 1),
        ("😀" * 36, True, 72, 2),
        ("à la carte", False, 10, 1),
    ],
)
def test_short_messages_are_counted_by_the_standard(text, is_unicode, places, count):
    assert segments.size(text) == segments.Size(is_unicode, places, count)


def test_vietnamese_without_its_marks():
    assert (
        segments.plain("Đường Trương Công Định – “Vũng Tàu” 50.000 ₫ 好")
        == 'Duong Truong Cong Dinh - "Vung Tau" 50.000 d ?'
    )
    assert segments.is_plain(segments.plain("ẵ ỹ Ợ ư Đ"))


def filled(body, channel, **values):
    return wording.fill(Text("{code}", body), values, kind=KIND, channel=channel).body


def test_values_are_filled_in_and_cut():
    assert filled("Hồ sơ {code}: {reason}", Channel.EMAIL, code="H1", reason="x" * 40) == f"Hồ sơ H1: {'x' * 29}…"
    assert filled("Ho so {code}: {reason}", Channel.SMS, code="H1", reason="Bản chụp bị mờ") == "Ho so H1: Ban chup..."
    assert filled("Hồ sơ {code}: {reason}", Channel.SMS, code="H1", reason="Bị mờ") == "Hồ sơ H1: Bị mờ"
    assert filled("Thiếu {reason}.", Channel.EMAIL) == "Thiếu ."


def test_what_a_value_holds_is_not_read_as_a_placeholder():
    assert filled("{reason}", Channel.EMAIL, reason="{code}", code="H1") == "{code}"


def test_a_subject_is_one_line():
    text = wording.fill(Text("Về {reason}", "x"), {"reason": "a\nBcc: b"}, kind=KIND, channel=Channel.EMAIL)
    assert text.subject == "Về a Bcc: b"


@pytest.mark.parametrize(
    ("subject", "body", "channel", "fields"),
    [
        ("Về {code}", "Hồ sơ {code}", Channel.EMAIL, []),
        ("", "Hồ sơ {code}", Channel.EMAIL, ["subject"]),
        ("Về", " ", Channel.EMAIL, ["body"]),
        ("Về", "{owner}", Channel.EMAIL, ["body"]),
        ("Về {owner}", "x", Channel.EMAIL, ["subject"]),
        ("Về", "a { b", Channel.EMAIL, ["body"]),
        ("Về", "{code.__class__}", Channel.EMAIL, ["body"]),
        ("Về\nBcc: x", "a", Channel.EMAIL, ["subject"]),
        ("x" * 151, "a", Channel.EMAIL, ["subject"]),
        ("", "Ho so {code}", Channel.SMS, []),
        ("Về", "Ho so {code}", Channel.SMS, ["subject"]),
        ("", "a" * 449 + "{code}", Channel.SMS, []),
        ("", "a" * 450 + "{code}", Channel.SMS, ["body"]),
        ("", "ắ" * 191 + "{code}", Channel.SMS, []),
        ("", "ắ" * 192 + "{code}", Channel.SMS, ["body"]),
    ],
)
def test_what_cannot_be_published(subject, body, channel, fields):
    assert [field for field, _words in wording.problems(Text(subject, body), kind=KIND, channel=channel)] == fields
