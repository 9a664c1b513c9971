"""Addresses of one's own details, under /my/details/."""

from django.urls import path

from commonweal.sites.portal.members import views

urlpatterns = [
    path("", views.details, name="details"),
    path("account/", views.account, name="bank_account"),
]
