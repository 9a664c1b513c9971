"""`commonweal invite`: the first administrator, and anybody when the desk cannot be reached."""

import argparse
import sys

LONGEST_ADDRESS = 254  # of RFC 5321, and of the table
HELP = "invite a person who then chooses a password; prints the link, valid for seven days"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, and in which roles."""
    parser.add_argument("email", help="the address the person signs in with")
    parser.add_argument("--name", required=True, help="first and last name")
    parser.add_argument("--language", default="nl", choices=("nl", "fr", "de", "en"))
    parser.add_argument(
        "--role", action="append", default=[], help="administrator, auditor, …; several times"
    )
    parser.add_argument("--site", help="address of the site, for the link")


def needs_database(options: argparse.Namespace) -> bool:
    """An invitation is kept."""
    return True


def run(options: argparse.Namespace) -> int:
    """Invite, and print the link on standard output."""
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.forms import EmailField
    from django.urls import reverse

    from commonweal.access import actions as access
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM

    unknown = [role for role in options.role if role not in access.Role.values]
    if unknown:
        print(f"Choose roles among {', '.join(access.Role.values)}.", file=sys.stderr)
        return 2
    if not options.name.strip():
        print("Give the --name of the person: first and last name.", file=sys.stderr)
        return 2
    try:
        EmailField(max_length=LONGEST_ADDRESS).clean(options.email)
    except ValidationError:
        print(f"Correct the address “{options.email}”: it is no e-mail address.", file=sys.stderr)
        return 2
    at = clock.now()
    with transaction.atomic():
        invitation = access.invite(
            email=options.email, name=options.name, language=options.language, by=SYSTEM, at=at
        )
        for role in options.role:
            access.grant_role(user=invitation.user, role=access.Role(role), by=SYSTEM, at=at)
    site = options.site or f"https://{settings.ALLOWED_HOSTS[0]}"
    print(f"{site.rstrip('/')}{reverse('shell:welcome', args=[invitation.token])}")
    return 0
