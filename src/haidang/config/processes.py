"""Commands of the house that run beside another for as long as it does."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def beside(*arguments: str, patience: float = 10) -> Iterator[None]:
    """`haidang ARGUMENTS` in a process of its own while the block runs; killed if it has not ended by `patience` s."""
    process = subprocess.Popen([sys.executable, "-m", "haidang", *arguments])  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
