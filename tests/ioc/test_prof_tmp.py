import cProfile, pstats
from haidang.ioc.api import indicators
from test_indicators import *
def test_prof(shelf):
    p = cProfile.Profile(); p.enable()
    indicators.keep(LATER)
    p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(45)
