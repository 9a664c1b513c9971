"""Addresses a client opens from a letter about a quote."""

from django.urls import path

from commonweal.sites.public.quotes import views

urlpatterns = [
    path("<str:token>/", views.quote, name="quote"),
    path("<str:token>/total/", views.total, name="quote_total"),
    path("<str:token>/pdf/", views.pdf, name="quote_pdf"),
    path("<str:token>/fresh-link/", views.fresh_link, name="quote_fresh_link"),
]
