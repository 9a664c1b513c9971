"""Addresses of the legal entities, under /desk/entities/."""

from django.urls import path

from commonweal.sites.desk.entities import views

urlpatterns = [
    path("", views.index, name="entities"),
    path("new/", views.new, name="entity_new"),
    path("terms/", views.terms, name="entity_terms"),
    path("units/", views.assign, name="entity_assign"),
]
