"""Addresses of the staff's desk, under /desk/. Each room's face adds its own list."""

from django.urls import URLPattern, URLResolver, include, path

from commonweal.sites.desk import search, views

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("work-queues/", views.work_queues, name="work_queues"),
    path("people/", include("commonweal.sites.desk.access.urls")),
    path("jobs/", include("commonweal.sites.desk.three_in_one.urls")),
    path("quotes/", include("commonweal.sites.desk.quotes.urls")),
    path("activities/", include("commonweal.sites.desk.activities.urls")),
    path("portfolio/", include("commonweal.sites.desk.portfolio.urls")),
    path("validations/", include("commonweal.sites.desk.validation.urls")),
    path("year-end/", include("commonweal.sites.desk.year_end.urls")),
    path("disputes/", include("commonweal.sites.desk.client_pages.urls")),
    path("entities/", include("commonweal.sites.desk.entities.urls")),
    path("members/", include("commonweal.sites.desk.members.urls")),
    path("clients/", include("commonweal.sites.desk.clients.urls")),
    path("invoices/leaving/", include("commonweal.sites.desk.dispatch.urls")),
    path("invoices/", include("commonweal.sites.desk.invoicing.urls")),
    path("purchases/", include("commonweal.sites.desk.purchases.urls")),
    path("bank/", include("commonweal.sites.desk.banking.urls")),
    path("matching/", include("commonweal.sites.desk.matching.urls")),
    path("payments/", include("commonweal.sites.desk.payday.urls")),
    path("guarantee/", include("commonweal.sites.desk.guarantee.urls")),
    path("books/", include("commonweal.sites.desk.ledger.urls")),
    path("vat/", include("commonweal.sites.desk.reporting.urls")),
    path("payroll/", include("commonweal.sites.desk.payroll.urls")),
    path("work/", include("commonweal.sites.desk.employment.urls")),
]
