"""Addresses of the desk: what is to be paid, when, and what waits."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
