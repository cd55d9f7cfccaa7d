"""Addresses of the front."""

from django.urls import include, path

from haidang.operations import source_urls

app_name = "operations"
urlpatterns = [path("nguon/", include(source_urls.urlpatterns))]
