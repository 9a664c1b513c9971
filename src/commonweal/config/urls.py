"""Addresses: each face has its own list."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
