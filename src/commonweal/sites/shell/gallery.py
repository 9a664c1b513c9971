"""Invented values for the page of components."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.kernel.clock import ZONE
from commonweal.sites.shell import charts, kit
from commonweal.sites.shell.fields import DayField, EuroField, TimeField
from commonweal.sites.shell.keyset import Page
from commonweal.sites.shell.templatetags.house import euro

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]
INCOMING = [371200, 388400, 298100, 357600, 682000, 561100, 793500, 598700, 655200, 402200]
OUTGOING = [231900, 278600, 336000, 242300, 371800, 391700, 256800, 226500, 343100, 314500]
BALANCE = [139300, 249100, 211200, 326500, 636700, 806100, 1342800, 1715000, 2027100, 2108700]


class SampleForm(forms.Form):
    client = forms.CharField(
        label=gettext_lazy("Client"), help_text=gettext_lazy("A name or an enterprise number.")
    )
    price = EuroField(label=gettext_lazy("Price without VAT"), least_cents=5000)
    on = DayField(label=gettext_lazy("Day"))
    starts = TimeField(label=gettext_lazy("Start"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Kind of work"),
        widget=forms.RadioSelect,
        choices=[("a", gettext_lazy("Artistic work")), ("b", gettext_lazy("Other work"))],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the papers"),
        choices=[("nl", "Nederlands"), ("fr", "Français")],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    sure = forms.BooleanField(label=gettext_lazy("The client knows the general terms"))


def refused() -> SampleForm:
    """A form somebody sent too early."""
    typed = {"client": "Théâtre de la Sonnette", "price": "40", "status": "a", "language": "fr"}
    form = SampleForm({f"second-{name}": value for name, value in typed.items()}, prefix="second")
    form.add_error(None, _("Start tomorrow or later: work is declared before it begins."))
    return form


def sample() -> dict[str, object]:
    """Everything the page of components shows."""
    return {
        "chart": charts.chart(
            title=_("Money in and out by month, and the balance"),
            labels=MONTHS,
            series=[
                charts.Series(_("In"), INCOMING, "good"),
                charts.Series(_("Out"), OUTGOING, "sand"),
                charts.Series(_("Balance"), BALANCE, "brand", "line"),
            ],
            show=lambda cents: euro(cents, "whole"),
        ),
        "steps": kit.steps(
            [
                _("Draft"),
                _("Sent"),
                _("Client agreed"),
                _("Declared"),
                _("Invoiced"),
                _("Paid out"),
            ],
            now=2,
        ),
        "story": _story(),
        "lines": _lines(),
        "tabs": [
            kit.Tab(_("All"), "?", True, 14),
            kit.Tab(_("Invoices"), "?a", False, 4),
            kit.Tab(_("Wages"), "?b"),
        ],
        "page": Page([], next_url="?after=12"),
    }


def _story() -> list[kit.TimelineEntry]:
    days = ((4, 9), (4, 11), (18, 9), (25, 9))
    at = [datetime(2026, 5, day, hour, tzinfo=ZONE) for day, hour in days]
    return [
        kit.TimelineEntry(_("Order sent to the client"), "Élise Vandenberghe", at[0]),
        kit.TimelineEntry(
            _("Client agreed"), "Ancienne Belgique", at[1], "now",
            _("We declare the work to social security before it starts."),
        ),
        kit.TimelineEntry(_("Invoice"), "Commonweal", at[2].date(), "next"),
        kit.TimelineEntry(_("Wage on your account"), "Commonweal", at[3].date(), "next"),
    ]  # fmt: skip


def _lines() -> list[kit.MoneyLine]:
    return [
        kit.MoneyLine(_("Price without VAT"), 100000, _("What the client agreed to."), "start"),
        kit.MoneyLine(_("Shared contribution"), -6500, _("6.5 % for the services of the house.")),
        kit.MoneyLine(_("Work budget"), 93500, kind="subtotal"),
        kit.MoneyLine(
            _("Employer's contribution"), -24310, _("27 % of the gross wage."), source="RSZ 2026/2"
        ),
        kit.MoneyLine(_("Gross wage"), 69190, kind="subtotal"),
        kit.MoneyLine(_("Social security"), -9043, _("13.07 % of the gross wage.")),
        kit.MoneyLine(_("Withholding of tax"), -11018, _("Key formula, single."), unconfirmed=True),
        kit.MoneyLine(_("On your account"), 49129, _("Within seven days after the work."), "total"),
    ]
