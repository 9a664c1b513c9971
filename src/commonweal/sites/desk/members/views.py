"""Members at the desk: a list to search, a page per person, corrections."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonweal.access import actions as access
from commonweal.activities import queries as activities
from commonweal.banking import queries as bank
from commonweal.kernel import identifiers
from commonweal.members import actions as members
from commonweal.members import queries
from commonweal.members.queries import Member
from commonweal.sites.desk.members.forms import LookForm, PersonForm, ShareForm
from commonweal.sites.desk.payday.accounts import READERS as NUMBER_READERS
from commonweal.sites.desk.payday.accounts import numbers
from commonweal.sites.desk.portfolio.views import READERS as WATCHERS
from commonweal.sites.shell import keyset
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.looks import looks_at
from commonweal.sites.shell.refusals import refusals_beside
from commonweal.sites.shell.templatetags.house import iban

READERS = (
    "adviser", "payroll", "finance_maker", "finance_checker", "customer_service", "legal",
    "prevention", "administrator", "auditor",
)  # fmt: skip
EDITORS = ("adviser", "payroll", "customer_service", "administrator")
LOOKERS = ("adviser", "payroll", "legal", "administrator", "auditor")
CASHIERS = ("adviser", "finance_maker", "customer_service", "administrator")


@allow(*READERS)
def index(request: Visit) -> HttpResponse:
    """List members: the newest, or those whose name begins as asked."""
    text = request.GET.get("q", "").strip()
    found = queries.search(text=text)
    page = (
        keyset.Page(list(found[: keyset.SIZE])) if text else keyset.page(request, found.order_by())
    )
    context = {"page": page, "text": text, "full": bool(text) and len(page.rows) == keyset.SIZE}
    return render(request, "desk/members/index.html", context)


@allow(*READERS)
def show(request: Visit, member: int) -> HttpResponse:
    """Show a member; what is protected stays masked."""
    return _page(request, _member(member), LookForm())


@require_POST
@allow(*LOOKERS)
def look(request: Visit, member: int) -> HttpResponse:
    """Show one protected figure, once, after writing down who looks and why."""
    found, form = _member(member), LookForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            access.read_sensitive(
                about=[found.ref],
                what=form.cleaned_data["what"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
            return _page(request, found, LookForm(), seen=form.cleaned_data["what"])
    return _page(request, found, form)


@allow(*EDITORS)
def edit(request: Visit, member: int) -> HttpResponse:
    """Correct what the house knows of a member."""
    found = _member(member)
    form = PersonForm.for_member(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            members.change_details(
                member=found, details=form.details(), by=request.actor, at=request.at
            )
            messages.success(request, _("Saved."))
            return redirect("desk:member", member)
    status = 422 if form.errors else 200
    return render(request, "desk/members/edit.html", {"form": form, "member": found}, status=status)


@require_POST
@allow(*CASHIERS)
def share(request: Visit, member: int) -> HttpResponse:
    """Note the day on which a member paid a share."""
    found, form = _member(member), ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, found, LookForm(), share=form)
    members.mark_share_paid(
        members=[found], on=form.cleaned_data["on"], by=request.actor, at=request.at
    )
    messages.success(request, _("The share is noted as paid."))
    return redirect("desk:member", member)


def _page(
    request: Visit,
    member: Member,
    form: LookForm,
    *,
    seen: str = "",
    share: ShareForm | None = None,
) -> HttpResponse:
    units = activities.units_of(member_id=member.pk)
    known = bank.histories(payees=[member.ref])[member.ref]
    context = {
        **numbers(known, request.at),
        "may_see_numbers": not request.roles.isdisjoint(NUMBER_READERS),
        "member": member,
        "form": form,
        "share": share or ShareForm(initial={"on": request.at.date()}),
        "national_number": _number(member, seen),
        "account": _account(member, seen),
        "seen": seen,
        "budgets": activities.budgets(ids=units, on=request.at.date()),
        "looks": looks_at(member),
        "may_look": not request.roles.isdisjoint(LOOKERS),
        "may_edit": not request.roles.isdisjoint(EDITORS),
        "may_open_units": not request.roles.isdisjoint(WATCHERS),
        "may_cash": not request.roles.isdisjoint(CASHIERS),
    }
    bad = form.errors or (share and share.errors)
    return render(request, "desk/members/show.html", context, status=422 if bad else 200)


def _member(member: int) -> Member:
    try:
        return queries.get(id=member)
    except ObjectDoesNotExist:
        raise Http404 from None


def _number(member: Member, seen: str) -> str:
    number = member.national_number
    if not number or seen != "national_number":
        return queries.masked_national_number(number)
    return identifiers.show_national_number(number)


def _account(member: Member, seen: str) -> str:
    return iban(member.iban) if seen == "account" else queries.masked_iban(member.iban)
