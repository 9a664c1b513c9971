"""Addresses of the quotes of an activity, under /my/budget/<unit>/quotes/."""

from django.urls import path

from commonweal.sites.portal.quotes import deeds, editor, views

urlpatterns = [
    path("", views.quotes, name="quotes"),
    path("new/", editor.new, name="quote_new"),
    path("total/", editor.total, name="quote_total"),
    path("clients/", editor.clients, name="quote_clients"),
    path("<int:pk>/", views.quote, name="quote"),
    path("<int:pk>/change/", editor.change, name="quote_change"),
    path("<int:pk>/preview/", views.preview, name="quote_preview"),
    path("<int:pk>/pdf/", views.pdf, name="quote_pdf"),
    path("<int:pk>/changes/", views.changes, name="quote_changes"),
    path("<int:pk>/sending/", deeds.send, name="quote_sending"),
    path("<int:pk>/link/", deeds.send_link, name="quote_link"),
    path("<int:pk>/version/", deeds.new_version, name="quote_version"),
    path("<int:pk>/copy/", deeds.copy, name="quote_copy"),
    path("<int:pk>/comment/", deeds.comment, name="quote_comment"),
    path("<int:pk>/withdrawal/", deeds.withdraw, name="quote_withdrawal"),
]
