"""Find a paper, a job or a budget of one's own from any page of the portal."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from commonweal.sites.shell import finding
from commonweal.sites.shell.doors import Visit, allow
from commonweal.sites.shell.finding import SHORTEST, Group


@require_GET
@allow("member")
def search(request: Visit) -> HttpResponse:
    """Show what was found among the rows this member sees."""
    text = request.GET.get("q", "").strip()[:100]
    groups = _groups(request, text) if len(text) >= SHORTEST else ()
    return finding.answer(request, groups, text=text, page=reverse("portal:search"))


def _groups(request: Visit, text: str) -> Iterator[Group]:
    roles, on = request.roles, request.at.date()
    yield finding.invoices(text, on=on, name="portal:invoice", roles=roles)
    yield finding.units(text, on=on, name="portal:budget", roles=roles)
    yield finding.orders(text, name="portal:job", roles=roles)
