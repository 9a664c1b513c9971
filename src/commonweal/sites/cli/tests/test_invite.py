"""The first administrator comes by the command line."""

import argparse

import pytest

from commonweal.access import queries as access
from commonweal.access.queries import Role
from commonweal.kernel.clock import START
from commonweal.sites.cli import invite

pytestmark = pytest.mark.django_db


def call(*arguments):
    parser = argparse.ArgumentParser()
    invite.add_arguments(parser)
    return invite.run(parser.parse_args(arguments))


def test_it_prints_a_link_that_opens(client, entity, capsys):
    code = call(
        "nora@example.org", "--name", "Nora", "--role", "administrator", "--site", "http://x/"
    )
    link = capsys.readouterr().out.strip()
    assert code == 0
    assert client.get(link.removeprefix("http://x")).status_code == 200
    user = access.user_by_email(email="nora@example.org")
    assert access.roles_at(user=user, at=START) == {Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("nora@example.org", "--name", "N", "--role", "king"), "administrator"),
        (("nora", "--name", "N"), "no e-mail address"),
        (
            (f"{'n' * 60}@{'e' * 60}.{'e' * 60}.{'e' * 60}.{'e' * 60}.be", "--name", "N"),
            "no e-mail",
        ),
        (("nora@example.org", "--name", " "), "first and last name"),
    ],
)
def test_a_wrong_argument_is_one_sentence(entity, capsys, arguments, word):
    assert call(*arguments) == 2
    told = capsys.readouterr()
    assert word in told.err and not told.out
    assert access.accounts().count() == 0
