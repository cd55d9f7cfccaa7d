"""URLs of the leaders' app, below /dieu-hanh/."""

from django.urls import path

from haidang.leaders.views import app, board, lists, trend

app_name = "leaders"
urlpatterns = [
    path("", board.board, name="board"),
    path("so-lieu/", board.figures, name="figures"),
    path("ho-so/", lists.dossiers, name="dossiers"),
    path("xu-huong/", trend.trend, name="trend"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("sw.js", app.service_worker, name="service_worker"),
    path("ngoai-tuyen/", app.offline, name="offline"),
    path("them/", board.more, name="more"),
]
