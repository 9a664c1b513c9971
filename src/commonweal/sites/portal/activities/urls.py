"""Addresses of budgets, under /my/budget/."""

from django.urls import path

from commonweal.sites.portal.activities import openings, people, split, views

urlpatterns = [
    path("", views.budgets, name="budgets"),
    path("openings/new/", openings.new, name="opening_new"),
    path("openings/<int:number>/", openings.show, name="opening"),
    path("openings/<int:number>/papers/", openings.add_papers, name="opening_papers"),
    path("openings/<int:number>/papers/<int:document>/", openings.paper, name="opening_paper"),
    path("openings/<int:number>/withdrawal/", openings.withdraw, name="opening_withdrawal"),
    path("<int:unit>/", views.budget, name="budget"),
    path("<int:unit>/statement.csv", views.statement_file, name="budget_file"),
    path("<int:unit>/entry/<int:entry>/", views.entry, name="budget_entry"),
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
]
