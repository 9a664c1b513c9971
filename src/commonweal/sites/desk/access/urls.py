"""Addresses of accounts and roles, under /desk/people/."""

from django.urls import path

from commonweal.sites.desk.access import views

urlpatterns = [
    path("", views.index, name="people"),
    path("new/", views.invite, name="people_invite"),
    path("<int:number>/", views.show, name="person"),
    path("<int:number>/letter/", views.letter, name="person_letter"),
    path("<int:number>/grant/", views.grant, name="person_grant"),
    path("<int:number>/revoke/", views.revoke, name="person_revoke"),
    path("<int:number>/close/", views.close, name="person_close"),
]
