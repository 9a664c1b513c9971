"""Addresses of members, under /desk/members/."""

from django.urls import path

from commonweal.sites.desk.members import views

urlpatterns = [
    path("", views.index, name="members"),
    path("<int:member>/", views.show, name="member"),
    path("<int:member>/look/", views.look, name="member_look"),
    path("<int:member>/edit/", views.edit, name="member_edit"),
    path("<int:member>/share/", views.share, name="member_share"),
]
