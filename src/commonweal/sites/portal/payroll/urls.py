"""Addresses of the own payslips, under /my/payslips/."""

from django.urls import path

from commonweal.sites.portal.payroll import views

urlpatterns = [
    path("", views.payslips, name="payslips"),
    path("<int:number>/", views.payslip, name="payslip"),
    path("<int:number>/payslip.pdf", views.paper, name="payslip_paper"),
]
