"""Addresses of the payroll desk, under /desk/payroll/."""

from django.urls import path

from commonweal.sites.desk.payroll import views

urlpatterns = [
    path("", views.wages, name="payroll"),
    path("<int:number>/", views.payslip, name="payslip"),
]
