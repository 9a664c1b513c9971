"""Addresses of jobs at the desk, under /desk/jobs/."""

from django.urls import path

from commonweal.sites.desk.three_in_one import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/link/", views.send_link, name="job_link"),
]
