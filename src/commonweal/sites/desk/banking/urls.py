"""Addresses of the bank, under /desk/bank/."""

from django.urls import path

from commonweal.sites.desk.banking import columns, gaps, payments, views
from commonweal.sites.desk.payday import due, handing

urlpatterns = [
    path("", views.index, name="bank"),
    path("import/", views.take_in, name="bank_import"),
    path("columns/", columns.index, name="bank_mappings"),
    path("columns/<int:number>/end/", columns.end, name="bank_mapping_end"),
    path("statements/<int:number>/columns/", columns.add, name="bank_mapping_new"),
    path("statements/<int:number>/", views.statement, name="bank_statement"),
    path("statements/<int:number>/file/", views.file, name="bank_file"),
    path("statements/<int:number>/gap/", gaps.dismiss, name="bank_gap_dismiss"),
    path("gaps/<int:number>/reopen/", gaps.reopen, name="bank_gap_reopen"),
    path("moves/<int:number>/", views.move, name="bank_move"),
    path("payments/", due.index, name="payments"),
    path("payments/new/", due.build, name="payments_build"),
    path("payments/status/", due.take_status, name="payments_status"),
    path("payments/<int:number>/", payments.show, name="batch"),
    path("payments/<int:number>/approval/", payments.approve, name="batch_approve"),
    path("payments/<int:number>/export/", payments.export, name="batch_export"),
    path("payments/<int:number>/handover/", handing.hand_over, name="batch_hand_over"),
    path("payments/<int:number>/uploaded/", handing.uploaded, name="batch_uploaded"),
    path("payments/<int:number>/outcome/", handing.decide, name="batch_decide"),
    path("payments/<int:number>/refused/", handing.confirm, name="batch_refused"),
    path("payments/<int:number>/cancel/", payments.cancel, name="batch_cancel"),
    path("payments/<int:number>/file/", payments.file, name="batch_file"),
]
