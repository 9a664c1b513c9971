"""Addresses of clients, under /desk/clients/."""

from django.urls import path

from commonweal.sites.desk.clients import views

urlpatterns = [
    path("", views.index, name="clients"),
    path("new/", views.new, name="client_new"),
    path("<int:client>/", views.show, name="client"),
    path("<int:client>/edit/", views.edit, name="client_edit"),
    path("<int:client>/block/", views.block, name="client_block"),
    path("<int:client>/unblock/", views.unblock, name="client_unblock"),
]
