"""`haidang deadline`: one due moment explained line by line, or a file of questions answered at array speed."""

import argparse
import gzip
import io
import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast

from haidang.worktime.batch import answer_lines
from haidang.worktime.calendar import Calendar
from haidang.worktime.clock import Reckoning, reckon
from haidang.worktime.defaults import profile_calendar
from haidang.worktime.errors import CalendarError, Language, MomentError, PauseError, WorktimeError
from haidang.worktime.explain import explain_reckoning
from haidang.worktime.moments import read_moment
from haidang.worktime.pauses import Pause, PausePolicy
from haidang.worktime.terms import Convention, Term

_BAD_INPUT = 2
_GZIP = b"\x1f\x8b"
_EPILOG = """\
Ví dụ:
  haidang deadline --from 2024-04-26T16:30 --term "5 working_day"
  haidang deadline --from 2024-04-26T16:30 --term "24 working_hour" --pause 2024-05-02T09:00/2024-05-03T10:00
  haidang deadline --batch ho-so.jsonl.gz > han-tra.jsonl

Thời điểm viết theo ISO 8601; không có độ lệch múi giờ thì là giờ địa phương. Giây được cắt về phút."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = "Tính hạn trả theo lịch làm việc và giải thích từng bước."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("--from", dest="start", metavar="THỜI-ĐIỂM", help="lúc nhận hồ sơ, ví dụ 2024-04-26T16:30")
    add("--term", metavar="THỜI-HẠN", help="số và đơn vị: working_day, working_hour, calendar_day, month, year")
    add("--convention", metavar="civil|running", help="theo ngày của Bộ luật Dân sự (mặc định), hoặc theo giờ chạy")
    add("--policy", metavar="pause|restart|none", help="tạm dừng làm gì: dừng (mặc định), tính lại từ đầu, không dừng")
    add(
        "--pause",
        dest="pauses",
        metavar="TỪ/ĐẾN",
        action="append",
        default=[],
        help="một lần tạm dừng; bỏ trống ĐẾN nếu chưa tiếp tục; dùng được nhiều lần",
    )
    add("--calendar", metavar="TỆP", help="lịch làm việc dạng JSON (mặc định: lịch của hồ sơ tỉnh)")
    add("--batch", metavar="TỆP", help="tệp câu hỏi JSON từng dòng (.gz cũng được; - là đầu vào chuẩn)")
    add("--json", action="store_true", help="in một đối tượng JSON")
    add("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ của lời giải thích và lỗi")


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when answered, 2 when the input cannot be used (the reason is on standard error)."""
    language = cast(Language, args.lang)
    try:
        calendar = _calendar(args.calendar)
        if args.batch is not None:
            return _batch(calendar, args.batch, language=language)
        return _single(calendar, args, language=language)
    except WorktimeError as error:
        print(error.text(language), file=sys.stderr)
        return _BAD_INPUT
    except BrokenPipeError:
        # The reader has seen enough (`| head`); the interpreter must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _calendar(path: str | None) -> Calendar:
    if path is None:
        return profile_calendar()
    try:
        return Calendar.from_json(Path(path).read_bytes())
    except OSError as error:
        raise CalendarError(
            f"Không đọc được lịch {path}: {error.strerror}.", f"Cannot read the calendar {path}: {error.strerror}."
        ) from error


def _single(calendar: Calendar, args: argparse.Namespace, *, language: Language) -> int:
    if args.start is None or args.term is None:
        raise MomentError(
            "Cần --from và --term (hoặc --batch); xem --help.", "--from and --term (or --batch) are needed; see --help."
        )
    state = reckon(
        calendar,
        read_moment(args.start, zone=calendar.zone),
        term=Term.parse(args.term),
        convention=Convention.named(args.convention),
        policy=PausePolicy.named(args.policy),
        pauses=[_pause(calendar, text) for text in args.pauses],
    )
    lines = [said.text(language) for said in explain_reckoning(state)]
    if args.json:
        print(json.dumps(_form(state, lines), ensure_ascii=False, indent=2))
    else:
        print(_iso(state, state.due) or {"vi": "Chưa có hạn trả", "en": "No due moment"}[language])
        print("".join(f"  {line}\n" for line in lines), end="")
    return 0


def _pause(calendar: Calendar, text: str) -> Pause:
    since, slash, until = text.partition("/")
    if not slash:
        raise PauseError(
            f"--pause: “{text}” phải có dạng TỪ/ĐẾN (TỪ/ nếu chưa tiếp tục).",
            f"--pause: “{text}” must be START/END (START/ while it is open).",
        )
    zone = calendar.zone
    return Pause(read_moment(since, zone=zone), read_moment(until, zone=zone) if until else None)


def _iso(state: Reckoning, minute: int | None) -> str | None:
    return None if minute is None else state.calendar.moment(minute).isoformat()


def _form(state: Reckoning, lines: Sequence[str]) -> dict[str, object]:
    left = state.left
    return {
        "due": _iso(state, state.due),
        "convention": state.convention.value,
        "policy": state.policy.value,
        "term": str(state.term),
        "from": _iso(state, state.start),
        "effective_from": _iso(state, state.effective),
        "remaining": None if left is None else {"value": left.value, "unit": left.unit.value},
        "explanation": list(lines),
    }


def _batch(calendar: Calendar, path: str, *, language: Language) -> int:
    sys.stdout.flush()
    done = 0
    is_watched = sys.stderr.isatty()
    with _opened(path) as lines:
        for answers in answer_lines(calendar, lines, language=language):
            sys.stdout.buffer.write("\n".join(answers).encode() + b"\n")
            done += len(answers)
            if is_watched:
                print(f"\r{done:,}", end="", file=sys.stderr, flush=True)
    sys.stdout.buffer.flush()
    if is_watched:
        print(file=sys.stderr)
    return 0


@contextmanager
def _opened(path: str) -> Iterator[Iterable[bytes]]:
    """The lines of a file or of standard input, unpacked when it is gzip, whatever its name."""
    try:
        with ExitStack() as open_files:
            source = sys.stdin.buffer if path == "-" else open_files.enter_context(Path(path).open("rb"))
            buffered = cast(io.BufferedReader, source)
            is_packed = buffered.peek(2)[:2] == _GZIP
            yield open_files.enter_context(gzip.GzipFile(fileobj=buffered)) if is_packed else buffered
    except BrokenPipeError:
        raise
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MomentError(f"Không đọc được tệp {path}: {reason}.", f"Cannot read the file {path}: {reason}.") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command by itself, outside `haidang`."""
    parser = argparse.ArgumentParser(prog="haidang deadline")
    add_arguments(parser)
    return run(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
