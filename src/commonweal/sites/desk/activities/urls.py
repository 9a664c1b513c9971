"""Addresses of activities at the desk, under /desk/activities/."""

from django.urls import URLPattern, path

from commonweal.sites.desk.activities import openings

urlpatterns: list[URLPattern] = [
    path("openings/", openings.index, name="openings"),
    path("openings/<int:number>/", openings.show, name="opening"),
    path("openings/<int:number>/papers/<int:document>/", openings.paper, name="opening_paper"),
    path("trades/", openings.trades, name="trades"),
]
