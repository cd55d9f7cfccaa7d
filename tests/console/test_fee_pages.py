"""Publishing fees: by the province's administrator, row by row, with every refusal in its place."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from haidang.catalogue import api as catalogue
from world import COPY_FEE_VND, FEE_VND, FREE, PAUSE, PAY_PAUSES

ADDRESS = reverse("console:fee_rules", kwargs={"procedure_code": PAUSE})
HEAD = {"decision": "Nghị quyết 9/2024", "reason": "Mức thu mới"}


def text_of(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def sent(world, *fees, exemptions=(), version=None, **more):
    """A form as the browser sends it; rows are dicts without their prefix."""
    data = {"key": world.key(), "version": version or number(world), **HEAD}
    data |= {"fee_rows": len(fees), "exemption_rows": len(exemptions)}
    for prefix, rows in (("phi", fees), ("mien", exemptions)):
        for place, row in enumerate(rows):
            values = {"key": f"k{place + 1}", "type": "fee"} | row
            data |= {f"{prefix}-{place}-{name}": value for name, value in values.items()}
    return data | more


def number(world, code=PAUSE):
    return world.procedures.published(code, on=world.now.date()).number


@pytest.fixture(autouse=True)
def procedures(world):
    return world.procedures


def test_the_list_shows_own_rules_and_finds_others(admin):
    page = admin.get(reverse("console:fees"))
    assert PAY_PAUSES in text_of(page)
    assert PAUSE not in text_of(page)
    assert "Có mức thu của tỉnh" in text_of(admin.get(reverse("console:fees"), {"q": PAY_PAUSES}))
    assert PAUSE in text_of(admin.get(reverse("console:fees"), {"q": PAUSE}))
    assert "Không tìm thấy" in text_of(admin.get(reverse("console:fees"), {"q": "zzzzqq"}))


def test_the_form_begins_from_what_is_in_force(admin):
    page = admin.get(reverse("console:fee_rules", kwargs={"procedure_code": PAY_PAUSES})).content.decode()
    for part in ('value="Lệ phí cấp phép"', f'value="{COPY_FEE_VND}"', 'value="Hộ nghèo"', "Nghị quyết 01/2024"):
        assert part in page
    assert admin.get(reverse("console:fee_rules", kwargs={"procedure_code": FREE})).status_code == 200


def test_fees_and_exemptions_are_published(world, admin):
    fees = [
        {"name": "Lệ phí", "type": "charge", "amount_vnd": "60.000", "channels": ["direct"]},
        {"name": "Bản sao", "amount_vnd": "5000", "per": "bản"},
        {"name": "Bỏ", "amount_vnd": "1", "dropped": "on"},
        {"name": ""},
    ]
    exemptions = [
        {"key": "m1", "name": "Trẻ em", "percent": "50", "ground": "Điều 2", "fees": ["k1"]},
        {"key": "m2", "name": ""},
    ]
    data = sent(world, *fees, exemptions=exemptions, payment_pauses="on", payment_ground="Điều 9")
    answer = admin.post(ADDRESS, data)
    assert answer.url == ADDRESS
    content = catalogue.published(PAUSE, on=world.now.date()).content
    assert [(fee.name, fee.amount_vnd) for fee in content.offers("direct")[0].fees] == [
        ("Lệ phí", 60_000), ("Bản sao", 5_000),
    ]  # fmt: skip
    assert [fee.per for fee in content.offers("online")[0].fees] == ["bản"]
    assert [(item.name, item.percent, item.fees) for item in content.exemptions] == [("Trẻ em", 50, ("k1",))]
    assert (content.payment_pauses, content.payment_ground, content.fee_decision) == (True, "Điều 9", HEAD["decision"])
    assert "Đã công bố" in text_of(admin.get(ADDRESS))


REFUSED = {
    "no decision": (lambda w: sent(w, {"name": "x", "amount_vnd": "1"}, decision=" "), "bắt buộc"),
    "a pause without a provision": (
        lambda w: sent(w, {"name": "x", "amount_vnd": "1"}, payment_pauses="on"), "quy định cho phép tạm dừng"),
    "an amount in words": (lambda w: sent(w, {"name": "x", "amount_vnd": "năm nghìn"}), "chỉ gồm chữ số"),
    "no name": (lambda w: sent(w, {"amount_vnd": "1000"}), "Hãy ghi tên khoản thu"),
    "no amount": (lambda w: sent(w, {"name": "x"}), "phải ghi cách tính"),
    "too much": (lambda w: sent(w, {"name": "x", "amount_vnd": "9" * 14}), "ngoài khoảng"),
    "two with one key": (
        lambda w: sent(w, {"name": "x", "amount_vnd": "1"}, {"name": "y", "amount_vnd": "2", "key": "k1"}), "trùng mã"),
    "no percentage": (
        lambda w: sent(w, {"name": "x", "amount_vnd": "1"}, exemptions=[{"name": "y", "ground": "z"}]), "tỷ lệ giảm"),
    "no ground": (
        lambda w: sent(w, {"name": "x", "amount_vnd": "1"}, exemptions=[{"name": "y", "percent": "5"}]), "căn cứ"),
    "somebody was faster": (lambda w: sent(w, {"name": "x", "amount_vnd": "1"}, version=99), "Người khác vừa công bố"),
    "a forged number of rows": (lambda w: sent(w, fee_rows="9" * 30), ""),
    "a forged case": (lambda w: sent(w, {"name": "x", "amount_vnd": "1", "case": "zz"}), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_comes_back_with_its_reason_and_what_was_typed(world, admin, name):
    make, words = REFUSED[name]
    page = admin.post(ADDRESS, make(world))
    assert page.status_code == 422
    assert words.lower() in text_of(page).lower()
    assert HEAD["reason"] in text_of(page)
    assert number(world) == 1


def test_nothing_new_is_not_published(world, admin):
    data = sent(world, {"name": "Lệ phí", "amount_vnd": str(FEE_VND)})
    assert admin.post(ADDRESS, data).status_code == 302
    page = admin.post(ADDRESS, data | {"key": world.key(), "version": 2})
    assert "không khác phiên bản hiện hành" in text_of(page)


def test_fees_are_the_provinces_business(world, admin, local_admin):
    assert local_admin.get(ADDRESS).status_code == 403
    assert admin.get(reverse("console:fee_rules", kwargs={"procedure_code": "9.999999"})).status_code == 404
    client = Client()
    client.force_login(world.leader)
    assert client.get(reverse("console:fees")).status_code == 403
