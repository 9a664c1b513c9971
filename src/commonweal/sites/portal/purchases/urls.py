"""Addresses of purchases, under /my/budget/<unit>/purchases/."""

from django.urls import path

from commonweal.sites.portal.purchases import views

urlpatterns = [
    path("", views.index, name="activity_purchases"),
    path("import/", views.take_in, name="activity_purchases_import"),
    path("<int:number>/", views.show, name="activity_purchase"),
    path("<int:number>/file/", views.file, name="activity_purchase_file"),
    path("<int:number>/enclosed/<int:nth>/", views.enclosure, name="activity_purchase_enclosure"),
    path("<int:number>/consent/", views.approve, name="activity_purchase_consent"),
    path("<int:number>/return/", views.hand_back, name="activity_purchase_return"),
]
