"""Addresses of the own invoices, under /my/invoices/."""

from django.urls import path

from commonweal.sites.portal.invoicing import views

urlpatterns = [
    path("", views.invoices, name="invoices"),
    path("<str:number>/", views.invoice, name="invoice"),
    path("<str:number>/invoice.pdf", views.page, name="invoice_pdf"),
    path("<str:number>/invoice.xml", views.electronic, name="invoice_xml"),
]
