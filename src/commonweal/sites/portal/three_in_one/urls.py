"""Addresses of the member's jobs, under /my/jobs/."""

from django.urls import path

from commonweal.sites.portal.three_in_one import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("new/", views.new_job, name="new_job"),
    path("new/estimate/", views.estimate, name="estimate"),
    path("new/clients/", views.clients, name="job_clients"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/parts/<int:position>/", views.reach, name="job_part"),
    path("<int:pk>/link/", views.send_link, name="job_link"),
    path("<int:pk>/cancellation/", views.withdraw, name="job_cancellation"),
]
