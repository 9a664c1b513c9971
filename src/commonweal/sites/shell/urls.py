"""Addresses of the shell."""

from django.urls import path

from commonweal.sites.shell import views

app_name = "shell"
urlpatterns = [
    path("", views.home, name="home"),
    path("parts/", views.parts, name="parts"),
    path("language/", views.language, name="language"),
]
