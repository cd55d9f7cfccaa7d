"""Several processes on one database: one success and one clear message; one key, one dossier; no code twice."""

import json

import pytest


def filed(house):
    (line,) = house.together("submit", ("first-filing-1",))
    return line["code"]


def is_clean(house):
    exit_code, audit = house.audit()
    return (exit_code, audit["faults"]) == (0, [])


@pytest.mark.parametrize(("one", "other"), [("accept", "reject"), ("request_supplement", "accept")])
def test_two_officers_open_the_same_page_and_act(house, one, other):
    code = filed(house)
    answers = house.together("act", (one, code, "key-of-one", 1), (other, code, "key-of-other", 1))
    lost = [answer for answer in answers if "refused" in answer]
    assert [answer["version"] for answer in answers if "version" in answer] == [2], answers
    assert [answer["refused"] for answer in lost] == ["Conflict"], answers
    assert "người khác cập nhật" in lost[0]["message"]
    assert is_clean(house)


def test_two_officers_act_without_saying_what_they_saw(house):
    code = filed(house)
    answers = house.together("act", ("accept", code, "key-of-one", 0), ("accept", code, "key-of-two", 0))
    assert sorted(answer.get("refused", "done") for answer in answers) == ["WrongState", "done"]
    assert "Được tiếp nhận" in next(answer["message"] for answer in answers if "message" in answer)


def test_two_officers_claim_the_same_step(house):
    code = filed(house)
    house.together("act", ("accept", code, "key-of-receipt", 1))
    claims = [("claim", code, f"key-of-{name}", 2, name) for name in ("specialist.h06.03", "specialist2")]
    answers = house.together("act", *claims)
    assert sorted(answer.get("refused", "done") for answer in answers) == ["Conflict", "done"], answers
    assert "đã có người nhận" in next(answer["message"] for answer in answers if "message" in answer)
    assert is_clean(house)


def test_one_button_pressed_twice(house):
    code = filed(house)
    answers = house.together("act", ("accept", code, "key-of-one", 1), ("accept", code, "key-of-one", 1))
    assert [answer["version"] for answer in answers] == [2, 2]
    assert sorted(answer["replayed"] for answer in answers) == [False, True]
    assert is_clean(house)


def test_one_key_for_two_dossiers_at_once(house):
    one = filed(house)
    (line,) = house.together("submit", ("second-filing",))
    answers = house.together("act", ("accept", one, "the-same-key", 0), ("accept", line["code"], "the-same-key", 0))
    assert sorted(answer.get("refused", "done") for answer in answers) == ["KeyReused", "done"]
    assert is_clean(house)


def test_one_filing_sent_four_times_at_once(house):
    answers = house.together("submit", *[("the-same-key",)] * 4)
    assert len({answer["code"] for answer in answers}) == 1
    assert sorted(answer["replayed"] for answer in answers) == [False, True, True, True]
    audit, *rows = house.drive("report")
    assert [row["code"] for row in rows] == [answers[0]["code"]]
    assert audit["faults"] == []


def test_codes_given_out_by_several_processes_are_all_different_and_without_gaps(house):
    count, workers = 12, 4
    running = [house.start("file", number, count) for number in range(workers)]
    codes = []
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        codes += [line["code"] for line in map(json.loads, out.splitlines()) if "code" in line]
    assert sorted(codes) == [f"000.00.03.H06-241104-{ordinal:04d}" for ordinal in range(1, count * workers + 1)]
    assert is_clean(house)


def test_papers_issued_by_several_processes_are_numbered_without_gaps(house):
    codes = [house.together("submit", (f"filing-{number}",))[0]["code"] for number in range(4)]
    answers = house.together("act", *[("accept", code, f"accept-{code}", 1) for code in codes])
    assert [answer["version"] for answer in answers] == [2] * 4
    numbers = [paper for line in house.drive("papers") for paper in line["papers"]]
    assert sorted(numbers) == [f"receipt {number}/2024/TNHS" for number in range(1, 5)]
    assert is_clean(house)


def test_an_apology_is_sent_once_however_often_the_button_is_pressed(house):
    code = filed(house)
    house.together("act", ("accept", code, "accept-key", 1))
    answers = house.together("act", ("reappoint", code, "key-of-one", 0), ("reappoint", code, "key-of-two", 0))
    assert sorted(answer.get("refused", "done") for answer in answers) == ["WrongState", "done"]
    assert "đã được hẹn lại một lần" in next(answer["message"] for answer in answers if "message" in answer)
    assert [line["papers"] for line in house.drive("papers")] == [["receipt 1/2024/TNHS", "apology 1/2024/PXL"]]
    assert is_clean(house)


def test_receipt_numbers_given_out_by_several_processes_are_all_different_and_without_gaps(house):
    count, workers = 6, 4
    running = [house.start("collect", number, count) for number in range(workers)]
    numbers = []
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        numbers += [line["number"] for line in map(json.loads, out.splitlines()) if "number" in line]
    assert sorted(numbers) == list(range(1, count * workers + 1))
    assert is_clean(house)


def test_a_fee_paid_at_two_counters_at_once_is_one_receipt(house):
    code = filed(house)
    for command in ("accept", "complete_step", "request_payment"):
        (answer,) = house.together("act", (command, code, f"key-of-{command}", 0))
        assert "version" in answer, answer
    answers = house.together("act", *[("record_payment", code, f"key-of-{one}", 0) for one in ("one", "two")])
    assert sorted(answer.get("refused", "done") for answer in answers) == ["WrongState", "done"]
    assert is_clean(house)
