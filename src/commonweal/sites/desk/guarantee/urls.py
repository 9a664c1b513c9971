"""Addresses of the desk: what the house stands for, and what it lost."""

from django.urls import URLPattern, path

from commonweal.sites.desk.guarantee import bankruptcy, cash, coverage, shock, wages

urlpatterns: list[URLPattern] = [
    path("", coverage.index, name="guarantee"),
    path("clients/<int:client>/", coverage.client, name="guarantee_client"),
    path("clock/", wages.clock, name="guarantee_clock"),
    path("bankruptcies/", bankruptcy.index, name="guarantee_bankruptcies"),
    path("bankruptcies/new/", bankruptcy.new, name="guarantee_bankruptcy_new"),
    path("bankruptcies/<int:bankruptcy>/", bankruptcy.show, name="guarantee_bankruptcy"),
    path("bankruptcies/<int:bankruptcy>/claim.pdf", bankruptcy.claim, name="guarantee_claim"),
    path(
        "bankruptcies/<int:bankruptcy>/claim-<int:entity>.pdf",
        bankruptcy.claim,
        name="guarantee_claim",
    ),
    path(
        "bankruptcies/<int:bankruptcy>/dividend/back/",
        bankruptcy.take_back,
        name="guarantee_take_back",
    ),
    path("bankruptcies/<int:bankruptcy>/reopen/", bankruptcy.reopen, name="guarantee_reopen"),
    path("bankruptcies/<int:bankruptcy>/mistake/", bankruptcy.withdraw, name="guarantee_mistake"),
    path("bankruptcies/<int:bankruptcy>/dividend/", bankruptcy.recover, name="guarantee_recover"),
    path(
        "bankruptcies/<int:bankruptcy>/write-off/",
        bankruptcy.write_off,
        name="guarantee_write_off",
    ),
    path("bankruptcies/<int:bankruptcy>/close/", bankruptcy.close, name="guarantee_close"),
    path("cash/", cash.index, name="guarantee_cash"),
    path("cash/rows/", cash.rows, name="guarantee_cash_rows"),
    path("cash/rows.csv", cash.file, name="guarantee_cash_file"),
    path("shock/", shock.index, name="guarantee_shock"),
]
