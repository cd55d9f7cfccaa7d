"""Addresses of the front."""

from django.urls import URLPattern, URLResolver, path

from haidang.operations.views import explorer, maps

app_name = "operations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ban-do/", maps.area_map, name="map"),
    path("kham-pha/", explorer.explorer, name="explorer"),
]
