"""`haidang procedures import` and `search`: what they print, where, and how they end."""

import argparse
import json

import pytest
import shelf

from haidang.catalogue import cli

pytestmark = pytest.mark.django_db


@pytest.fixture
def command(capsys):
    """Runs a command line and answers with exit code, standard output and standard error."""

    def run(*words):
        parser = argparse.ArgumentParser()
        cli.add_arguments(parser.add_subparsers(required=True))
        args = parser.parse_args(["procedures", *map(str, words)])
        code = cli.run(args)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def odd_file(tmp_path):
    return shelf.write_lines(tmp_path / "a.jsonl", shelf.line(code=" 9.900001"), "hỏng", shelf.line("9.900002", "Khác"))


def test_json_ends_with_one_object_and_keeps_the_odd_ones_apart(command, odd_file):
    code, out, err = command("import", odd_file, "--json")
    assert code == 0
    assert json.loads(out.splitlines()[-1]) == {
        "read": 3,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
        "odd": 1,
    }
    assert len(out.splitlines()) == 1
    assert "dòng 1 · 9.900001 · mã thủ tục có khoảng trắng" in err
    assert "dòng 2 · – · dòng không phải JSON hợp lệ" in err
    code, out, _err = command("import", odd_file, "--json")
    assert json.loads(out)["unchanged"] == 2


def test_a_report_file_takes_the_odd_records(command, odd_file, tmp_path):
    _code, _out, err = command("import", odd_file, "--json", "--report", tmp_path / "báo cáo.jsonl")
    rows = [json.loads(line) for line in shelf.lines_of(tmp_path / "báo cáo.jsonl")]
    assert [(row["line"], row["rejected"]) for row in rows] == [(1, None), (2, "not_json")]
    assert "code_with_space" in rows[0]["odd"]
    assert err == ""


def test_a_report_that_cannot_be_written_stops_before_the_import(command, odd_file, tmp_path):
    code, out, err = command("import", odd_file, "--report", tmp_path / "không" / "có.jsonl")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert command("import", odd_file, "--json")[1].count('"created": 2') == 1


def test_people_read_a_table(command, odd_file):
    code, out, err = command("import", odd_file)
    assert code == 0
    assert "dòng 1 · 9.900001" in out
    assert "Đã đọc" in out
    assert "Thêm mới" in out
    assert err == ""


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_a_wrong_file_is_one_line_and_exit_code_2(extra, command, tmp_path):
    path = tmp_path / "thư.txt"
    path.write_text("Kính gửi")
    code, out, err = command("import", path, *extra)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "thư.txt" in err


def test_search_prints_the_list_in_rank_order(command):
    code, out, _err = command("search", "dang", "ky", "khai", "sinh", "--json", "--limit", "3")
    found = json.loads(out)
    assert code == 0
    assert found[0]["code"] == "1.001193"
    assert found[0]["name"] == "Thủ tục đăng ký khai sinh"
    assert len(found) == 3
    code, out, _err = command("search", "khai sinh")
    assert out.splitlines()[0].startswith("1.001193  Thủ tục đăng ký khai sinh")


def test_search_finds_what_is_not_offered_too(command, tmp_path):
    command("import", shelf.write_lines(tmp_path / "a.jsonl", shelf.line(name="Thủ tục nuôi rồng đất")))
    found = json.loads(command("search", "nuoi rong dat", "--json")[1])
    assert (found[0]["code"], found[0]["offered"]) == ("9.900001", False)


def test_search_without_an_answer_ends_with_1(command):
    assert command("search", "zzzzqqq", "--json")[:2] == (1, "[]\n")
    assert command("search", "zzzzqqq")[0] == 1


@pytest.mark.parametrize("limit", ["0", "-1", "x"])
def test_a_limit_is_a_positive_number(limit, command):
    with pytest.raises(SystemExit) as end:
        command("search", "a", "--limit", limit)
    assert end.value.code == 2
