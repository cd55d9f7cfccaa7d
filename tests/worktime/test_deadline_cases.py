"""The named cases of cases.json, asked one by one and as a batch: both must give what the table says."""

import json
from pathlib import Path

import pytest

from haidang.worktime import cli

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))["cases"]
QUESTION = ("from", "term", "convention", "policy", "pauses")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case_asked_alone(case, capsys):
    arguments = ["--json", "--from", case["from"], f"--term={case['term']}"]
    for option in ("convention", "policy"):
        arguments += [f"--{option}", case[option]] if option in case else []
    for begin, end in case.get("pauses", []):
        arguments += ["--pause", f"{begin}/{end or ''}"]
    code = cli.main(arguments)
    out, err = capsys.readouterr()
    if "error" in case:
        assert code == 2
        assert case["error"] in err
        assert out == ""
        return
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["due"] == expected_due(case)
    assert answer["explanation"]
    if "left" in case:
        assert [answer["remaining"]["value"], answer["remaining"]["unit"]] == case["left"]


def test_all_cases_as_a_batch(tmp_path, capfdbinary):
    file = tmp_path / "cases.jsonl"
    lines = [{name: case[name] for name in QUESTION if name in case} for case in CASES]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert cli.main(["--batch", str(file)]) == 0
    answers = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert len(answers) == len(CASES)
    for case, answer in zip(CASES, answers, strict=True):
        if "error" in case:
            assert case["error"] in answer["error"], case["name"]
        else:
            assert answer["due"] == expected_due(case), case["name"]
        if "left" in case:
            assert list(answer["remaining"].values()) == case["left"], case["name"]


def expected_due(case):
    return f"{case['due']}:00+07:00" if "due" in case else None
