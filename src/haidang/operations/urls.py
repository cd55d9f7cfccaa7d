"""Addresses of the operations centre, below /ioc/."""

from django.urls import path

from haidang.operations.views import cited, home, indicator, publishing

app_name = "operations"
urlpatterns = [
    path("", home.home, name="home"),
    path("chi-so/<slug:code>/", indicator.indicator, name="indicator"),
    path("chi-so/<slug:code>/phia-sau/", indicator.behind, name="behind"),
    path("so-lieu/<int:number>/", cited.cited, name="cited"),
    path("cong-bo/", publishing.datasets, name="publish"),
    path("cong-bo/moi/<slug:dataset>/", publishing.new, name="publish_new"),
    path("cong-bo/<slug:code>/", publishing.amend, name="publish_amend"),
]
