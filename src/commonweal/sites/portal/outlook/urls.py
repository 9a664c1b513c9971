"""Addresses of forecasts, under /my/budget/<unit>/forecast/."""

from django.urls import path

from commonweal.sites.portal.outlook import views

urlpatterns = [
    path("", views.forecast, name="forecast"),
    path("list.<slug:ending>", views.forecast_file, name="forecast_file"),
    path("lines/<int:line>/", views.change_line, name="forecast_line"),
    path("lines/<int:line>/forget/", views.forget_line, name="forecast_forget"),
]
