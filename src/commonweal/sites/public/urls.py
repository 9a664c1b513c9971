"""Addresses for everybody, at the root: the front page and pages opened by a signed link."""

from django.urls import URLPattern, URLResolver, include, path

from commonweal.sites.public import views
from commonweal.sites.public.payday import addresses

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.landing, name="landing"),
    path("order/", include("commonweal.sites.public.three_in_one.urls")),
    path("client/", include("commonweal.sites.public.clients.urls")),
    path("quote/", include("commonweal.sites.public.quotes.urls")),
    path("mandate/", include("commonweal.sites.public.mandates.urls")),
    path("account-number/", include("commonweal.sites.public.payday.urls")),
    path("address/<str:token>/", addresses.address, name="member_address"),
    path("mail/", include("commonweal.sites.public.mail.urls")),
]
