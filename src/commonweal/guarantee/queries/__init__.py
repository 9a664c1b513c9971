"""Reads of the guarantee: what is promised, exposed, due and lost."""

from commonweal.guarantee.models import Bankruptcy, Cap, Guarantee, Loss, Recovery

__all__ = ["Bankruptcy", "Cap", "Guarantee", "Loss", "Recovery"]
