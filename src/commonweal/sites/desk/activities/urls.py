"""Addresses of activities at the desk, under /desk/activities/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
