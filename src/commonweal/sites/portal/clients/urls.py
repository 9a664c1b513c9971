"""Addresses of the clients of a budget, under /my/budget/<unit>/clients/."""

from django.urls import path

from commonweal.sites.portal.clients import contacts, views

urlpatterns = [
    path("", views.index, name="activity_clients"),
    path("new/", views.new, name="activity_client_new"),
    path("<int:client>/", views.show, name="activity_client"),
    path("<int:client>/contacts/", contacts.add, name="contact_add"),
    path("<int:client>/contacts/<int:contact>/", contacts.change, name="contact"),
    path("<int:client>/contacts/<int:contact>/removal/", contacts.remove, name="contact_removal"),
]
