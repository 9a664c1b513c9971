"""Addresses of the account numbers of payees, under /desk/payments/."""

from django.urls import path

from commonweal.sites.desk.payday import accounts

urlpatterns = [
    path("accounts/", accounts.index, name="payee_accounts"),
    path("accounts/ask/", accounts.ask, name="payee_account_ask"),
    path("accounts/<int:account>/", accounts.show, name="payee_account"),
    path("accounts/<int:account>/confirm/", accounts.confirm, name="payee_account_confirm"),
    path("accounts/<int:account>/stop/", accounts.stop, name="payee_account_stop"),
]
