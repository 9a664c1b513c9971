"""Addresses of what leaves, under /desk/invoices/leaving/."""

from django.urls import path

from commonweal.sites.desk.dispatch import views

urlpatterns = [
    path("", views.index, name="dispatch"),
    path("decide/", views.decide, name="dispatch_decide"),
    path("print.pdf", views.print_out, name="dispatch_print"),
]
