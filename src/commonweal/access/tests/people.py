"""Somebody to give roles to."""

from commonweal.access import actions as access


def nora(by, at):
    """A person of the office, without any role yet."""
    return access.register_user(
        email="nora@example.org", name="Nora Peeters", language="nl", password=None, by=by, at=at
    )
