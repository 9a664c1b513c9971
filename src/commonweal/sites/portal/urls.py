"""Addresses of the members' portal, under /my/. Each room's face adds its own list."""

from django.urls import URLPattern, URLResolver, path

from commonweal.sites.portal import views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
]
