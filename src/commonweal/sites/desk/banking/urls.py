"""Addresses of the bank, under /desk/bank/."""

from django.urls import path

from commonweal.sites.desk.banking import payments, views

urlpatterns = [
    path("", views.index, name="bank"),
    path("import/", views.take_in, name="bank_import"),
    path("statements/<int:number>/", views.statement, name="bank_statement"),
    path("statements/<int:number>/file/", views.file, name="bank_file"),
    path("moves/<int:number>/", views.move, name="bank_move"),
    path("payments/", payments.index, name="payments"),
    path("payments/new/", payments.build, name="payments_build"),
    path("payments/<int:number>/", payments.show, name="batch"),
    path("payments/<int:number>/approval/", payments.approve, name="batch_approve"),
    path("payments/<int:number>/export/", payments.export, name="batch_export"),
    path("payments/<int:number>/cancel/", payments.cancel, name="batch_cancel"),
    path("payments/<int:number>/file/", payments.file, name="batch_file"),
]
