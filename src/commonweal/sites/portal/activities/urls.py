"""Addresses of budgets, under /my/budget/."""

from django.urls import path

from commonweal.sites.portal.activities import views

urlpatterns = [
    path("", views.budgets, name="budgets"),
    path("<int:unit>/", views.budget, name="budget"),
    path("<int:unit>/statement.csv", views.statement_file, name="budget_file"),
    path("<int:unit>/entry/<int:entry>/", views.entry, name="budget_entry"),
]
