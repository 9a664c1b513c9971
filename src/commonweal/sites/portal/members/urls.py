"""Addresses of one's own details, under /my/details/."""

from django.urls import path

from commonweal.sites.portal.members import accounts, views

urlpatterns = [
    path("", views.details, name="details"),
    path("account/", accounts.account, name="bank_account"),
    path("account/confirm/", accounts.confirm, name="bank_account_confirm"),
    path("account/link/", accounts.send_link, name="bank_account_link"),
    path("account/keep/", accounts.keep, name="bank_account_keep"),
]
