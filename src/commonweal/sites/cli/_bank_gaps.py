"""Statements that are missing, on the command line: told, dismissed with a reason, taken back."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from commonweal.sites.cli._trouble import WrongInput

if TYPE_CHECKING:
    from datetime import date, datetime

    from commonweal.banking.queries import Gap
    from commonweal.kernel.actor import Actor

ROLES = frozenset(["finance_maker", "finance_checker"])


def add_arguments(deeds: Any) -> None:
    """Offer `gaps`, `dismiss` and `reopen`."""
    missing = deeds.add_parser("gaps", help="statements that are missing, by number and balance")
    missing.add_argument(
        "--dismissed", action="store_true", help="those of which somebody said why they are none"
    )
    missing.add_argument(
        "--json",
        action="store_true",
        help="[{account, first, last, after, before, off}], days and cents; with --dismissed also"
        " because, by and at",
    )
    none = deeds.add_parser("dismiss", help="say why nothing is missing before a statement")
    none.add_argument("--because", required=True, metavar="WHY", help="why nothing is missing")
    again = deeds.add_parser("reopen", help="take it back that nothing is missing")
    for parser in (none, again):
        parser.add_argument("account", metavar="IBAN")
        parser.add_argument("before", metavar="DATE", help="the day before which it is missing")
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="who says so")


def tell(options: argparse.Namespace) -> int:
    """Tell what is missing; 1 if anything is."""
    from commonweal.banking import queries

    gaps = queries.dismissed_gaps() if options.dismissed else queries.gaps()
    if options.json:
        print(json.dumps([_row(gap) for gap in gaps], ensure_ascii=False, indent=1))
    else:
        nothing = "No gap was dismissed." if options.dismissed else "No statement is missing."
        print("\n".join(_line(gap) for gap in gaps) or nothing)
    return int(bool(gaps) and not options.dismissed)


def dismiss(options: argparse.Namespace) -> int:
    """Say why nothing is missing."""
    from commonweal.banking import actions as banking
    from commonweal.banking import queries
    from commonweal.kernel.refusals import Refusal

    by, at = _who(options)
    gap = _chosen(queries.gaps(), options)
    try:
        banking.dismiss_gap(after=gap.after, because=options.because, by=by, at=at)
    except Refusal as refusal:
        raise WrongInput(str(refusal)) from None
    print(f"Noted: nothing is missing. {_line(gap)}")
    return 0


def reopen(options: argparse.Namespace) -> int:
    """Take it back."""
    from commonweal.banking import actions as banking
    from commonweal.banking import queries

    by, at = _who(options)
    gap = _chosen(queries.dismissed_gaps(), options)
    assert gap.dismissed is not None
    banking.reopen_gap(dismissed=gap.dismissed, by=by, at=at)
    print(f"Missing again: {_line(gap)}")
    return 0


def _chosen(gaps: "list[Gap]", options: argparse.Namespace) -> "Gap":
    on, account = _day(options.before), options.account.replace(" ", "").upper()
    found = [gap for gap in gaps if gap.account.iban == account and gap.after.on == on]
    if not found:
        raise WrongInput(
            f"Choose one of `commonweal bank gaps`: none is before {options.before} on {account}."
        )
    return found[0]


def _who(options: argparse.Namespace) -> "tuple[Actor, datetime]":
    from commonweal.access import queries as access
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SHELL, Actor

    at = clock.now()
    user = access.user_by_email(email=options.by)
    if user is None:
        raise WrongInput(f"Name a person of the house with --by: nobody signs in as {options.by}.")
    if ROLES.isdisjoint(str(role) for role in access.roles_at(user=user, at=at)):
        raise WrongInput(
            f"Ask somebody in the role {' or '.join(sorted(ROLES))}: {user.name} is not."
        )
    return Actor(user.ref, user.name, SHELL), at


def _day(text: str) -> "date":
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(f"Write the day as 2026-05-11: “{text}” is no day.") from None


def _row(gap: "Gap") -> dict[str, object]:
    after, before = gap.days
    said = gap.dismissed
    told = {"because": said.because, "by": said.by_name, "at": said.at.isoformat()} if said else {}
    return {
        "account": gap.account.iban,
        "first": gap.first,
        "last": gap.last,
        "after": after.isoformat() if after else None,
        "before": before.isoformat() if before else None,
        "off": gap.off_cents,
        **told,
    }


def _line(gap: "Gap") -> str:
    from commonweal.kernel import money

    numbers = "statements"
    if gap.first is not None:
        span = str(gap.first) if gap.first == gap.last else f"{gap.first} to {gap.last}"
        numbers = f"statement {span}"
    after, before = gap.days
    moved = f", {money.show(gap.off_cents)} together" if gap.off_cents else ""
    said = f": {gap.dismissed.because} ({gap.dismissed.by_name})" if gap.dismissed else ""
    return f"{gap.account.iban}  {numbers} missing between {after} and {before}{moved}{said}"
