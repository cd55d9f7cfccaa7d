"""URLs of procedure control, below /cai-cach/."""

from django.urls import path

from haidang.procedure_control.views import overview, plans, procedure, reviews

app_name = "procedure_control"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("thu-tuc/<str:code>/", procedure.procedure, name="procedure"),
    path("thu-tuc/<str:code>/so-sanh/", procedure.compare, name="compare"),
    path("thu-tuc/<str:code>/phuong-an-moi/", plans.new, name="plan_new"),
    path("thu-tuc/<str:code>/ra-soat-moi/", reviews.new, name="review_new"),
    path("phuong-an/", plans.plans, name="plans"),
    path("phuong-an/<int:number>/", plans.plan, name="plan"),
    path("phuong-an/<int:number>/sua/", plans.amend, name="plan_amend"),
    path("phuong-an/<int:number>/quyet-dinh/", plans.document, name="plan_document"),
    path("ra-soat/", reviews.reviews, name="reviews"),
    path("ra-soat/<int:number>/", reviews.review, name="review"),
    path("ra-soat/<int:number>/quyet-dinh/", reviews.document, name="review_document"),
]
