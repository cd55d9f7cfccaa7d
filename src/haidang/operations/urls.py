"""Addresses of the operations centre, below /ioc/."""

from django.urls import include, path

from haidang.operations import source_urls
from haidang.operations.views import alerts, cited, dashboards, explorer, home, indicator, maps, publishing, wall

app_name = "operations"
urlpatterns = [
    path("", home.home, name="home"),
    path("chi-so/<slug:code>/", indicator.indicator, name="indicator"),
    path("chi-so/<slug:code>/phia-sau/", indicator.behind, name="behind"),
    path("so-lieu/<int:number>/", cited.cited, name="cited"),
    path("cong-bo/", publishing.datasets, name="publish"),
    path("cong-bo/moi/<slug:dataset>/", publishing.new, name="publish_new"),
    path("cong-bo/<slug:code>/", publishing.amend, name="publish_amend"),
    path("ban-do/", maps.area_map, name="map"),
    path("kham-pha/", explorer.explorer, name="explorer"),
    path("kham-pha/luu/", dashboards.save_question, name="save_question"),
    path("kham-pha/<int:number>/xoa/", dashboards.forget_question, name="forget_question"),
    path("canh-bao/", alerts.alerts, name="alerts"),
    path("bang/", dashboards.listing, name="dashboards"),
    path("bang/<int:number>/", dashboards.dashboard, name="dashboard"),
    path("bang/<int:number>/sua/", dashboards.edit, name="dashboard_edit"),
    path("nguon/", include(source_urls.urlpatterns)),
    path("tuong/", wall.wall, name="wall"),
]
