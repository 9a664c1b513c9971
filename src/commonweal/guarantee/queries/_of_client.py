"""What the desk reads of one client."""

from commonweal.clients import queries as clients
from commonweal.clients.queries import Client
from commonweal.guarantee.models import Cap


def caps(*, client: Client) -> list[Cap]:
    """Return the caps that were ever set for a client under any name it had, the last one first."""
    found = Cap.objects.filter(client__in=clients.family(client=client))
    return list(found.order_by("-from_on", "-id"))
