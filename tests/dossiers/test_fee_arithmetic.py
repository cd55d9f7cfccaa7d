"""What is to be paid, as a table of cases and against a slow oracle in fractions."""

import json
from dataclasses import asdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.dossiers.api import Command, Entered, Money, Relief, State, Tariff
from haidang.dossiers.fees import MAX_QUANTITY, MAX_VND, MONEY_ACTS, Unacceptable, allows, money, quote

LICENCE = Tariff("le-phi", "Lệ phí", 50_000, kind="charge")
COPY = Tariff("ban-sao", "Bản sao", 8_000, per="bản")
REVIEW = Tariff("tham-dinh", "Thẩm định", None, note="Theo tổng vốn đầu tư")
ONLY_NEW = Tariff("cap-moi", "Cấp mới", 30_000, case="c1")
ONLY_ONLINE = Tariff("truc-tuyen", "Trực tuyến", 20_000, channels=("online",))
POOR = Relief("ngheo", "Hộ nghèo", 100, "Điều 4")
HALF = Relief("nua", "Giảm một nửa", 50, "Điều 5")
THIRD = Relief("ba", "Giảm 33%", 33, "Điều 6", ("le-phi",))
ALL = (LICENCE, COPY, REVIEW, ONLY_NEW, ONLY_ONLINE)
RELIEFS = (POOR, HALF, THIRD)


def found(*fees, case="c1", channel="online", quantities=None, claimed=(), entered=None):
    return quote(
        fees or ALL, RELIEFS, case=case, channel=channel, quantities=quantities or {}, claimed=claimed, entered=entered
    )


