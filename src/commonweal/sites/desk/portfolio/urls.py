"""Addresses of the portfolio, under /desk/portfolio/."""

from django.urls import path

from commonweal.sites.desk.portfolio import views

urlpatterns = [
    path("", views.index, name="portfolio"),
    path("portfolio.csv", views.file, name="portfolio_file"),
    path("adviser/", views.assign, name="portfolio_adviser"),
]
