"""Addresses of a member's own contracts, under /my/contracts/."""

from django.urls import path

from commonweal.sites.portal.employment import views

urlpatterns = [
    path("", views.contracts, name="contracts"),
    path("<int:contract>/", views.contract, name="contract"),
]
