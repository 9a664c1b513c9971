"""Addresses of the own invoices, under /my/invoices/."""

from django.urls import path

from commonweal.sites.portal.invoicing import drafts, editor, views

urlpatterns = [
    path("", views.invoices, name="invoices"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/draft.pdf", drafts.pdf, name="draft_pdf"),
    path("drafts/<int:pk>/change/", editor.change, name="draft_change"),
    path("drafts/<int:pk>/words/", drafts.mend, name="draft_words"),
    path("drafts/<int:pk>/files/", drafts.attach, name="draft_files"),
    path("drafts/<int:pk>/files/<int:file>/", drafts.detach, name="draft_file"),
    path("drafts/<int:pk>/hold/", drafts.hold, name="draft_hold"),
    path("drafts/<int:pk>/free/", drafts.free, name="draft_free"),
    path("drafts/<int:pk>/approval/", drafts.approve, name="draft_approval"),
    path("drafts/<int:pk>/day/", drafts.schedule, name="draft_day"),
    path("drafts/<int:pk>/discard/", drafts.discard, name="draft_discard"),
    path("drafts/<int:pk>/issue/", drafts.issue, name="draft_issue"),
    path("recurring/", drafts.recurrences, name="recurrences"),
    path("recurring/<int:pk>/change/", editor.change_recurrence, name="recurrence_change"),
    path("recurring/<int:pk>/stop/", drafts.stop, name="recurrence_stop"),
    path("new/<int:unit>/", editor.new, name="invoice_new"),
    path("new/<int:unit>/total/", editor.total, name="invoice_total"),
    path("new/<int:unit>/clients/", editor.clients, name="invoice_clients"),
    path("<str:number>/", views.invoice, name="invoice"),
    path("<str:number>/invoice.pdf", views.page, name="invoice_pdf"),
    path("<str:number>/invoice.xml", views.electronic, name="invoice_xml"),
]
