"""Which samples there are, by the code of their source."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from haidang.ioc.sources.samples import economy, networks, society
from haidang.ioc.sources.samples.faults import Faults, spoiled

SAMPLES: dict[str, Callable[[date], Iterator[dict[str, Any]]]] = {
    "y_te_kham_chua_benh": society.health,
    "giao_duc_truong_lop": society.education,
    "dat_dai_theo_xa": society.land,
    "dan_so_theo_xa": society.population,
    "du_lich_luu_tru": economy.tourism,
    "ngan_sach_thu_chi": economy.budget,
    "kinh_te_so": economy.digital_economy,
    "vien_thong_5g": networks.stations_5g,
    "vien_thong_2g": networks.subscribers_2g,
    "giao_thong_camera": networks.cameras,
}


def rows(code: str, until: date, faults: Faults | None = None) -> list[dict[str, Any]]:
    """The rows of a sample as they stand on `until`, with faults if any are asked for. Raises KeyError."""
    found = SAMPLES[code](until)
    return spoiled(found, faults) if faults else list(found)
