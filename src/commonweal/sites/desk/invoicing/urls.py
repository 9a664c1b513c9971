"""Addresses of invoices, under /desk/invoices/."""

from django.urls import path

from commonweal.sites.desk.invoicing import credit, drafts, listing, views

urlpatterns = [
    path("", listing.index, name="invoices"),
    path("keep/", listing.keep, name="invoices_keep"),
    path("do/", listing.do, name="invoices_do"),
    path("invoices.<str:ending>", listing.export, name="invoices_export"),
    path("drafts/", drafts.held, name="held_drafts"),
    path("drafts/<int:pk>/free/", drafts.free, name="held_draft_free"),
    path("drafts/<int:pk>/draft.pdf", drafts.pdf, name="held_draft_pdf"),
    path("<str:number>/", views.show, name="invoice"),
    path("<str:number>/invoice.pdf", views.page, name="invoice_pdf"),
    path("<str:number>/invoice.xml", views.electronic, name="invoice_xml"),
    path("<str:number>/credit-note/", credit.credit_note, name="invoice_credit_note"),
    path("<str:number>/papers/", views.papers, name="invoice_papers"),
]
