"""What the house above may use of maps, as `ioc.maps`."""

from haidang.ioc.maps.outlines import Area, Layer
from haidang.ioc.maps.province import areas, names
from haidang.ioc.maps.sheets import Sheet, sheet

__all__ = ["Area", "Layer", "Sheet", "areas", "names", "sheet"]
