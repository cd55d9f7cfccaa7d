"""URLs of the leaders' app, below /dieu-hanh/."""

from django.urls import path

from haidang.leaders.views import board, lists

app_name = "leaders"
urlpatterns = [
    path("", board.board, name="board"),
    path("so-lieu/", board.figures, name="figures"),
    path("ho-so/", lists.dossiers, name="dossiers"),
    path("them/", board.more, name="more"),
]
