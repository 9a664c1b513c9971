"""Addresses of the shell."""

from django.urls import path

from commonweal.sites.shell import invitations, views

app_name = "shell"
urlpatterns = [
    path("", views.home, name="home"),
    path("welcome/<str:token>/", invitations.welcome, name="welcome"),
    path("welcome/<str:token>/again/", invitations.again, name="welcome_again"),
    path("parts/", views.parts, name="parts"),
    path("language/", views.language, name="language"),
]
