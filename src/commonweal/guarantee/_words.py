"""Why a wage is not guaranteed, in sentences that say what would make it so."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.refusals import Refusal


class NotGuaranteed(Refusal):
    """Why a wage is not guaranteed; the sentence says what would make it so."""


class NotConfirmed(NotGuaranteed):
    message = _("Ask the client to confirm the order by the link in the mail.")


class OutsideEu(NotGuaranteed):
    message = _(
        "Ask %(name)s to pay in advance: outside the European Union the wage is not guaranteed."
    )


class ClientBlocked(NotGuaranteed):
    message = _("Talk to your adviser: the cooperative takes no work from %(name)s now.")
    field = "client"


class ClientBankrupt(NotGuaranteed):
    message = _("Do not begin, and talk to your adviser: %(name)s is bankrupt.")
    field = "client"


class DataMissing(NotGuaranteed):
    message = _("Complete the details of %(name)s before it confirms: %(what)s.")
    field = "client"


class OverCap(NotGuaranteed):
    """It says no figure: what others do for this client is theirs."""

    message = _(
        "Ask %(name)s to pay in advance: the house has promised as much as it can for this client."
    )


class NearCap(OverCap):
    """Before the client confirms: it does not tell more than this from less, whatever the price."""

    message = _(
        "Ask %(name)s to pay in advance, or begin once it has confirmed and you read here that it "
        "is guaranteed: the house has promised as much as it can for this client, or nearly."
    )


class NoOrder(NotGuaranteed):
    message = _("Wait until the client pays: no confirmed order stands behind this invoice.")


KINDS: Mapping[str, type[NotGuaranteed]] = {
    "not_confirmed": NotConfirmed,
    "outside_eu": OutsideEu,
    "client_blocked": ClientBlocked,
    "client_bankrupt": ClientBankrupt,
    "data_missing": DataMissing,
    "over_cap": OverCap,
    "no_order": NoOrder,
}
FIELDS = {
    "email": _("an e-mail address"),
    "street": _("its address"),
    "vat_number": _("its VAT number"),
    "purchase_order": _("its purchase-order number"),
}


def refusals(
    reasons: Iterable[Mapping[str, Any]], name: str, *, ahead: bool = False
) -> list[NotGuaranteed]:
    """
    Return stored reasons ({"code", "values"}) as sentences about a client of this name; `ahead` are
    those of what is not decided yet.
    """
    kinds = {**KINDS, "over_cap": NearCap} if ahead else KINDS
    return [kinds[each["code"]](name=name, **_told(each["values"])) for each in reasons]


def _told(values: Mapping[str, Any]) -> dict[str, str]:
    """What a member may read: the fields that lack, and no figure of anybody."""
    if "what" not in values:
        return {}
    fields = [str(FIELDS.get(one, one)) for one in values["what"]]
    return {"what": get_text_list(fields, gettext("and"))}
