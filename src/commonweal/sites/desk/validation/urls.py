"""Addresses of what advisers decide and look at, under /desk/validations/."""

from django.urls import path

from commonweal.sites.desk.validation import trust, views

urlpatterns = [
    path("", views.index, name="validations"),
    path("<int:number>/", views.show, name="validation"),
    path("trust/<int:member>/", trust.show, name="trust"),
]
