"""Opens the file of an event log: XES or CSV, plain or gzipped, told by its name."""

import gzip
import io
import zlib
from pathlib import Path
from typing import IO

import numpy as np

from haidang.insight import csv_log, xes
from haidang.insight.columns import Columns
from haidang.insight.errors import LogRefused
from haidang.insight.log import Case, EventLog, build

MOST_BYTES = 4 * 1024**3
"""Unpacked; a bomb of a few kilobytes must not fill the memory."""


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than MOST_BYTES."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        block = self._stream.read(len(buffer))
        self._left -= len(block)
        if self._left < 0:
            raise LogRefused("Tệp giải nén quá lớn. Hãy chia nhỏ.", "The file unpacks to too much. Divide it.")
        buffer[: len(block)] = block
        return len(block)


def read(path: Path, *, columns: Columns | None = None) -> EventLog:
    """The event log in a file. Raises LogRefused with what is wrong and what to do."""
    columns = columns or Columns()
    kind = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    if kind not in {"xes", "csv"}:
        raise LogRefused(
            f"“{path.name}”: chỉ đọc được tệp .xes, .xes.gz, .csv, .csv.gz.",
            f"“{path.name}”: only .xes, .xes.gz, .csv, .csv.gz can be read.",
        )
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            bounded = io.BufferedReader(_Bounded(stream))  # type: ignore[arg-type]
            log = build(xes.cases(bounded, columns=columns) if kind == "xes" else _csv(bounded, columns))
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        raise LogRefused(
            f"“{path.name}”: không đọc được ({why}). Hãy kiểm tra đường dẫn và tệp nén.",
            f"“{path.name}”: cannot be read ({why}). Check the path and the archive.",
        ) from error
    if not log.cases:
        raise LogRefused(
            f"“{path.name}”: không có sự kiện nào. Hãy kiểm tra lại tệp.", f"“{path.name}” holds no events."
        )
    if columns.deadline and np.isnan(log.due).all():
        raise LogRefused(
            f"“{path.name}”: không vụ việc nào có thuộc tính hạn “{columns.deadline}”. Hãy kiểm tra tên, "
            "hoặc bỏ --deadline-attribute.",
            f"“{path.name}”: no case has the deadline “{columns.deadline}”. Check its name.",
        )
    return log


def _csv(stream: IO[bytes], columns: Columns) -> list[Case]:
    try:
        # The header is read twice, once to find the delimiter: text is kept in memory for that.
        return csv_log.cases(io.StringIO(stream.read().decode("utf-8-sig"), newline=""), columns=columns)
    except UnicodeDecodeError as error:
        raise LogRefused(
            f"Byte {error.start}: tệp không phải UTF-8. Hãy lưu lại dạng CSV UTF-8.",
            f"Byte {error.start}: the file is not UTF-8. Save it as CSV UTF-8.",
        ) from error
