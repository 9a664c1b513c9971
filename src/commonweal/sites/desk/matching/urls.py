"""Addresses of the desk: movements that wait, and what they may be."""

from django.urls import path

from commonweal.sites.desk.matching import placing, rules, views

urlpatterns = [
    path("", views.index, name="matching"),
    path("accept/", views.accept, name="matching_accept"),
    path("decline/", views.decline, name="matching_decline"),
    path("accept-all/", views.accept_all, name="matching_accept_all"),
    path("look/", views.look, name="matching_look"),
    path("<int:number>/place/", placing.place, name="matching_place"),
    path("<int:number>/owner/", placing.own, name="matching_own"),
    path("placed/", rules.placed, name="matching_placed"),
    path("placed/<int:number>/undo/", rules.undo, name="matching_undo"),
    path("rules/", rules.index, name="matching_rules"),
    path("rules/<int:number>/accept/", rules.accept, name="matching_rule_accept"),
    path("rules/<int:number>/end/", rules.end, name="matching_rule_end"),
]
