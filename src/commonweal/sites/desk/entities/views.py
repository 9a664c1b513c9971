"""The legal entities under this roof: which there are, a new one, and who invoices from which."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.activities import queries as units
from commonweal.flows.entities import actions as entities
from commonweal.kernel import queries as house
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, Refusals
from commonweal.rules.parameters import figure
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import show_refusals

READERS = ("administrator", "finance_maker", "finance_checker", "auditor")
FIELDS = (
    "name", "enterprise_number", "street", "postcode", "city", "country", "email", "phone", "iban",
    "bic", "series", "currency", "vat_regime", "pay_terms",
)  # fmt: skip


class EntityForm(forms.ModelForm):  # type: ignore[type-arg]
    """What stands on the papers of a sister entity."""

    class Meta:
        model = LegalEntity
        fields = FIELDS
        labels = {
            "name": gettext_lazy("Name"),
            "enterprise_number": gettext_lazy("Enterprise number"),
            "street": gettext_lazy("Street and number"),
            "postcode": gettext_lazy("Postcode"),
            "city": gettext_lazy("City"),
            "country": gettext_lazy("Country code"),
            "email": gettext_lazy("E-mail"),
            "phone": gettext_lazy("Telephone"),
            "iban": gettext_lazy("Account number (IBAN)"),
            "bic": gettext_lazy("Bank (BIC)"),
            "series": gettext_lazy("Letters before its invoice numbers"),
            "currency": gettext_lazy("Currency"),
            "vat_regime": gettext_lazy("VAT"),
            "pay_terms": gettext_lazy("Wages are paid"),
        }
        help_texts = {
            "series": gettext_lazy("One to four capitals: VO gives VO-2026-000001."),
            "vat_regime": gettext_lazy("Who only trains invoices without VAT (article 44)."),
        }
        widgets = dict.fromkeys(
            ("name", "enterprise_number", "street", "postcode", "city", "phone", "iban", "bic"),
            forms.TextInput,
        )

    def _post_clean(self) -> None:
        """The verb judges: its sentences say the remedy."""


class TermsForm(forms.Form):
    """When an entity pays its wages."""

    of = forms.ModelChoiceField(
        label=gettext_lazy("Wages of"), queryset=LegalEntity.objects.none(), empty_label=None
    )
    terms = forms.ChoiceField(label=gettext_lazy("are paid"), choices=LegalEntity.PayTerms.choices)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["of"].queryset = house.entities()  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """Which unit invoices from which entity."""

    unit = forms.IntegerField(label=gettext_lazy("Number of the unit"), min_value=1)
    entity = forms.ModelChoiceField(
        label=gettext_lazy("Invoices from"), queryset=LegalEntity.objects.none(), empty_label=None
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["entity"].queryset = house.entities()  # type: ignore[attr-defined]


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List the legal entities with how many units invoice from each."""
    return _page(request, AssignForm())


@allow("administrator")
def new(request: Visit) -> HttpResponse:
    """Found a sister entity."""
    form = EntityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] or "" for name in FIELDS}
        try:
            entities.found(new=entities.NewEntity(**facts), by=request.actor, at=request.at)
        except (Refusal, Refusals) as refusal:
            show_refusals(form, refusal)
        else:
            messages.success(request, _("It has its own invoice numbers and books now."))
            return redirect("desk:entities")
    status = 422 if form.errors else 200
    return render(request, "desk/entities/form.html", {"form": form}, status=status)


@allow("administrator")
def assign(request: Visit) -> HttpResponse:
    """Let a unit invoice from an entity from now on."""
    form = AssignForm(request.POST)
    if form.is_valid():
        unit = units.many(ids=[form.cleaned_data["unit"]]).get(form.cleaned_data["unit"])
        if unit:
            chosen = form.cleaned_data["entity"]
            entities.assign(unit=unit, entity=chosen, by=request.actor, at=request.at)
            text = _("“%(unit)s” invoices from %(entity)s from now on.")
            messages.success(request, text % {"unit": unit.name, "entity": chosen.name})
            return redirect("desk:entities")
        form.add_error("unit", _("Look the number up on the page of the unit: there is none."))
    return _page(request, form)


@require_POST
@allow("administrator")
def terms(request: Visit) -> HttpResponse:
    """Say when the wages of an entity are paid from now on."""
    form = TermsForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["of"]
        entities.change_pay_terms(
            entity=chosen, terms=form.cleaned_data["terms"], by=request.actor, at=request.at
        )
        text = _("From now on “%(entity)s” pays wages: %(terms)s.")
        words = {"entity": chosen.name, "terms": _when(chosen.pay_terms, request.at.date())}
        messages.success(request, text % words)
        return redirect("desk:entities")
    return _page(request, AssignForm(), form)


def _page(request: Visit, form: AssignForm, terms_form: TermsForm | None = None) -> HttpResponse:
    counted, today = units.units_by_entity(), request.at.date()
    context = {
        "entities": [
            (entity, counted.get(entity.pk, 0), _when(entity.pay_terms, today))
            for entity in house.entities()
        ],
        "form": form,
        "terms_form": terms_form or TermsForm(),
        "may_change": "administrator" in request.roles,
    }
    bad = form.errors or (terms_form and terms_form.errors)
    return render(request, "desk/entities/index.html", context, status=422 if bad else 200)


def _when(terms: str, on: date) -> str:
    """Say the terms of pay with the figure of the house that stands on a day."""
    if terms == LegalEntity.PayTerms.DAY_OF_NEXT_MONTH:
        number = figure("pay.day_of_next_month", on).value
        return _("on day %(number)s of the next month") % {"number": number}
    number = figure("pay.delay", on).value
    return _("%(number)s days after the contract") % {"number": number}
