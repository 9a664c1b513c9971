"""Addresses of the year end, under /desk/year-end/."""

from django.urls import path

from commonweal.sites.desk.year_end import sleep, views

urlpatterns = [
    path("", views.index, name="year_end"),
    path("years.csv", views.index_file, name="year_end_file"),
    path("sleeping/", sleep.index, name="sleeping"),
    path("sleeping/<int:unit>/", sleep.reopen, name="unit_reopen"),
    path("runs/<int:run>/", views.run, name="year_end_run"),
    path("runs/<int:run>/units.csv", views.run_file, name="year_end_run_file"),
    path("runs/<int:run>/undo/", views.undo, name="year_end_undo"),
    path("<int:year>/", views.year, name="year_end_year"),
    path("<int:year>/carry/", views.carry, name="year_end_carry"),
]
