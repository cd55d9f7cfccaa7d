"""Addresses of sources, below /ioc/nguon/."""

from django.urls import path

from haidang.operations.views import source_changes, source_rows, source_webhook, source_wizard, sources

urlpatterns = [
    path("", sources.listing, name="sources"),
    path("moi/", source_wizard.new, name="source_new"),
    path("moi/<int:number>/ket-noi/", source_wizard.settings, name="source_settings"),
    path("moi/<int:number>/cot/", source_wizard.columns, name="source_columns"),
    path("moi/<int:number>/hop-dong/", source_wizard.terms, name="source_terms"),
    path("lan-nap/<int:number>/", source_rows.run, name="source_run_view"),
    path("tep/<int:number>/", source_rows.delivery, name="source_delivery"),
    path("dong/<int:number>/", source_rows.row, name="source_row"),
    path("cach-ly/<int:number>/", source_rows.bad_row, name="source_bad_row"),
    path("thay-doi/<int:number>/", source_changes.change, name="source_change"),
    path("nhan/<str:code>/", source_webhook.receive, name="source_webhook"),
    path("<str:code>/", sources.source, name="source"),
    path("<str:code>/nap/", sources.run, name="source_run"),
    path("<str:code>/nop-tep/", sources.hand_in, name="source_hand_in"),
    path("<str:code>/dong/", source_rows.rows, name="source_rows"),
    path("<str:code>/cach-ly/", source_rows.bad_rows, name="source_bad_rows"),
]
