"""Addresses a client opens from a letter."""

from django.urls import path

from commonweal.sites.public.three_in_one import views

urlpatterns = [
    path("<str:token>/", views.order, name="order"),
    path("<str:token>/fresh-link/", views.fresh_link, name="order_fresh_link"),
]
