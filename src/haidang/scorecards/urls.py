"""URLs of the scores, below /cham-diem/."""

from django.urls import path

from haidang.scorecards.views import card, component, entering

app_name = "scorecards"
urlpatterns = [
    path("", card.card, name="card"),
    path("so-sanh/", card.comparison, name="comparison"),
    path("danh-sach/", component.behind, name="behind"),
    path("chi-so/<str:code>/", component.component, name="component"),
    path("nhap/<str:code>/", entering.enter, name="enter"),
    path("minh-chung/<int:number>/", entering.evidence, name="evidence"),
]
