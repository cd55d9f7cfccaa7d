"""Addresses of the front."""

from django.urls import URLPattern, URLResolver, path

from haidang.operations.views import alerts, dashboards, explorer, maps, wall

app_name = "operations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ban-do/", maps.area_map, name="map"),
    path("kham-pha/", explorer.explorer, name="explorer"),
    path("kham-pha/luu/", dashboards.save_question, name="save_question"),
    path("kham-pha/<int:number>/xoa/", dashboards.forget_question, name="forget_question"),
    path("canh-bao/", alerts.alerts, name="alerts"),
    path("bang/", dashboards.listing, name="dashboards"),
    path("bang/<int:number>/", dashboards.dashboard, name="dashboard"),
    path("bang/<int:number>/sua/", dashboards.edit, name="dashboard_edit"),
    path("tuong/", wall.wall, name="wall"),
]