CASES = {
    "paid once": ({"fees": (LICENCE,)}, 50_000),
    "left out": ({"fees": (LICENCE,), "quantities": {"le-phi": 0}}, 0),
    "by the copy": ({"fees": (COPY,), "quantities": {"ban-sao": 3}}, 24_000),
    "no copies": ({"fees": (COPY, LICENCE), "quantities": {"ban-sao": 0}}, 50_000),
    "amount entered": ({"fees": (REVIEW,), "entered": {"tham-dinh": Entered(17_500_000_000, "0,1 %")}}, 17_500_000_000),
    "of its case": ({"fees": (LICENCE, ONLY_NEW)}, 80_000),
    "of another case": ({"fees": (LICENCE, ONLY_NEW), "case": "c2"}, 50_000),
    "of its channel": ({"fees": (LICENCE, ONLY_ONLINE)}, 70_000),
    "of another channel": ({"fees": (LICENCE, ONLY_ONLINE), "channel": "direct"}, 50_000),
    "exempt": ({"fees": (LICENCE,), "claimed": ["ngheo"]}, 0),
    "half": ({"fees": (LICENCE,), "claimed": ["nua"]}, 25_000),
    "the largest, not the sum": ({"fees": (LICENCE,), "claimed": ["ba", "nua"]}, 25_000),
    "only its fees": ({"fees": (LICENCE, COPY), "quantities": {"ban-sao": 1}, "claimed": ["ba"]}, 33_500 + 8_000),
    "rounded down": ({"fees": (Tariff("le-phi", "x", 101),), "claimed": ["ba"]}, 67),
    "half of an odd đồng": ({"fees": (Tariff("x", "x", 1),), "claimed": ["nua"]}, 0),
    "most of all": ({"fees": (Tariff("x", "x", MAX_VND),)}, MAX_VND),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_to_be_paid(name):
    values, total = CASES[name]
    values = dict(values)
    result = found(*values.pop("fees"), **values)
    assert (result.total_vnd, result.open_items) == (total, ())
    assert sum(line.total_vnd for line in result.lines) == total


OPEN = {
    "quantity": (COPY, {}),
    "amount": (REVIEW, {}),
    "reason": (REVIEW, {"tham-dinh": Entered(1_000, "  ")}),
}


@pytest.mark.parametrize("missing", OPEN)
def test_what_is_missing_is_named_and_not_counted(missing):
    fee, entered = OPEN[missing]
    result = found(LICENCE, fee, entered=entered)
    assert [(item.key, item.missing) for item in result.open_items] == [(fee.key, missing)]
    assert result.total_vnd == 50_000


WRONG = {
    "unknown-fee": {"quantities": {"khac": 1}},
    "unknown-exemption": {"claimed": ["khac"]},
    "quantity": {"quantities": {"ban-sao": -1}},
    "amount-is-fixed": {"entered": {"le-phi": Entered(1, "x")}},
    "amount": {"entered": {"tham-dinh": Entered(-1, "x")}},
    "too-much": {
        "entered": {"tham-dinh": Entered(MAX_VND, "x")}, "quantities": {"ban-sao": MAX_QUANTITY}
    },
}  # fmt: skip


@pytest.mark.parametrize("problem", WRONG)
def test_what_cannot_be_is_refused(problem):
    with pytest.raises(Unacceptable) as error:
        found(**WRONG[problem])
    assert error.value.problem == problem


@pytest.mark.parametrize(
    "values",
    [
        {"quantities": {"le-phi": 2}},
        {"quantities": {"ban-sao": MAX_QUANTITY + 1}},
        {"entered": {"tham-dinh": Entered(MAX_VND + 1, "x")}},
        {"quantities": {"cap-moi": 1}, "case": "c2"},
        {"quantities": {"truc-tuyen": 0}, "channel": "postal"},
    ],
)
def test_limits(values):
    with pytest.raises(Unacceptable):
        found(**values)


amounts = st.integers(0, 10**9)
tariffs = st.lists(
    st.builds(
        Tariff,
        key=st.sampled_from("abcdef"),
        name=st.just("x"),
        amount_vnd=st.one_of(st.none(), amounts),
        case=st.sampled_from(["", "c1", "c2"]),
        channels=st.sampled_from([(), ("online",), ("direct", "postal")]),
        per=st.sampled_from(["", "bản"]),
    ),
    unique_by=lambda tariff: tariff.key,
    max_size=6,
)
reliefs = st.lists(
    st.builds(
        Relief,
        key=st.sampled_from("rstu"),
        name=st.just("x"),
        percent=st.integers(0, 100),
        ground=st.just("Điều 1"),
        fees=st.lists(st.sampled_from("abcdef"), max_size=3).map(tuple),
    ),
    unique_by=lambda relief: relief.key,
    max_size=4,
)


def oracle(fees, exemptions, *, case, channel, quantities, claimed, entered):
    """The total in fractions, fee by fee and exemption by exemption, and how many fees are not whole."""
    total, missing = 0, 0
    for fee in fees:
        if fee.case and fee.case != case:
            continue
        if fee.channels and channel not in fee.channels:
            continue
        quantity = quantities.get(fee.key, None if fee.per else 1)
        amount = fee.amount_vnd
        if amount is None and fee.key in entered:
            amount = entered[fee.key].amount_vnd
        if quantity == 0:
            continue
        if quantity is None or amount is None:
            missing += 1
            continue
        rest = Fraction(amount) * quantity
        percents = [
            exemption.percent
            for exemption in exemptions
            if exemption.key in claimed and (exemption.fees == () or fee.key in exemption.fees)
        ]
        choices = [rest - rest * Fraction(percent, 100) for percent in [0, *percents]]
        cheapest = min(choices)
        total += cheapest.numerator // cheapest.denominator
    return total, missing


@given(
    fees=tariffs,
    exemptions=reliefs,
    case=st.sampled_from(["c1", "c2"]),
    channel=st.sampled_from(["online", "direct", "postal"]),
    data=st.data(),
)
def test_the_sum_is_the_oracles(fees, exemptions, case, channel, data):
    due = [fee for fee in fees if fee.case in ("", case) and (not fee.channels or channel in fee.channels)]
    named = data.draw(st.lists(st.sampled_from(due), unique=True)) if due else []
    quantities = {fee.key: data.draw(st.integers(0, 1_000 if fee.per else 1)) for fee in named}
    open_fees = [fee for fee in due if fee.amount_vnd is None]
    filled = data.draw(st.lists(st.sampled_from(open_fees), unique=True)) if open_fees else []
    entered = {fee.key: Entered(data.draw(amounts), "bảng tính") for fee in filled}
    keys = [exemption.key for exemption in exemptions]
    claimed = data.draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
    values = {"case": case, "channel": channel, "quantities": quantities, "claimed": claimed, "entered": entered}
    result = quote(fees, exemptions, **values)
    assert (result.total_vnd, len(result.open_items)) == oracle(fees, exemptions, **values)
    for line in result.lines:
        assert 0 <= line.total_vnd <= line.unit_vnd * line.quantity
        assert all(isinstance(value, int) for value in (line.total_vnd, line.unit_vnd, line.quantity))
    assert json.loads(json.dumps([asdict(line) for line in result.lines])) == [asdict(line) for line in result.lines]


def test_how_a_dossier_stands_with_its_fees():
    assert money([]) is Money.NONE
    assert money(["cancelled"]) is Money.NONE
    assert money(["paid", "cancelled"]) is Money.PAID
    assert money(["waived", "paid"]) is Money.PAID
    assert money(["waived"]) is Money.WAIVED
    assert money(["paid", "requested"]) is Money.REQUESTED


def test_where_nothing_is_charged_nothing_about_money_is_possible():
    for state in State:
        possible = {
            command
            for command in MONEY_ACTS
            if allows(command, state=state, standing=Money.NONE, is_charged=False, is_receipted=False)
        }
        # A dossier that an older rule brought to state 6 is led out of it, and that is all.
        assert possible == ({Command.RETRACT_FEE} if state is State.PAYMENT else set())
