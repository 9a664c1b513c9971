"""Who looked at a person's protected data, as pages of members and of the office show it."""

from django.utils.translation import gettext_lazy as _

from commonweal.access import queries as access
from commonweal.members.queries import Member
from commonweal.sites.shell.kit import TimelineEntry

SHOWN = 10
WHAT = {
    "national_number": _("National number"),
    "account": _("Account number"),
    "pay": _("Pay"),
}


def looks_at(member: Member) -> list[TimelineEntry]:
    """Return the last looks at a member, newest first: who, what, when and why."""
    found = access.reads_of(about=[member.ref])[:SHOWN]
    return [
        TimelineEntry(WHAT.get(one.what, one.what), one.by_name, one.at, note=one.reason)
        for one in found
    ]
