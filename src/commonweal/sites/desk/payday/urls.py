"""Addresses of refunds, offices of the state and account numbers, under /desk/payments/."""

from django.urls import path

from commonweal.sites.desk.payday import accounts, due, offices, refunds

urlpatterns = [
    path("", due.front, name="payments_front"),
    path("offices/", offices.index, name="state_offices"),
    path("offices/<slug:kind>/", offices.note, name="state_office"),
    path("refunds/", refunds.index, name="refunds"),
    path("refunds/new/", refunds.new, name="refund_new"),
    path("refunds/<int:number>/undo/", refunds.undo, name="refund_undo"),
    path("accounts/", accounts.index, name="payee_accounts"),
    path("accounts/ask/", accounts.ask, name="payee_account_ask"),
    path("accounts/<int:account>/", accounts.show, name="payee_account"),
    path("accounts/<int:account>/confirm/", accounts.confirm, name="payee_account_confirm"),
    path("accounts/<int:account>/stop/", accounts.stop, name="payee_account_stop"),
]
