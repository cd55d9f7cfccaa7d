"""URLs of the leaders' app, below /dieu-hanh/."""

from django.urls import path

from haidang.leaders.views import board, forecast, lists, process_map

app_name = "leaders"
urlpatterns = [
    path("", board.board, name="board"),
    path("so-lieu/", board.figures, name="figures"),
    path("ho-so/", lists.dossiers, name="dossiers"),
    path("du-bao/", forecast.at_risk, name="at_risk"),
    path("du-bao/do-tin-cay/", forecast.reliability, name="reliability"),
    path("quy-trinh/", process_map.process_map, name="process_map"),
    path("them/", board.more, name="more"),
]
