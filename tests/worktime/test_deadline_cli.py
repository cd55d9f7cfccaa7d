"""`haidang deadline`: batches of any shape, files of any kind, and refusals that a script can trust."""

import gzip
import io
import json
import subprocess
import sys

import pytest

from haidang.worktime import api as worktime
from haidang.worktime import cli

GOOD = {"from": "2024-03-04T09:00", "term": "1 working_day"}


def batch(lines, capfdbinary, *more, file="-", monkeypatch=None):
    if monkeypatch is not None:
        data = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    code = cli.main(["--batch", str(file), *more])
    out, err = capfdbinary.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err.decode()


def test_a_malformed_line_is_answered_in_its_place(capfdbinary, monkeypatch):
    lines = [
        GOOD,
        b"{not json\n",
        b"\xff\xfe\n",
        b"\n",
        b"[1, 2]\n",
        {"term": "1 working_day"},
        {"from": 5, "term": "1 working_day"},
        GOOD | {"pauses": [["2024-03-05T09:00"]]},
        GOOD | {"pauses": [["2024-03-05T09:00", "soon"]]},
        GOOD | {"from": "2024-03-04T09:0x"},
        GOOD | {"policy": "perhaps"},
        GOOD | {"convention": None, "policy": None, "pauses": None},
    ]
    code, answers, _ = batch(lines, capfdbinary, monkeypatch=monkeypatch)
    assert code == 0
    assert [sorted(answer) for answer in answers] == [["due"], *[["error"]] * 10, ["due"]]
    assert "soon" in answers[8]["error"]
    assert "perhaps" in answers[10]["error"]


def test_every_way_to_write_a_moment_gives_the_same_answer(capfdbinary, monkeypatch):
    ways = (
        "2024-03-04T09:00",
        "2024-03-04 09:00",
        "2024-03-04T09:00:59",
        "2024-03-04T09:00:59.999",
        "2024-03-04T02:00Z",
        "2024-03-04T02:00:00Z",
        "2024-03-04T09:00+07:00",
        "2024-03-04T11:30:30+09:30",
        "2024-03-03T21:00:00-05:00",
        "2024-03-04T09:00:00+0700",
    )
    lines = [GOOD | {"from": way, "term": "1 working_hour"} for way in ways]
    _, answers, _ = batch(lines, capfdbinary, monkeypatch=monkeypatch)
    assert {answer["due"] for answer in answers} == {"2024-03-04T10:00:00+07:00"}


@pytest.mark.parametrize(
    "way",
    [
        "2024-02-30T09:00",
        "2024-13-01T09:00",
        "2024-00-01T09:00",
        "2024-03-04T24:00",
        "2024-03-04T09:60",
        "2024-03-04T09:00:60",
        "2024-03-04t09:00",
        "2024/03/04T09:00",
        "2024-03-04T09:00X",
        "2024-03-04T09:00*07:00",
        "２024-03-04T09:00",
        "0000-03-04T09:00",
        "now",
    ],
)
def test_what_is_not_a_moment_is_refused(way, capfdbinary, monkeypatch):
    _, answers, _ = batch([GOOD | {"from": way}], capfdbinary, monkeypatch=monkeypatch)
    assert way in answers[0]["error"]
    assert cli.main(["--from", way, "--term", "1 working_day"]) == 2


def test_a_row_with_more_pauses_than_the_arrays_are_wide_is_answered_too(capfdbinary, monkeypatch):
    many = [
        [f"2024-03-04T{9 + n // 60:02d}:{n % 60:02d}", f"2024-03-04T{9 + n // 60:02d}:{n % 60:02d}"] for n in range(99)
    ]
    lines = [GOOD | {"pauses": many}, GOOD | {"pauses": many[:1]}, GOOD]
    _, answers, _ = batch(lines, capfdbinary, monkeypatch=monkeypatch)
    assert [answer["due"] for answer in answers] == ["2024-03-05T17:00:00+07:00"] * 3


def test_gzip_plain_and_standard_input_are_read_alike(capfdbinary, monkeypatch, tmp_path):
    data = json.dumps(GOOD).encode() + b"\n"
    (tmp_path / "q.jsonl").write_bytes(data)
    (tmp_path / "q.jsonl.gz").write_bytes(gzip.compress(data))
    answers = [batch([], capfdbinary, file=tmp_path / name)[1] for name in ("q.jsonl", "q.jsonl.gz")]
    answers.append(batch([gzip.compress(data)], capfdbinary, monkeypatch=monkeypatch)[1])
    assert answers == [[{"due": "2024-03-05T17:00:00+07:00"}]] * 3
    (tmp_path / "empty.jsonl").write_bytes(b"")
    assert batch([], capfdbinary, file=tmp_path / "empty.jsonl") == (0, [], "")


