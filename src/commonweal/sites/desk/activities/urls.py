"""Addresses of activities at the desk, under /desk/activities/."""

from django.urls import URLPattern, path

from commonweal.sites.desk.activities import advances, openings, unit

urlpatterns: list[URLPattern] = [
    path("openings/", openings.index, name="openings"),
    path("openings/<int:number>/", openings.show, name="opening"),
    path("openings/<int:number>/papers/<int:document>/", openings.paper, name="opening_paper"),
    path("trades/", openings.trades, name="trades"),
    path("<int:unit>/", unit.show, name="unit"),
    path("<int:unit>/notes/", unit.note, name="note_new"),
    path("<int:unit>/goals/", unit.goal, name="goal_new"),
    path("<int:unit>/goals/<int:number>/reached/", unit.reached, name="goal_reached"),
    path("<int:unit>/goals/<int:number>/dropped/", unit.dropped, name="goal_dropped"),
    path("<int:unit>/advance/", advances.show, name="unit_advance"),
    path("<int:unit>/advance/grant/", advances.grant, name="unit_advance_grant"),
    path("<int:unit>/advance/extension/", advances.extend, name="unit_advance_extend"),
    path("<int:unit>/advance/end/", advances.end, name="unit_advance_end"),
]
