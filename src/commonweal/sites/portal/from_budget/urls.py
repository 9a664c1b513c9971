"""Addresses of the work that a budget pays, under /my/budget/<unit>/work/."""

from django.urls import path

from commonweal.sites.portal.from_budget import views

urlpatterns = [
    path("", views.contracts, name="activity_work"),
    path("new/", views.new_contract, name="activity_work_new"),
    path("new/estimate/", views.estimate, name="activity_work_estimate"),
    path("<int:contract>/", views.contract, name="activity_contract"),
    path("<int:contract>/cancellation/", views.cancel, name="activity_contract_cancellation"),
]
