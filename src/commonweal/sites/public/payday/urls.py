"""Addresses a payee opens from the letter about a changed account number."""

from django.urls import path

from commonweal.sites.public.payday import views

urlpatterns = [path("<str:token>/", views.account_number, name="account_number")]
