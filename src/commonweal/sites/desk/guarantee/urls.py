"""Addresses of the desk: what the house stands for, and what it lost."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
