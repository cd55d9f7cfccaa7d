"""Processes that run beside the site."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def beside(arguments: Sequence[str], *, patience: float) -> Iterator[None]:
    """`haidang` with these arguments for as long as the block runs; then it has `patience` seconds to finish."""
    process = subprocess.Popen([sys.executable, "-m", "haidang", *arguments])  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