def test_files_that_cannot_be_read_are_named_and_exit_2(capfdbinary, tmp_path):
    (tmp_path / "cut.gz").write_bytes(gzip.compress(json.dumps(GOOD).encode() * 1000)[:40])
    for name in ("missing.jsonl", "cut.gz", "."):
        code, _, error = batch([], capfdbinary, file=tmp_path / name)
        assert code == 2
        assert "Không đọc được tệp" in error
    for name in ("missing.json", "cut.gz"):
        assert cli.main(["--from", GOOD["from"], "--term", GOOD["term"], "--calendar", str(tmp_path / name)]) == 2
    assert "missing.json" in capfdbinary.readouterr().err.decode()


def test_another_calendar_and_english(capfdbinary, monkeypatch, tmp_path):
    calendar = json.loads(worktime.profile_calendar().to_json())
    calendar["weekly_shifts"]["sat"] = [["08:00", "11:00"]]
    (tmp_path / "c.json").write_text(json.dumps(calendar), encoding="utf-8")
    lines = [GOOD | {"from": "2024-03-08T09:00"}, GOOD | {"from": "2034-03-08T09:00"}]
    _, answers, _ = batch(
        lines, capfdbinary, "--calendar", str(tmp_path / "c.json"), "--lang", "en", monkeypatch=monkeypatch
    )
    assert answers[0] == {"due": "2024-03-09T11:00:00+07:00"}
    assert "outside the calendar" in answers[1]["error"]


def test_order_is_kept_over_many_chunks(capfdbinary, monkeypatch):
    lines = [GOOD | {"from": f"2024-03-{4 + n % 5:02d}T09:00", "term": f"{n % 3} working_day"} for n in range(400)]
    monkeypatch.setattr("haidang.worktime.batch._CHUNK", 64)
    _, answers, _ = batch(lines, capfdbinary, monkeypatch=monkeypatch)
    for line, answer in zip(lines[:15], answers[:15], strict=True):
        assert cli.main(["--json", "--from", line["from"], "--term", line["term"]]) == 0
        assert json.loads(capfdbinary.readouterr().out)["due"] == answer["due"]


def test_open_pauses_say_what_is_left(capfdbinary, monkeypatch):
    pauses = [["2024-03-05T09:00", None]]
    lines = [
        GOOD | {"term": term, "convention": convention, "policy": policy, "pauses": pauses}
        for term, convention, policy in (
            ("5 working_day", "civil", "pause"),
            ("2 working_day", "running", "pause"),
            ("1 month", "civil", "pause"),
            ("1 year", "civil", "restart"),
            ("2 working_day", "running", "restart"),
        )
    ]
    _, answers, _ = batch(lines, capfdbinary, monkeypatch=monkeypatch)
    assert [(a["due"], *a["remaining"].values()) for a in answers] == [
        (None, 4, "working_day"),
        (None, 450, "office_minute"),
        (None, 30, "calendar_day"),
        (None, 1, "year"),
        (None, 900, "office_minute"),
    ]


def test_missing_and_wrong_options_exit_2_in_the_readers_language(capsys):
    assert cli.main([]) == 2
    assert "--from" in capsys.readouterr().err
    assert (
        cli.main(["--from", GOOD["from"], "--term", GOOD["term"], "--pause", "2024-03-05T09:00", "--lang", "en"]) == 2
    )
    assert "START/END" in capsys.readouterr().err


def test_the_plain_answer_begins_with_the_due_moment(capsys):
    assert cli.main(["--from", "2025-12-31T09:00", "--term", "3 working_day"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-01-07T17:00:00+07:00"
    assert "Thứ Năm 01/01/2026 – thứ Sáu 02/01/2026: ngày nghỉ" in "\n".join(lines)


def test_the_command_starts_without_django_and_survives_a_closed_pipe(tmp_path):
    file = tmp_path / "q.jsonl"
    file.write_text((json.dumps(GOOD) + "\n") * 200_000, encoding="utf-8")
    code = (
        "import sys; from haidang.worktime import cli; code = cli.main(sys.argv[1:]); "
        "assert not [m for m in sys.modules if m.startswith('django')]; sys.exit(code)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "--batch", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline().startswith(b'{"due"')
        process.stdout.close()
        error = process.stderr.read()
        assert process.wait() == 0
    assert error == b""
