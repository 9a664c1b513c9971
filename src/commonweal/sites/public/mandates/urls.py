"""Addresses an invited person opens from a letter."""

from django.urls import path

from commonweal.sites.public.mandates import views

urlpatterns = [
    path("<str:token>/", views.invitation, name="mandate"),
    path("<str:token>/fresh-link/", views.fresh_link, name="mandate_fresh_link"),
]
