"""The event lake: what rooms declare as facts (`platform.facts`), in Parquet files that analytical engines read."""

from haidang.ioc.lake.reading import LakeNotReady, Reader, reader
from haidang.ioc.lake.updating import LakeBusy, Updated, rebuild, update

__all__ = ["LakeBusy", "LakeNotReady", "Reader", "Updated", "reader", "rebuild", "update"]
