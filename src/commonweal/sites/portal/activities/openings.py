"""Asking for an activity: the form, its conditions, and what became of the request."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.queries import OpeningRequest, Trade
from commonweal.documents import queries as documents
from commonweal.flows.shareholders import actions as shareholders
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.sites.shell import uploads
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.refusals import refusals_on_top, show_refusals

KIND = "opening_paper"


class OpeningForm(forms.Form):
    """What an adviser needs to know; the conditions are those of the profession that is chosen."""

    name = forms.CharField(
        label=gettext_lazy("Name of the activity"),
        help_text=gettext_lazy("Clients read it on the invoice."),
        max_length=80,
    )
    trade = forms.ChoiceField(label=gettext_lazy("Profession"))
    description = forms.CharField(
        label=gettext_lazy("What do you do, for whom and where?"),
        help_text=gettext_lazy("A few sentences. Your adviser reads them before you meet."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    partner_email = forms.EmailField(
        label=gettext_lazy("Who manages it with you?"),
        required=False,
        help_text=gettext_lazy(
            "The e-mail address of a second manager, who is invited once the activity is open. "
            "You can invite people later too."
        ),
    )
    met = forms.MultipleChoiceField(
        label=gettext_lazy("Conditions of this profession"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick what is so today."),
        error_messages={"required": gettext_lazy("Tick the conditions that are met.")},
    )
    papers = uploads.PapersField(
        label=gettext_lazy("Papers"),
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 10 MB each; several at once."),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: Visit, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = request.at.date()
        trade: Any = self.fields["trade"]
        trade.choices = [("", _("Choose one")), *_by_sector(queries.trades(on=self.on))]
        met: Any = self.fields["met"]
        found = self.chosen
        met.choices = [(each.code, each.words) for each in found.conditions] if found else []
        met.required = bool(met.choices)
        self.came = uploads.papers(uploads.unsealed(request, str(self["kept"].value() or "")))

    @property
    def chosen(self) -> Trade | None:
        """The profession that is chosen so far."""
        return queries.find_trade(code=str(self["trade"].value() or ""), on=self.on)


def _by_sector(trades: list[Trade]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The professions under their sectors, both in the order of the list."""
    for _code, some in groupby(trades, key=lambda trade: trade.sector):
        group = list(some)
        yield f"{group[0].sector_words}", [(trade.code, f"{trade.words}") for trade in group]


@allow("member")
def new(request: Visit) -> HttpResponse:
    """Take a request for an activity; files that came stay, also when something is refused."""
    member = _self(request)
    if request.method != "POST":
        typed = {name: request.GET[name] for name in OpeningForm.base_fields if name in request.GET}
        start = {"key": uuid4().hex, **typed, "met": request.GET.getlist("met")}
        return _page(request, OpeningForm(request, initial=start), member)
    data = request.POST.copy()
    form = OpeningForm(request, data, request.FILES)
    if files := form.is_valid() and form.cleaned_data["papers"]:
        ids = uploads.keep(request, files, kind=KIND, about=member.ref)
        data["kept"] = uploads.sealed(request, [each.pk for each in form.came] + ids)
        form = OpeningForm(request, data)
        form.is_valid()
    return _sent(request, form, member) or _page(request, form, member)


def _sent(request: Visit, form: OpeningForm, member: Member) -> HttpResponseRedirect | None:
    """Send the request; None when something stands in the way, and the form says what."""
    if not form.is_valid():
        return None
    facts = form.cleaned_data
    wish = activities.NewOpening(
        member=member,
        name=facts["name"],
        trade=facts["trade"],
        description=facts["description"],
        met=facts["met"],
        papers=[each.pk for each in form.came],
        partner_email=facts["partner_email"],
        key=f"{request.user.pk}:{facts['key'][:64]}",
    )
    try:
        made = shareholders.request_opening(request=wish, by=request.actor, at=request.at)
    except Refusal as refusal:
        show_refusals(form, refusal)
        return None
    messages.success(request, _("Sent. An adviser reads it and answers by mail."))
    return redirect("portal:opening", made.pk)


def _page(request: Visit, form: OpeningForm, member: Member) -> HttpResponse:
    context = {"form": form, "member": member, "trade": form.chosen}
    status = 422 if form.errors else 200
    return render(request, "portal/activities/opening_new.html", context, status=status)


@allow("member")
def show(request: Visit, number: int) -> HttpResponse:
    """Show one's own request: where it stands, what the adviser said, and its papers."""
    return _story(request, _own(request, number), PapersForm())


class PapersForm(forms.Form):
    """More papers for a request."""

    papers = uploads.PapersField(
        label=gettext_lazy("Papers"),
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 10 MB each; several at once."),
    )


@require_POST
@allow("member")
def add_papers(request: Visit, number: int) -> HttpResponse:
    """Add papers to a request; it waits for the adviser again."""
    own, form = _own(request, number), PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _story(request, own, form)
    ids = uploads.keep(request, form.cleaned_data["papers"], kind=KIND, about=own.ref)
    if not ids:
        form.add_error("papers", _("Choose at least one file."))
        return _story(request, own, form)
    with refusals_on_top(request):
        activities.add_papers(request=own, papers=ids, by=request.actor, at=request.at)
        messages.success(request, _("Added. The adviser sees it at once."))
    return redirect("portal:opening", number)


@require_POST
@allow("member")
def withdraw(request: Visit, number: int) -> HttpResponse:
    """Take one's own request back."""
    with refusals_on_top(request):
        activities.withdraw_opening(request=_own(request, number), by=request.actor, at=request.at)
        messages.success(request, _("Your request is withdrawn."))
    return redirect("portal:opening", number)


@allow("member")
def paper(request: Visit, number: int, document: int) -> HttpResponse:
    """Give back a paper of one's own request."""
    if document not in _own(request, number).papers:
        raise Http404
    found = documents.get(id=document)
    return HttpResponse(
        documents.content(document=found),
        content_type=found.media_type,
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )


def _story(request: Visit, own: OpeningRequest, form: PapersForm) -> HttpResponse:
    context = {
        "opening": own,
        "form": form,
        "trade": queries.find_trade(code=own.trade, on=own.sent_at.date()),
        "papers": uploads.papers(own.papers),
        "is_open": own.state in ("sent", "papers_asked"),
    }
    status = 422 if form.errors else 200
    return render(request, "portal/activities/opening.html", context, status=status)


def _own(request: Visit, number: int) -> OpeningRequest:
    try:
        return queries.get_own_opening(member_id=request.member_id or 0, id=number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _self(request: Visit) -> Member:
    if request.member_id is None:
        raise Http404
    return members.get(id=request.member_id)
