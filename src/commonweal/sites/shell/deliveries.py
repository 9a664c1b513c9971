"""How a page tells the way of an invoice to its client: the timeline, and a pill in a list."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.flows.dispatch.queries import Channel, Delivery, Stage
from commonweal.invoicing.queries import PostalCopy
from commonweal.sites.shell.kit import Text, TimelineEntry

Pill = tuple[str, Text]

PILLS: dict[tuple[Channel, Stage], Pill] = {
    (Channel.PEPPOL, Stage.WAITING): ("info", gettext_lazy("To be sent")),
    (Channel.PEPPOL, Stage.SENT): ("quiet-tone", gettext_lazy("Sent over Peppol")),
    (Channel.PEPPOL, Stage.ARRIVED): ("quiet-tone", gettext_lazy("On Peppol")),
    (Channel.PEPPOL, Stage.REFUSED): ("bad", gettext_lazy("Refused by Peppol")),
    (Channel.MAIL, Stage.WAITING): ("info", gettext_lazy("To be mailed")),
    (Channel.MAIL, Stage.SENT): ("quiet-tone", gettext_lazy("Mailed")),
    (Channel.MAIL, Stage.REFUSED): ("bad", gettext_lazy("Mail came back")),
    (Channel.POST, Stage.WAITING): ("info", gettext_lazy("To be posted")),
    (Channel.POST, Stage.SENT): ("quiet-tone", gettext_lazy("Posted")),
}


def pill(delivery: Delivery) -> Pill:
    """Return the tone and the words for how far an invoice came."""
    return PILLS[delivery.channel, delivery.stage]


def told(story: list[Delivery]) -> Iterator[TimelineEntry]:
    """Tell every attempt to bring an invoice to its client."""
    for delivery in story:
        yield from TELLERS[delivery.channel](delivery)


def _over_peppol(delivery: Delivery) -> Iterator[TimelineEntry]:
    number = _("Number %(number)s") % {"number": delivery.to}
    if delivery.stage == Stage.WAITING:
        text = _("Waits to be sent over Peppol")
        yield TimelineEntry(text, at=delivery.at, state="now", note=number)
        return
    if delivery.left_at and not delivery.stranger:
        yield TimelineEntry(_("Sent over Peppol"), at=delivery.left_at, note=number)
    if delivery.stage == Stage.ARRIVED:
        yield TimelineEntry(_("Accepted over Peppol"), at=delivery.at)
    elif delivery.stranger:
        note = _("Nobody receives invoices under number %(number)s.") % {"number": delivery.to}
        text = _("The client is not on Peppol")
        yield TimelineEntry(text, at=delivery.at, state="refused", note=note)
    elif delivery.stage == Stage.REFUSED:
        text = _("Refused over Peppol")
        yield TimelineEntry(text, at=delivery.at, state="refused", note=delivery.reason)
        if delivery.undecided:
            yield TimelineEntry(_("The office decides how it reaches the client"), state="now")


def _by_mail(delivery: Delivery) -> Iterator[TimelineEntry]:
    to = {"address": delivery.to}
    if delivery.stage == Stage.REFUSED:
        text = _("Mail to %(address)s came back") % to
        yield TimelineEntry(text, at=delivery.at, state="refused", note=delivery.reason)
    elif delivery.stage == Stage.WAITING:
        yield TimelineEntry(_("Mail to %(address)s waits to leave") % to, at=delivery.at)
    elif delivery.notice:
        text = _("The client was told by mail to %(address)s") % to
        yield TimelineEntry(text, at=delivery.at)
    else:
        yield TimelineEntry(_("Mailed to %(address)s") % to, at=delivery.at)


def _by_post(delivery: Delivery) -> Iterator[TimelineEntry]:
    why = PostalCopy.Because(delivery.reason).label
    if delivery.stage == Stage.WAITING:
        text = _("Waits to be printed and posted")
        yield TimelineEntry(text, at=delivery.at, state="now", note=why)
    else:
        yield TimelineEntry(_("Posted"), at=delivery.at, note=why)


TELLERS = {Channel.PEPPOL: _over_peppol, Channel.MAIL: _by_mail, Channel.POST: _by_post}
