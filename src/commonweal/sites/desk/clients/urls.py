"""Addresses of clients, under /desk/clients/."""

from django.urls import path

from commonweal.sites.desk.clients import merging, views

urlpatterns = [
    path("", views.index, name="clients"),
    path("new/", views.new, name="client_new"),
    path("doubles/", merging.doubles, name="client_doubles"),
    path("doubles/<int:pair>/apart/", merging.keep_apart, name="client_apart"),
    path("<int:client>/", views.show, name="client"),
    path("<int:client>/edit/", views.edit, name="client_edit"),
    path("<int:client>/block/", views.block, name="client_block"),
    path("<int:client>/unblock/", views.unblock, name="client_unblock"),
    path("<int:client>/merge/<int:other>/", merging.merge, name="client_merge"),
    path("<int:client>/unmerge/", merging.unmerge, name="client_unmerge"),
    path("<int:client>/trust/", merging.trust, name="client_trust"),
]
