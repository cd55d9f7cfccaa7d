"""A source of the tests: stations of a commune and month, as CSV that people hand in."""

from haidang.ioc import api as ioc
from haidang.ioc.sources.contract import Column, Contract

HEAD = "Mã xã;Tháng;Số trạm;Tỷ lệ phủ"
COLUMNS = (
    Column(source="Mã xã", name="area", required=True, shape="99999"),
    Column(source="Tháng", name="month", type="date", required=True),
    Column(source="Số trạm", name="stations", type="integer", required=True, minimum=0, maximum=10_000, unit="trạm"),
    Column(source="Tỷ lệ phủ", name="cover", type="real", minimum=0, maximum=100, unit="%"),
)


def contract(**changes):
    values = {
        "code": "tram_5g",
        "title": "Trạm 5G theo xã",
        "agency": "H06.11",
        "sector": "Viễn thông",
        "kind": "csv",
        "columns": COLUMNS,
        "keys": ("area", "month"),
        "settings": {"separator": ";", "decimal": ","},
    }
    return Contract(**values | changes)


def csv_of(rows, head=HEAD):
    return "\n".join([head, *(";".join(str(cell) for cell in row) for row in rows), ""]).encode()


def publish(world, found=None, **changes):
    found = found or contract(**changes)
    return ioc.publish_source(contract=found, actor=world.administrator, now=world.now, key=world.key())


def deliver(world, content, *, code="tram_5g", name="tram.csv"):
    """Hands a file in and runs the source; the run as it ended."""
    common = {"code": code, "actor": world.administrator, "now": world.now}
    ioc.hand_in(content=content, name=name, key=world.key(), **common)
    return ioc.run_source(key=world.key(), **common)
