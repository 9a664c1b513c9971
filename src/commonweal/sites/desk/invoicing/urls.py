"""Addresses of invoices, under /desk/invoices/."""

from django.urls import path

from commonweal.sites.desk.invoicing import credit, views

urlpatterns = [
    path("", views.index, name="invoices"),
    path("<str:number>/", views.show, name="invoice"),
    path("<str:number>/invoice.pdf", views.page, name="invoice_pdf"),
    path("<str:number>/invoice.xml", views.electronic, name="invoice_xml"),
    path("<str:number>/credit-note/", credit.credit_note, name="invoice_credit_note"),
    path("<str:number>/papers/", views.papers, name="invoice_papers"),
]
