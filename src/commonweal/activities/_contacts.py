"""The table of contacts: whom the people of a unit know at its clients."""

from django.db import models
from django.db.models import Q

from commonweal.activities._units import Unit


class Contact(models.Model):
    """
    Somebody at a client, as a unit knows them. The client is shared by all members; who is known
    there is the unit's own, and read by nobody else's.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contacts")
    client = models.ForeignKey("clients.Client", models.PROTECT, related_name="+")
    name = models.TextField()
    role = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.TextField(blank=True)
    note = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="contact_named"),
            models.CheckConstraint(
                condition=Q(phone__regex=r"^(\+?[0-9][0-9 ./()-]{4,30})?$"),
                name="contact_phone_shape",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"unit:{self.unit_id}"
