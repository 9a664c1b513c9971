"""Addresses of the staff's desk, under /desk/. Each room's face adds its own list."""

from django.urls import URLPattern, URLResolver, path

from commonweal.sites.desk import views

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
]
