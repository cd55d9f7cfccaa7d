"""URLs of the leaders' app, below /dieu-hanh/."""

from django.urls import path

from haidang.leaders.views import (
    accountability,
    app,
    board,
    digest,
    directives,
    forecast,
    lists,
    plan_tasks,
    process_map,
    push,
    rules,
    trend,
)

app_name = "leaders"
urlpatterns = [
    path("", board.board, name="board"),
    path("so-lieu/", board.figures, name="figures"),
    path("ho-so/", lists.dossiers, name="dossiers"),
    path("xu-huong/", trend.trend, name="trend"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("sw.js", app.service_worker, name="service_worker"),
    path("ngoai-tuyen/", app.offline, name="offline"),
    path("du-bao/", forecast.at_risk, name="at_risk"),
    path("du-bao/do-tin-cay/", forecast.reliability, name="reliability"),
    path("quy-trinh/", process_map.process_map, name="process_map"),
    path("them/", board.more, name="more"),
    path("ban-tin/", digest.digest, name="digest"),
    path("tin-bao/", digest.notices, name="notices"),
    path("tin-bao/thiet-bi/", push.push, name="push"),
    path("tin-bao/gio-yen-tinh/", digest.quiet, name="quiet"),
    path("chi-dao/", directives.directives, name="directives"),
    path("chi-dao/giao-viec/", directives.new, name="directive_new"),
    path("chi-dao/viec/<int:number>/", directives.directive, name="directive"),
    path("chi-dao/viec/<int:number>/sua/", directives.amend, name="directive_amend"),
    path("chi-dao/tep/<int:number>/", directives.file, name="directive_file"),
    path("de-an-06/", plan_tasks.plan, name="plan"),
    path("de-an-06/nhiem-vu/", plan_tasks.tasks, name="plan_tasks"),
    path("de-an-06/nhap/", plan_tasks.take_in, name="plan_import"),
    path("de-an-06/mau.xlsx", plan_tasks.template, name="plan_template"),
    path("de-an-06/bao-cao.xlsx", plan_tasks.excel, name="plan_xlsx"),
    path("de-an-06/bao-cao.pdf", plan_tasks.pdf, name="plan_pdf"),
    path("canh-bao/", rules.rules, name="rules"),
    path("canh-bao/them/", rules.new, name="rule_new"),
    path("canh-bao/<int:number>/", rules.rule, name="rule"),
    path("trach-nhiem/", accountability.heads, name="heads"),
    path("trach-nhiem/<str:code>/", accountability.head, name="head"),
    path("trach-nhiem/<str:code>/bao-cao.pdf", accountability.pdf, name="head_pdf"),
]
