"""URLs of the scores, below /cham-diem/."""

from django.urls import path

from haidang.scorecards.views import answering, asking, card, component, entering, par, surveys

app_name = "scorecards"
urlpatterns = [
    path("", card.card, name="card"),
    path("so-sanh/", card.comparison, name="comparison"),
    path("danh-sach/", component.behind, name="behind"),
    path("chi-so/<str:code>/", component.component, name="component"),
    path("nhap/<str:code>/", entering.enter, name="enter"),
    path("minh-chung/<int:number>/", entering.evidence, name="evidence"),
    path("par-index/", par.years, name="par_years"),
    path("par-index/bo-tieu-chi/", par.trees, name="par_trees"),
    path("par-index/<int:number>/", par.year, name="par_year"),
    path("par-index/<int:number>/ke-hoach/", par.plan, name="par_plan"),
    path("par-index/tieu-chi/<int:number>/", par.criterion, name="par_criterion"),
    path("par-index/minh-chung/<int:number>/", par.evidence, name="par_evidence"),
    path("khao-sat/", surveys.surveys, name="surveys"),
    path("khao-sat/moi/", surveys.new, name="survey_new"),
    path("khao-sat/<int:number>/", surveys.survey, name="survey"),
    path("khao-sat/<int:number>/cau-hoi/", surveys.questions, name="survey_questions"),
    path("khao-sat/<int:number>/phieu/", surveys.paper, name="survey_paper"),
    path("khao-sat/<int:number>/the/", asking.cards, name="survey_cards"),
    path("khao-sat/<int:number>/nguoi-duoc-hoi/<int:stratum>/", asking.addressees, name="addressees"),
    path("khao-sat/<int:number>/nhap-phieu/", asking.sheets, name="sheets"),
    path("y-kien/", answering.enter, name="answer_code"),
    path("y-kien/<str:token>/", answering.answer, name="answer"),
]
