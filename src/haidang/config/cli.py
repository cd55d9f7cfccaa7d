"""The command `haidang`: one entry to everything that the product does from a shell."""

import argparse
import os
import sys
from collections.abc import Sequence

import haidang


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; exit code 0 done, 1 found something wrong, 2 could not be done as asked."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["django"]:
        return _django(arguments[1:])
    parser = _parser(arguments[:1])
    args = parser.parse_args(arguments)
    try:
        return int(args.run(args))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has gone; what it wanted it has.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser(first: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="haidang", description="Hải Đăng: thủ tục hành chính của một tỉnh, từ nộp đến trả."
    )
    parser.add_argument("--version", action="version", version=f"haidang {haidang.__version__}")
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", required=True)
    _add_deadline(commands)
    _add_portal_simulator(commands)
    # These two neither need nor start Django, a home or a database.
    if first not in (["deadline"], ["simulate-portal"]):
        from haidang.config import commands as house

        house.add(commands)
    return parser


def _add_deadline(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from haidang.worktime import cli

    text = "tính hạn trả kết quả theo giờ làm việc, ngày nghỉ, ngày làm bù, tạm dừng"
    parser = commands.add_parser("deadline", help=text, description=text)
    cli.add_arguments(parser)
    parser.set_defaults(run=cli.run)


def _add_portal_simulator(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from haidang.portal_simulator import cli

    cli.add_arguments(commands)


def _django(arguments: list[str]) -> int:
    """Django's own management commands, for operators: `haidang django migrate`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haidang.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["haidang django", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
