"""Addresses of the payroll desk, under /desk/payroll/."""

from django.urls import path

from commonweal.sites.desk.payroll import comparison, figures, papers, views

urlpatterns = [
    path("", views.wages, name="payroll"),
    path("comparison/", comparison.show, name="pay_comparison"),
    path("figures/", figures.show, name="new_figures"),
    path("figures/correct/", figures.correct, name="new_figures_correct"),
    path("<int:number>/", views.payslip, name="payslip"),
    path("papers/", papers.index, name="papers"),
    path("papers/close/", papers.close, name="papers_close"),
    path("papers/dmfa/", papers.dmfa, name="papers_dmfa"),
    path("papers/belcotax/", papers.belcotax, name="papers_belcotax"),
]
