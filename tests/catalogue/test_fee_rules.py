"""Fee rules of the province: a source of their own on top of the nation's, published as versions."""

import msgspec
import pytest
import shelf
from shelf import NOW

from haidang.catalogue import api as catalogue
from haidang.catalogue.content import ProcedureContent, to_plain
from haidang.catalogue.models import ProcedureVersion, SourceRecord
from haidang.platform.canonical import canonical
from haidang.platform.idempotency import KeyReused

CODE = "9.900001"
FEE = catalogue.FeeRule(key="le-phi", name="Lệ phí", type="charge", amount_vnd=30_000)
COPY = catalogue.FeeRule(key="ban-sao", name="Bản sao", amount_vnd=8_000, per="bản", channels=("direct",))
POOR = catalogue.Exemption(key="ngheo", name="Hộ nghèo", percent=100, ground="Điều 4", fees=("le-phi",))
RULES = catalogue.FeeRules(decision="NQ 01/2024", reason="Quy định mới", fees=(FEE, COPY), exemptions=(POOR,))


def method(channel, *fees):
    return {
        "channel": channel,
        "time": 5,
        "unit": "WORKING_DAY",
        "fees": [{"type": "FEE", "value": fee} for fee in fees],
    }


LINE = shelf.line(methods=[method("ONLINE", 50_000), method("DIRECT", 50_000, 60_000)])


@pytest.fixture
def published(imported):
    imported(LINE)
    return lambda: catalogue.published(CODE, on=NOW.date())


@pytest.fixture
def publish(world, published):
    def run(rules=RULES, **changes):
        values = {
            "code": CODE, "rules": rules, "actor": world.administrator, "expected_number": published().number,
            "now": NOW, "key": world.key(),
        }  # fmt: skip
        return catalogue.publish_fee_rules(**values | changes)

    return run


def fees_of(found):
    return {offer.channel: [(fee.key, fee.amount_vnd) for fee in offer.fees] for offer in found.content.channels}


def test_fields_that_are_new_leave_the_spelling_of_a_content_as_it_was():
    offer = catalogue.ChannelOffer("direct", fees=(catalogue.Fee(amount_vnd=1),))
    plain = to_plain(ProcedureContent("1", "x", channels=(offer,)))
    assert canonical(plain["channels"]) == '[{"channel":"direct","fees":[{"amount_vnd":1}]}]'
    assert not {"exemptions", "payment_pauses", "payment_ground", "fee_decision"} & set(plain)


def test_rules_replace_the_fees_of_the_nation_in_every_channel(publish):
    after = publish()
    assert after.number == 2
    assert fees_of(after) == {"online": [("le-phi", 30_000)], "direct": [("le-phi", 30_000), ("ban-sao", 8_000)]}
    assert (after.content.exemptions, after.content.fee_decision) == ((POOR,), "NQ 01/2024")
    assert not after.content.payment_pauses


def test_importing_the_nation_again_does_not_lose_them(imported, publish, published):
    publish()
    report = imported(LINE)
    assert (report.unchanged, published().number) == (1, 2)
    report = imported(LINE | {"name": "Tên mới", "methods": [method("DIRECT", 99_000)]})
    after = published()
    assert (report.updated, after.number, after.name) == (1, 3, "Tên mới")
    assert fees_of(after) == {"direct": [("le-phi", 30_000), ("ban-sao", 8_000)]}
    assert after.content.exemptions == (POOR,)


def test_every_decision_stays_on_record_with_who_published_it(world, publish):
    publish()
    publish(msgspec.structs.replace(RULES, decision="NQ 02/2024", fees=(FEE,), exemptions=()))
    record = SourceRecord.objects.get(procedure__code=CODE, kind="local_fees")
    assert "NQ 02/2024" in record.original
    assert "NQ 01/2024" in record.superseded[0]
    assert f'"published_by": "{world.administrator.reference}"' in record.original


def test_rules_begin_from_what_is_in_force(published, publish):
    rules = catalogue.rules_of(published().content)
    assert [(fee.key, fee.amount_vnd, fee.channels) for fee in rules.fees] == [
        ("k1", 50_000, ()), ("k2", 60_000, ("direct",)),
    ]  # fmt: skip
    publish()
    again = catalogue.rules_of(published().content)
    assert (again.fees, again.exemptions) == (RULES.fees, RULES.exemptions)


def test_the_same_order_twice_is_one_version(world, published, publish):
    first = publish(key="fee-order-1")
    again = publish(key="fee-order-1", expected_number=1)
    assert (first.version_id, again.version_id) == (again.version_id, published().version_id)
    with pytest.raises(KeyReused):
        publish(msgspec.structs.replace(RULES, reason="Khác"), key="fee-order-1", expected_number=1)


