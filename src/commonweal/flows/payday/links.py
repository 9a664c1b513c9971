"""Purposes of the signed links in letters about an account number."""

from commonweal.flows.payday.values import LINK

__all__ = ["LINK", "STOP_LINK"]

# Only stops it: who reads an e-mail address that changed lately has not shown who they are.
STOP_LINK = "payee_account_stop"
