"""Addresses of the payroll desk, under /desk/payroll/."""

from django.urls import path

from commonweal.sites.desk.payroll import attachments, comparison, figures, papers, plans, views

urlpatterns = [
    path("", views.wages, name="payroll"),
    path("attachments/", attachments.index, name="attachments"),
    path("attachments/new/", attachments.new, name="attachment_new"),
    path("attachments/new/<int:member>/", attachments.make, name="attachment_make"),
    path("attachments/<int:number>/", attachments.show, name="attachment"),
    path("attachments/<int:number>/lift/", attachments.lift, name="attachment_lift"),
    path("comparison/", comparison.show, name="pay_comparison"),
    path("figures/", figures.show, name="new_figures"),
    path("figures/correct/", figures.correct, name="new_figures_correct"),
    path("plans/", plans.index, name="pay_plans"),
    path("plans/new/", plans.new, name="pay_plan_new"),
    path("plans/new/<int:member>/", plans.make, name="pay_plan_make"),
    path("plans/settle/", plans.settle, name="pay_plans_settle"),
    path("plans/<int:number>/", plans.show, name="pay_plan"),
    path("plans/<int:number>/end/", plans.end, name="pay_plan_end"),
    path("plans/<int:number>/premium/", plans.premium, name="pay_plan_premium"),
    path("<int:number>/", views.payslip, name="payslip"),
    path("papers/", papers.index, name="papers"),
    path("papers/close/", papers.close, name="papers_close"),
    path("papers/dmfa/", papers.dmfa, name="papers_dmfa"),
    path("papers/belcotax/", papers.belcotax, name="papers_belcotax"),
]
