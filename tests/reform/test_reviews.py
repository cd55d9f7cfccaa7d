"""Simplification reviews: proposal, decision, the version that came of it, and what it says differently."""

import pytest
from test_reduction_plans import import_records

from haidang.catalogue import api as catalogue
from haidang.platform import journal
from haidang.reform import api as reform
from haidang.reform.api import ProposedChange, Saving, SimplificationReview, Status
from world import PAUSE, procedure_records

CHANGE = ProposedChange("drop_document", "Giấy tờ tùy thân", "Đã có trong cơ sở dữ liệu dân cư")


def propose(hands, **values):
    return reform.propose_review(
        procedure_code=PAUSE,
        changes=values.pop("changes", [CHANGE]),
        reason=values.pop("reason", "Giảm giấy tờ cho người dân"),
        saving=values.pop("saving", None),
        actor=values.pop("actor", hands.manager),
        now=hands.world.now,
        key=values.pop("key", None) or hands.world.key(),
    )


def approved(hands, **values):
    review = propose(hands, **values).id
    common = {"review_id": review, "now": hands.world.now}
    reform.submit_review(actor=hands.manager, key=hands.world.key(), **common)
    reform.approve_review(
        decision=hands.decision(), effective_on=hands.world.now.date(), actor=hands.leader, key=hands.world.key(),
        **common,
    )  # fmt: skip
    return review


def link(hands, review, number):
    return reform.link_version(
        review_id=review, number=number, actor=hands.administrator, now=hands.world.now, key=hands.world.key()
    )


def without_second_document(now):
    record = next(iter(procedure_records()))
    record["facts"]["cases"][0]["documents"].pop()
    import_records(record, now=now)


def test_a_review_ends_in_a_version_and_shows_what_changed(world, hands):
    review = approved(hands)
    without_second_document(world.now)
    assert link(hands, review, 2).status is Status.PUBLISHED
    row = SimplificationReview.objects.get(pk=review)
    (found,) = reform.changes_since(row)
    assert (found.field, found.where, found.before, found.after) == (
        "documents", ("Cấp mới",), "Giấy tờ tùy thân", None
    )  # fmt: skip
    entries = journal.lines(row.stream)
    assert [entry.kind.rsplit(".", 1)[-1] for entry in entries] == ["propose", "submit", "approve", "publish"]
    assert journal.check(row.stream, entries, journal.Head(row.version, row.head_hash)) == []


def test_only_a_newer_version_can_have_come_of_it(world, hands):
    review = approved(hands)
    for number in (0, 1, 2):
        with pytest.raises(reform.Invalid, match="mới hơn"):
            link(hands, review, number)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"changes": []}, "changes"),
        ({"changes": [CHANGE] * 21}, "changes"),
        ({"changes": [ProposedChange("wish", "x")]}, "changes.0"),
        ({"changes": [CHANGE, ProposedChange("abolish", " ")]}, "changes.1"),
        ({"reason": ""}, "reason"),
        ({"saving": Saving(-1, "ước tính")}, "saving_vnd"),
        ({"saving": Saving(5_000_000, "")}, "saving_note"),
    ],
)
def test_what_is_not_whole_is_refused(hands, values, field):
    with pytest.raises(reform.Invalid) as refusal:
        propose(hands, **values)
    assert refusal.value.field == field
    assert SimplificationReview.objects.count() == 0


def test_a_review_is_refused_with_a_reason_and_ends_there(world, hands):
    review = propose(hands, saving=Saving(12_000_000, "200 hồ sơ × 60.000 đồng")).id
    reform.submit_review(review_id=review, actor=hands.manager, now=world.now, key=world.key())
    reform.refuse_review(
        review_id=review, decision=hands.decision(note="Chưa có căn cứ"), actor=hands.leader, now=world.now,
        key=world.key(),
    )  # fmt: skip
    assert SimplificationReview.objects.get(pk=review).status == Status.REFUSED
    with pytest.raises(reform.WrongStatus):
        link(hands, review, 2)


def test_rights_and_keys_are_those_of_plans(world, hands):
    with pytest.raises(reform.NotAllowed):
        propose(hands, actor=world.officer("specialist"))
    first = propose(hands, key="review-key-1")
    assert propose(hands, key="review-key-1").id == first.id
    reform.withdraw_review(review_id=first.id, reason="Trùng", actor=hands.manager, now=world.now, key=world.key())
    found, total = reform.reviews(limit=10, status="withdrawn")
    assert (total, [item.pk for item in found]) == (1, [first.id])


def test_differences_name_every_kind_of_change():
    content = catalogue.ProcedureContent
    offer, limit = catalogue.ChannelOffer, catalogue.TimeLimit
    document = catalogue.DocumentRequirement
    papers = document("d1", "Đơn", copies=1), document("d2", "Bản sao")
    before = content(
        code="1", name="Cũ", steps=("a", "b"),
        channels=(offer("online", time=limit(5, "working_day")), offer("postal")),
        cases=(catalogue.Case("c1", "Cấp mới", "partial", papers),),
    )  # fmt: skip
    renewed = catalogue.Case("c1", "Cấp mới", "full", (document("d1", "Đơn", copies=2),))
    after = content(
        code="1", name="Mới", steps=("a",),
        channels=(offer("online", time=limit(5, "working_day"), committed=limit(3, "working_day")),),
        cases=(renewed, catalogue.Case("c2", "Cấp lại")),
    )  # fmt: skip
    found = {(item.field, item.where): (item.before, item.after) for item in catalogue.differences(before, after)}
    assert found == {
        ("name", ()): ("Cũ", "Mới"),
        ("steps", ()): (["a", "b"], ["a"]),
        ("committed", ("online", "")): (None, limit(3, "working_day")),
        ("channels", ("postal", "")): ("–", None),
        ("service_level", ("Cấp mới",)): ("partial", "full"),
        ("copies", ("Cấp mới", "Đơn")): (["0", "1"], ["0", "2"]),
        ("documents", ("Cấp mới",)): ("Bản sao", None),
        ("cases", ()): (None, "Cấp lại"),
    }
    assert catalogue.differences(before, before) == []
