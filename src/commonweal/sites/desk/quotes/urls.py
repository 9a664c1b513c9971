"""Addresses of quotes at the desk."""

from django.urls import path

from commonweal.sites.desk.quotes import views

urlpatterns = [path("<int:pk>/", views.quote, name="quote")]