def test_somebody_else_was_faster_or_nothing_is_new(publish):
    publish()
    with pytest.raises(catalogue.FeeRulesRefused, match="vừa công bố"):
        publish(expected_number=1)
    with pytest.raises(catalogue.FeeRulesRefused, match="không khác"):
        publish()


def test_only_the_provinces_administrator_publishes(world, publish):
    local = world.officer("administrator", "H06.03")
    for user in (local, world.leader, world.citizen, world.officer("reception")):
        with pytest.raises(catalogue.FeeRulesRefused, match="không có quyền"):
            publish(actor=user)
    assert ProcedureVersion.objects.filter(procedure__code=CODE).count() == 1


def fee(**changes):
    return {"fees": (msgspec.structs.replace(FEE, **changes),), "exemptions": ()}


def exemption(**changes):
    return {"exemptions": (msgspec.structs.replace(POOR, **changes),)}


WRONG = {
    "no decision": ({"decision": " "}, "decision"),
    "no reason": ({"reason": ""}, "reason"),
    "a pause without a provision": ({"payment_pauses": True}, "payment_ground"),
    "two fees with one key": ({"fees": (FEE, FEE)}, "fees"),
    "no name": (fee(name=" "), "fees.0"),
    "a strange key": (fee(key="Lệ phí"), "fees.0"),
    "a strange kind": (fee(type="tax"), "fees.0"),
    "no amount and no words": (fee(amount_vnd=None), "fees.0"),
    "a negative amount": (fee(amount_vnd=-1), "fees.0"),
    "an amount beyond measure": (fee(amount_vnd=10**12 + 1), "fees.0"),
    "an unknown case": (fee(case="khac"), "fees.0"),
    "an unknown channel": (fee(channels=("postal",)), "fees.0"),
    "no ground": (exemption(ground=""), "exemptions.0"),
    "nobody": (exemption(name=""), "exemptions.0"),
    "nothing off": (exemption(percent=0), "exemptions.0"),
    "more than all": (exemption(percent=101), "exemptions.0"),
    "an unknown fee": (exemption(fees=("khac",)), "exemptions.0"),
    "too many": ({"exemptions": tuple(msgspec.structs.replace(POOR, key=f"m{n}") for n in range(31))}, "fees"),
}


@pytest.mark.parametrize("name", WRONG)
def test_rules_that_are_not_whole_are_refused(publish, published, name):
    changes, field = WRONG[name]
    with pytest.raises(catalogue.FeeRulesRefused) as refusal:
        publish(msgspec.structs.replace(RULES, **changes))
    assert refusal.value.field == field
    assert published().number == 1


def test_a_file_may_carry_rules_and_a_broken_one_is_reported(imported, published):
    report = imported({"code": CODE, "fee_rules": msgspec.to_builtins(RULES)})
    assert (report.updated, published().content.exemptions) == (1, (POOR,))
    report = imported({"code": CODE, "fee_rules": {"decision": 5}})
    assert (report.rejected, report.details[0].rejected) == (1, "bad_fee_rules")


def test_the_fees_of_a_dossier(published, publish):
    content = published().content
    keys = [(fee.key, fee.amount_vnd) for fee in catalogue.fees_for(content, case_key="c1", channel="direct")]
    assert keys == [("f1", 50_000), ("f2", 60_000)]
    assert [fee.key for fee in catalogue.fees_for(content, case_key="c1", channel="postal")] == ["f1", "f2"]
    case = content.cases[0].key
    limited = publish(msgspec.structs.replace(RULES, fees=(FEE, msgspec.structs.replace(COPY, case=case)))).content
    assert len(catalogue.fees_for(limited, case_key=case, channel="direct")) == 2
    assert [fee.key for fee in catalogue.fees_for(limited, case_key="khac", channel="direct")] == ["le-phi"]


@pytest.mark.parametrize(
    "note", ["", "Không", "không có.", "Không quy định", "Chưa quy định", "0", "(Không)", "Miễn phí"]
)
def test_an_entry_by_which_nothing_is_to_be_paid_is_no_fee(imported, note):
    entry = {"channel": "DIRECT", "fees": [{"type": "FEE", "value": 0, "note": note}]}
    imported(shelf.line(methods=[entry]))
    content = catalogue.published(CODE, on=NOW.date()).content
    assert len(content.channels[0].fees) == 1
    assert catalogue.fees_for(content, case_key="c1", channel="direct") == []
    assert catalogue.rules_of(content).fees == ()


def test_words_that_say_how_much_are_a_fee(imported):
    note = "Không thu với trẻ em; mức khác theo nghị quyết của HĐND tỉnh"
    imported(shelf.line(methods=[{"channel": "DIRECT", "fees": [{"type": "FEE", "value": 0, "note": note}]}]))
    content = catalogue.published(CODE, on=NOW.date()).content
    assert [fee.note for fee in catalogue.fees_for(content, case_key="c1", channel="direct")] == [note]
