"""Addresses of the API, below /api/."""

from django.urls import path

from haidang.open_api.routes import api

urlpatterns = [path("v1/", api.urls)]
