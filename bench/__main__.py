"""Runs the benches and prints one table (or, with --json, one list); each bench can be named to run alone."""

import argparse
import importlib
import json
import os
import sys
import tempfile
from typing import Any

from rich.console import Console
from rich.table import Table

BENCHES = ("board", "deadlines", "dossiers", "forecasts", "lake", "reports", "routing", "search")
COLUMNS = (("Work", "work"), ("Ours", "ours"), ("Peer or limit", "peer"), ("Ratio", "ratio"), ("Unit", "unit"))


def main() -> int:
    """Exit code 0 when every bench ran."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("benches", nargs="*", choices=[*BENCHES, []], default=[], help="which, by default all")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HAIDANG_HOME"] = folder
        found = [row for name in args.benches or BENCHES for row in importlib.import_module(f"bench.{name}").rows()]
    if args.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        Console().print(_table(found))
    return 0


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(*[title for title, _key in COLUMNS])
    for row in found:
        table.add_row(*[_shown(row[key]) for _title, key in COLUMNS])
    return table


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    sys.exit(main())
