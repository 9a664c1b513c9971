"""Addresses of the mail tray, under /mail/: a demo and tests only."""

from django.urls import path

from commonweal.sites.public.mail import views

urlpatterns = [
    path("", views.tray, name="mail"),
    path("<int:letter>/", views.letter, name="letter"),
    path("<int:letter>/enclosure/<int:place>/", views.enclosure, name="letter_enclosure"),
]
