"""Addresses a client opens from a letter about its invoices."""

from django.urls import path

from commonweal.sites.public.clients import views

urlpatterns = [
    path("<str:token>/", views.overview, name="client"),
    path("<str:token>/fresh-link/", views.fresh_link, name="client_fresh_link"),
    path("<str:token>/data/", views.data, name="client_data"),
    path("<str:token>/order/<int:id>/", views.order_link, name="client_order_link"),
    path("<str:token>/<str:number>/", views.invoice, name="client_invoice"),
    path("<str:token>/<str:number>/wrong/", views.wrong, name="client_wrong"),
    path("<str:token>/<str:number>/invoice.pdf", views.page, name="client_pdf"),
    path("<str:token>/<str:number>/invoice.xml", views.electronic, name="client_xml"),
]
