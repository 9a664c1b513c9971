"""Addresses of the desk: what the house stands for, and what it lost."""

from django.urls import URLPattern, path

from commonweal.sites.desk.guarantee import cash, shock

urlpatterns: list[URLPattern] = [
    path("cash/", cash.index, name="guarantee_cash"),
    path("cash/rows/", cash.rows, name="guarantee_cash_rows"),
    path("cash/rows.csv", cash.file, name="guarantee_cash_file"),
    path("shock/", shock.index, name="guarantee_shock"),
]
