"""What the pages of transfers and of internal invoices share: whom, an answer, the story."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.activities import queries as activities
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.sites.shell.doors import Visit
from commonweal.sites.shell.kit import Text, TimelineEntry
from commonweal.sites.shell.templatetags.house import euro

WORDS: dict[str, Text] = {
    "activities.propose_transfers": gettext_lazy("Proposed; the budget is kept aside"),
    "activities.release_checked_transfers": gettext_lazy("An adviser let it go"),
    "activities.accept_transfers": gettext_lazy("Accepted; it is in the books"),
    "activities.refuse_transfer": gettext_lazy("Refused"),
    "activities.withdraw_transfer": gettext_lazy("Taken back"),
    "activities.expire": gettext_lazy("Nobody answered in time; the budget is free again"),
    "activities.send_internal_invoices": gettext_lazy("Sent"),
    "activities.release_checked_invoices": gettext_lazy("An adviser let it go"),
    "activities.approve_internal_invoices": gettext_lazy("Good to pay; it is in the books"),
    "activities.dispute_internal_invoice": gettext_lazy("Sent back"),
    "activities.resend_internal_invoice": gettext_lazy("Changed and sent again"),
    "activities.withdraw_internal_invoice": gettext_lazy("Taken back"),
}
ONCE = ("activities.propose_transfers", "activities.send_internal_invoices")
MAKING = (*ONCE, "activities.resend_internal_invoice")
CONSENT = ("activities.accept_transfers", "activities.approve_internal_invoices")
NO = (
    "activities.refuse_transfer", "activities.dispute_internal_invoice",
    "activities.withdraw_transfer", "activities.withdraw_internal_invoice", "activities.expire",
)  # fmt: skip


class OtherForm(forms.Form):
    """
    Whom: a member's e-mail address or the number of a budget, then the budget that is meant.

    Other buttons than “send” post the form too; then it is `hushed`: it shows what was typed
    without complaining about what is still missing.
    """

    to = forms.CharField(
        label=gettext_lazy("Whose budget?"),
        max_length=200,
        help_text=gettext_lazy(
            "The e-mail address of a member, exactly as they sign in, or the number of a budget."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    receiver = forms.TypedChoiceField(
        label=gettext_lazy("Which budget?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the budget that is meant.")},
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, request: Visit, unit: int) -> None:
        self.found = activities.receivers(
            text=data.get("to", ""), on=request.at.date(), without=[unit]
        )
        data = data.copy()
        if len(self.found) == 1:
            data["receiver"] = str(next(iter(self.found)))
        super().__init__(data)
        receiver: Any = self.fields["receiver"]
        receiver.choices = [(id, f"{name} ({id})") for id, name in self.found.items()]

    def clean(self) -> dict[str, Any]:
        """Say at the address, not at the empty list, that nothing was found."""
        if self.cleaned_data.get("to") and not self.found:
            self.errors.pop("receiver", None)
            self.add_error("to", _("Check the address or the number: it names no other budget."))
        elif "to" in self.errors:
            self.errors.pop("receiver", None)
        return self.cleaned_data

    def hush(self) -> None:
        """Take the complaints back, but not that nothing was found."""
        unknown = bool(self["to"].value()) and not self.found
        self._errors = ErrorDict()
        if unknown:
            self.cleaned_data: dict[str, Any] = {}
            self.add_error("to", _("Check the address or the number: it names no other budget."))


class ReasonForm(forms.Form):
    """Why not: the other side reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Why not?"),
        max_length=500,
        help_text=gettext_lazy("The other side reads it."),
        error_messages={"required": gettext_lazy("Say why in a few words.")},
    )


def refused(refusal: Refusal) -> ReasonForm:
    """Return an empty form with what stands in the way on top."""
    form = ReasonForm({"reason": "-"})
    form.full_clean()
    for one in each_of(refusal):
        form.add_error(None, str(one))
    form.data = {}
    return form


def entry_of(found: Mapping[str, tuple[int, object]]) -> int | None:
    """Return the id of the one entry that was found, if there is one."""
    return next((id for id, _lines in found.values()), None)


def blank(request: Visit) -> QueryDict:
    """Return the data of a new form, with whom the address names."""
    data = QueryDict(mutable=True)
    data.update({"key": uuid4().hex, "to": request.GET.get("to", "")})
    return data


def key_of(request: Visit) -> str:
    """One form is one deed, however often it is sent."""
    return f"{request.actor.id}:{request.POST.get('key', '')[:64]}"


def story(ref: str, waiting: Text = "") -> list[TimelineEntry]:
    """Return what happened, who did it and why, and what it waits for."""
    entries = list(_told(ref))
    return [*entries, TimelineEntry(waiting, state="now")] if waiting else entries


def _told(ref: str) -> Iterator[TimelineEntry]:
    notes: list[str] = []
    seen: set[str] = set()
    maker = ""
    for event in activities.happenings(of=ref):
        if note := _note(event.data):
            notes.append(note)
        if event.verb not in WORDS or (event.verb in ONCE and event.verb in seen):
            continue
        seen.add(event.verb)
        if event.verb in MAKING:
            maker = event.by
        if event.verb in CONSENT and event.by == maker:
            notes.append(_("The same person stands on both sides: it is their own money."))
        yield TimelineEntry(
            WORDS[event.verb],
            event.by_name,
            event.at,
            "refused" if event.verb in NO else "done",
            " ".join(notes),
        )
        notes = []


def _note(data: dict[str, Any]) -> str:
    if "reason" in data:
        return str(data["reason"])
    if "cents" in data:
        return _("It asked %(amount)s before.") % {"amount": euro(data["cents"])}
    return ""
