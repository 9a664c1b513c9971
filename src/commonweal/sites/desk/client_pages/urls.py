"""Addresses of what clients contest, under /desk/disputes/."""

from django.urls import path

from commonweal.sites.desk.client_pages import views

urlpatterns = [
    path("", views.index, name="disputes"),
    path("<int:number>/", views.show, name="dispute"),
    path("<int:number>/paper/", views.paper, name="dispute_paper"),
]
