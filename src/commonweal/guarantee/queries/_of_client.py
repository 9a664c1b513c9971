"""What the desk reads of one client."""

from commonweal.clients.queries import Client
from commonweal.guarantee.models import Cap


def caps(*, client: Client) -> list[Cap]:
    """Return the caps that were ever set for a client, the last one first, also before a merge."""
    return list(Cap.objects.filter(client=client).order_by("-from_on", "-id"))
