"""Addresses of budgets, under /my/budget/."""

from django.urls import path

from commonweal.sites.portal.activities import (
    between,
    funding,
    funding_deeds,
    internal,
    openings,
    papers,
    people,
    split,
    transfers,
    views,
)

urlpatterns = [
    path("", views.budgets, name="budgets"),
    path("openings/new/", openings.new, name="opening_new"),
    path("openings/<int:number>/", openings.show, name="opening"),
    path("openings/<int:number>/papers/", openings.add_papers, name="opening_papers"),
    path("openings/<int:number>/papers/<int:document>/", openings.paper, name="opening_paper"),
    path("openings/<int:number>/withdrawal/", openings.withdraw, name="opening_withdrawal"),
    path("<int:unit>/", views.budget, name="budget"),
    path("<int:unit>/statement.<slug:ending>", views.statement_file, name="budget_file"),
    path("<int:unit>/entry/<int:entry>/", views.entry, name="budget_entry"),
    path("<int:unit>/papers/", papers.papers, name="budget_papers"),
    path("<int:unit>/papers/<slug:month>.pdf", papers.paper, name="budget_paper"),
    path("<int:unit>/papers/<slug:month>/", papers.make, name="budget_paper_make"),
    path("<int:unit>/people/", people.people, name="people"),
    path("<int:unit>/people/split/", split.split, name="split"),
    path("<int:unit>/people/<int:mandate>/", people.mandate, name="mandate"),
    path("<int:unit>/people/<int:mandate>/end/", people.end_mandate, name="mandate_end"),
    path(
        "<int:unit>/people/invitations/<int:invitation>/again/",
        people.invite_again,
        name="invitation_again",
    ),
    path(
        "<int:unit>/people/invitations/<int:invitation>/withdrawal/",
        people.withdraw_invitation,
        name="invitation_withdrawal",
    ),
    path("<int:unit>/funding/", funding.index, name="fundings"),
    path("<int:unit>/funding/new/", funding.new, name="funding_new"),
    path("<int:unit>/funding/<int:number>/", funding.show, name="funding"),
    path("<int:unit>/funding/<int:number>/change/", funding.change, name="funding_change"),
    path(
        "<int:unit>/funding/<int:number>/signature/", funding_deeds.sign, name="funding_signature"
    ),
    path("<int:unit>/funding/<int:number>/paper/", funding_deeds.paper, name="funding_paper"),
    path(
        "<int:unit>/funding/<int:number>/paper/new/",
        funding_deeds.add_paper,
        name="funding_paper_add",
    ),
    path("<int:unit>/funding/<int:number>/end/", funding_deeds.end, name="funding_end"),
    path(
        "<int:unit>/funding/<int:number>/tranches/<int:tranche>/call/",
        funding_deeds.call,
        name="tranche_call",
    ),
    path(
        "<int:unit>/funding/<int:number>/tranches/<int:tranche>/request/",
        funding_deeds.payment_request,
        name="tranche_request",
    ),
    path(
        "<int:unit>/funding/<int:number>/tranches/<int:tranche>/cancellation/",
        funding_deeds.cancel,
        name="tranche_cancel",
    ),
    path(
        "<int:unit>/funding/<int:number>/reports/<int:report>/sent/",
        funding_deeds.report_sent,
        name="report_sent",
    ),
    path("<int:unit>/between/", between.between, name="between"),
    path("<int:unit>/between/list.<slug:ending>", between.between_file, name="between_file"),
    path("<int:unit>/between/transfer/new/", transfers.new, name="transfer_new"),
    path("<int:unit>/between/transfer/after/", transfers.after, name="transfer_after"),
    path("<int:unit>/between/transfer/<int:number>/", transfers.show, name="transfer"),
    path(
        "<int:unit>/between/transfer/<int:number>/consent/",
        transfers.accept,
        name="transfer_accept",
    ),
    path(
        "<int:unit>/between/transfer/<int:number>/refusal/",
        transfers.refuse,
        name="transfer_refuse",
    ),
    path(
        "<int:unit>/between/transfer/<int:number>/withdrawal/",
        transfers.withdraw,
        name="transfer_withdrawal",
    ),
    path("<int:unit>/between/invoice/new/", internal.new, name="internal_invoice_new"),
    path("<int:unit>/between/invoice/total/", internal.total, name="internal_total"),
    path("<int:unit>/between/invoice/<slug:number>/", internal.show, name="internal_invoice"),
    path(
        "<int:unit>/between/invoice/<slug:number>/change/",
        internal.change,
        name="internal_invoice_change",
    ),
    path(
        "<int:unit>/between/invoice/<slug:number>/approval/",
        internal.approve,
        name="internal_approval",
    ),
    path(
        "<int:unit>/between/invoice/<slug:number>/dispute/",
        internal.dispute,
        name="internal_dispute",
    ),
    path(
        "<int:unit>/between/invoice/<slug:number>/withdrawal/",
        internal.withdraw,
        name="internal_withdrawal",
    ),
]
