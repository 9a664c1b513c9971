"""Addresses of the desk: movements that wait, and what they may be."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
