"""A person gets an account."""

import pytest

from commonweal.access import actions as access
from commonweal.access.models import User

pytestmark = pytest.mark.django_db


def register(by, at, email="Nora@Example.org", password="korenbloem-aan-zee"):
    return access.register_user(
        email=email, name=" Nora Peeters ", language="nl", password=password, by=by, at=at
    )


def test_the_address_is_kept_in_small_letters_and_the_password_as_a_hash(by, at):
    user = register(by, at)
    user.refresh_from_db()
    assert (user.email, user.name) == ("nora@example.org", "Nora Peeters")
    assert user.check_password("korenbloem-aan-zee")
    assert "korenbloem" not in user.password


def test_without_a_password_nobody_signs_in(by, at):
    assert not register(by, at, password=None).has_usable_password()


def test_it_refuses_an_address_that_is_taken_however_it_is_written(by, at):
    register(by, at)
    with pytest.raises(access.AddressTaken) as refused:
        register(by, at, email="NORA@example.org")
    assert refused.value.field == "email"
    assert "NORA@example.org" in str(refused.value)


def test_the_database_refuses_capitals_too(by, at):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="user_email_lower"):
        User.objects.create(email="Nora@example.org", name="Nora")
