"""Addresses of declarations and contracts, under /desk/work/."""

from django.urls import path

from commonweal.sites.desk.employment import views

urlpatterns = [
    path("", views.declarations, name="declarations"),
    path("contracts/<int:contract>/", views.contract, name="contract"),
    path("contracts/<int:contract>/announcement/", views.announce, name="announcement"),
    path("contracts/<int:contract>/cancellation/", views.cancel, name="contract_cancellation"),
    path("contracts/<int:contract>/end/", views.end_early, name="contract_end"),
    path("contracts/<int:contract>/late/", views.announce_late, name="late_announcement"),
    path("declarations/<int:declaration>/number/", views.find, name="declaration_number"),
    path("declarations/<int:declaration>/repetition/", views.repeat, name="repetition"),
    path("declarations/<int:declaration>/sending/", views.send_again, name="declaration_sending"),
]
