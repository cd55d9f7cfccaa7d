"""The URL table: which front answers where."""

from django.urls import include, path

urlpatterns = [
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path("mot-cua/", include("haidang.desk.urls")),
    path("dieu-hanh/", include("haidang.leaders.urls")),
    path("cai-cach/", include("haidang.procedure_control.urls")),
    path("ioc/", include("haidang.operations.urls")),
    path("cham-diem/", include("haidang.scorecards.urls")),
    path("quan-tri/", include("haidang.console.urls")),
    path("api/", include("haidang.open_api.urls")),
    path("", include("haidang.portal.urls")),
]
handler400 = "haidang.ui.errors.bad_request"
