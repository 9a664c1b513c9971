"""
The form of one contract that a budget pays: what, who, when, how much.

Like the form of a job it is a family that is posted together, so that no button loses anything.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.activities import queries as activities
from commonweal.activities.queries import Mandate
from commonweal.flows.from_budget.actions import Measure, Wanted, Work, Worker
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.members.queries import Member, WorkerStatus
from commonweal.rules.errors import RuleError
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.refusals import show_refusals
from commonweal.sites.shell.work_forms import Days, Hushable, filled, member_of

ANOTHER = "another"
STATUSES = [
    ("", gettext_lazy("As usual for this person")),
    *((value, label) for value, label in WorkerStatus.choices if value != WorkerStatus.STAFF),
]
BESIDE = {"gross_cents": "amount", "worker_status": "status", "workers": "who"}


class ContractForm(Hushable):
    """The contract itself; `mandate` is of the member who hires."""

    title = forms.CharField(
        label=gettext_lazy("What is the work?"),
        max_length=200,
        help_text=gettext_lazy("It stands on the contract and on the payslip."),
    )
    who = forms.ChoiceField(label=gettext_lazy("Who works?"))
    email = forms.EmailField(
        label=gettext_lazy("Address of the other member"),
        required=False,
        help_text=gettext_lazy("For another member only: the address they sign in with."),
    )
    status = forms.ChoiceField(label=gettext_lazy("As"), choices=STATUSES, required=False)
    measure = forms.ChoiceField(
        label=gettext_lazy("The amount is"), choices=Measure.choices, initial=Measure.GROSS
    )
    amount = EuroField(
        label=gettext_lazy("Amount"),
        least_cents=1,
        help_text=gettext_lazy("For all days together."),
    )

    def __init__(self, data: QueryDict, *, mandate: Mandate) -> None:
        super().__init__(data)
        self.mandate, self.member = mandate, mandate.member
        who: Any = self.fields["who"]
        who.choices = list(self._people())

    def _people(self) -> Iterator[tuple[str, str]]:
        """Oneself first, then those who act for the unit too, and anybody else."""
        own = self.mandate
        self.others = {
            f"{each.member_id}": each.member
            for each in activities.mandates(unit=own.unit_id)
            if each.member_id != own.member_id
        }
        yield f"{own.member_id}", _("%(name)s (you)") % {"name": own.member.full_name}
        yield from ((key, member.full_name) for key, member in self.others.items())
        yield ANOTHER, _("Another member")

    def clean(self) -> dict[str, Any]:
        """Find the person who was chosen."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        who, email = facts.get("who"), facts.get("email", "")
        if who == ANOTHER and "email" not in self.errors:
            try:
                self.member = _other(email)
            except forms.ValidationError as fault:
                self.add_error("email", fault)
        elif who in self.others:
            self.member = self.others[who]
        return facts


def _other(email: str) -> Member:
    if not email:
        raise forms.ValidationError(_("Give the address with which the other member signs in."))
    return member_of(email.lower())


class ContractForms:
    """The whole family, bound to what was posted."""

    def __init__(self, data: QueryDict, *, mandate: Mandate) -> None:
        self.contract = ContractForm(data, mandate=mandate)
        self.days = Days(data, prefix="day")

    def hush(self) -> None:
        self.contract.hush()
        for day in self.days:
            day.hush()

    def is_valid(self) -> bool:
        """Check every form of the family, also after the first fault."""
        return all([self.contract.is_valid(), self.days.is_valid()])

    @property
    def is_computable(self) -> bool:
        """Whether enough is known to estimate: all but the title."""
        self.contract.is_valid()
        return self.days.is_valid() and not self.contract.errors.keys() - {"title"}

    def work(self) -> Work:
        """Return what was typed."""
        facts, mandate = self.contract.cleaned_data, self.contract.mandate
        member = self.contract.member
        worker = Worker(
            member_id=member.pk,
            status=facts["status"] or member.worker_status,
            periods=tuple(day.period() for day in filled(self.days)),
        )
        wanted = Wanted(worker, facts["amount"], facts["measure"])
        return Work(mandate.unit_id, facts.get("title", ""), mandate.member_id, [wanted])

    def refuse(self, refusal: Refusal | RuleError) -> None:
        """Put each refusal where its remedy is: a day, a field of the contract, or on top."""
        if isinstance(refusal, RuleError):
            self.contract.add_error(None, refusal.said(_))
            return
        for one in each_of(refusal):
            one.field = BESIDE.get(one.field or "", one.field)
            show_refusals(self._place(one.values.get("period")), one)

    def _place(self, period: object) -> Any:
        if isinstance(period, int) and period < len(self.days.forms):
            return self.days.forms[period]
        return self.contract
