"""Addresses of purchases, under /desk/purchases/."""

from django.urls import path

from commonweal.sites.desk.purchases import views

urlpatterns = [
    path("", views.index, name="purchases"),
    path("import/", views.take_in, name="purchases_import"),
    path("booking/", views.book_many, name="purchases_book"),
    path("<int:number>/", views.show, name="purchase"),
    path("<int:number>/file/", views.file, name="purchase_file"),
    path("<int:number>/enclosed/<int:nth>/", views.enclosure, name="purchase_enclosure"),
    path("<int:number>/assignment/", views.assign, name="purchase_assign"),
    path("<int:number>/booking/", views.book, name="purchase_book"),
    path("<int:number>/refusal/", views.refuse, name="purchase_refuse"),
]
