"""Addresses of the members' portal, under /my/. Each room's face adds its own list."""

from django.urls import URLPattern, URLResolver, include, path

from commonweal.sites.portal import search, views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("budget/", include("commonweal.sites.portal.activities.urls")),
    path("budget/<int:unit>/work/", include("commonweal.sites.portal.from_budget.urls")),
    path("budget/<int:unit>/clients/", include("commonweal.sites.portal.clients.urls")),
    path("budget/<int:unit>/quotes/", include("commonweal.sites.portal.quotes.urls")),
    path("budget/<int:unit>/forecast/", include("commonweal.sites.portal.outlook.urls")),
    path("budget/<int:unit>/purchases/", include("commonweal.sites.portal.purchases.urls")),
    path("details/", include("commonweal.sites.portal.members.urls")),
    path("jobs/", include("commonweal.sites.portal.three_in_one.urls")),
    path("invoices/", include("commonweal.sites.portal.invoicing.urls")),
    path("payslips/", include("commonweal.sites.portal.payroll.urls")),
    path("contracts/", include("commonweal.sites.portal.employment.urls")),
]
