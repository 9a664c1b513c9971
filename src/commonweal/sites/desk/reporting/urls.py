"""Addresses of VAT, under /desk/vat/."""

from django.urls import path

from commonweal.sites.desk.reporting import listings, returns

urlpatterns = [
    path("", returns.show, name="vat"),
    path("grids.csv", returns.file, name="vat_file"),
    path("return.xml", returns.take, name="vat_take"),
    path("grids/<str:grid>/", returns.grid, name="vat_grid"),
    path("grids/<str:grid>/entries.csv", returns.grid_file, name="vat_grid_file"),
    path("clients/", listings.clients, name="vat_clients"),
    path("clients/clients.csv", listings.clients_file, name="vat_clients_file"),
    path("clients/listing.xml", listings.take_clients, name="vat_clients_take"),
    path("eu/", listings.intra, name="vat_intra"),
    path("eu/clients.csv", listings.intra_file, name="vat_intra_file"),
    path("eu/listing.xml", listings.take_intra, name="vat_intra_take"),
]
