"""`haidang forecast evaluate FILE` from a shell."""

import json

import pytest
from logs import day

from haidang.config.cli import main


@pytest.fixture
def log_file(tmp_path):
    lines = ["Mã;Việc;Lúc;Hạn"]
    for number in range(40):
        lines += [
            f"{number};{what};{day(number + after)};{number % 4 + 1}" for what, after in (("a", 0), ("b", 1), ("c", 3))
        ]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(lines))
    return path


COLUMNS = ["--case", "Mã", "--activity", "Việc", "--timestamp", "Lúc"]


def test_json_has_exactly_the_agreed_keys(log_file, capsys):
    assert main(["forecast", "evaluate", str(log_file), *COLUMNS, "--deadline-attribute", "Hạn", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["n_train", "n_test", "model", "baselines"]
    assert list(found["baselines"]) == ["prior_rate", "activity_mean", "gradient_boosting"]
    for scores in (found["model"], *found["baselines"].values()):
        assert list(scores) == ["mae_days", "brier", "auc"]
    assert (found["n_test"], found["n_train"]) == (8, 29)


def test_an_area_that_cannot_be_told_is_null_with_a_reason(log_file, capsys):
    assert main(["forecast", "evaluate", str(log_file), *COLUMNS, "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["model"]["auc"] is None
    assert "AUC" in err


def test_a_bad_file_is_one_line_and_exit_code_2(tmp_path, capsys):
    path = tmp_path / "log.xes"
    path.write_text("<log><trace></log>")
    assert main(["forecast", "evaluate", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("haidang: Dòng 1")
    assert err.count("\n") == 1
