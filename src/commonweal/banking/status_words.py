"""What a bank means by its codes (ISO 20022 external code sets), as a person says it."""

from django.utils.translation import gettext_lazy as _

STATUSES = {
    "ACCP": _("accepted"), "ACTC": _("accepted"), "ACSP": _("accepted"), "ACWC": _("accepted"),
    "ACSC": _("executed"), "ACCC": _("executed"), "PDNG": _("waits at the bank"),
    "PART": _("accepted in part"), "RJCT": _("refused"), "CANC": _("taken back"),
    "RTRN": _("came back to us"), "RJCT?": _("refused, says a report"),
    "CANC?": _("taken back, says a report"), "DUPL": _("the bank had this file already"),
}  # fmt: skip
REASONS = {
    "AC01": _("the account number does not exist"), "AC03": _("the account number does not exist"),
    "AC04": _("the account is closed"), "AC06": _("the account is blocked"),
    "AG01": _("the account takes no transfers"), "AM04": _("too little money on our account"),
    "AM05": _("sent twice"), "BE01": _("the name does not fit the account"),
    "FOCR": _("we asked for it back"), "MS02": _("the payee gives no reason"),
    "MS03": _("the bank gives no reason"), "RC01": _("the bank does not exist"),
}  # fmt: skip


def status(code: str) -> str:
    """Return what a status says; one that is not known, as it is."""
    return f"{STATUSES[code]}" if code in STATUSES else code


def reason(told: str) -> str:
    """Return a reason ("AC04 more words") in words, its code behind; other words stay."""
    code, _blank, more = told.partition(" ")
    if code not in REASONS:
        return told
    return " ".join(filter(None, [f"{REASONS[code]} ({code})", more]))
