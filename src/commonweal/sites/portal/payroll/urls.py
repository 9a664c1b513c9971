"""Addresses of the own pay, under /my/payslips/."""

from django.urls import path

from commonweal.sites.portal.payroll import plan, simulator, views, year

urlpatterns = [
    path("", views.payslips, name="payslips"),
    path("simulator/", simulator.simulator, name="simulator"),
    path("plan/", plan.plan, name="pay_plan"),
    path("years/", year.latest, name="pay_years"),
    path("years/<int:number>/", year.year, name="pay_year"),
    path("years/<int:number>/year.csv", year.file, name="pay_year_file"),
    path("<int:number>/", views.payslip, name="payslip"),
    path("<int:number>/payslip.pdf", views.paper, name="payslip_paper"),
]
