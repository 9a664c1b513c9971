"""The door to social security."""

from pathlib import Path

from django.conf import settings

from commonweal.employment import simulator
from commonweal.employment.gateways._dimona import Dimona
from commonweal.employment.gateways._messages import (
    Message,
    Person,
    as_json,
    dimona_cancel,
    dimona_in,
    dimona_out,
    dimona_update,
    mask,
)
from commonweal.employment.gateways._recording import RecordingSocialSecurity
from commonweal.employment.gateways._service import (
    Anomaly,
    Answer,
    AnswerLost,
    Malformed,
    NotReceived,
    Result,
    SocialSecurity,
)
from commonweal.kernel.outside import Outside

__all__ = [
    "Anomaly",
    "Answer",
    "AnswerLost",
    "Dimona",
    "Malformed",
    "Message",
    "NotReceived",
    "Person",
    "RecordingSocialSecurity",
    "Result",
    "SocialSecurity",
    "as_json",
    "dimona_cancel",
    "dimona_in",
    "dimona_out",
    "dimona_update",
    "forget",
    "mask",
    "replaced",
    "social_security",
]


def _configured() -> SocialSecurity:
    if settings.DIMONA["url"]:
        return Dimona(
            url=settings.DIMONA["url"],
            token_url=settings.DIMONA["token_url"],
            client_id=settings.DIMONA["client_id"],
            key=Path(settings.DIMONA["key_file"]).read_text(),
        )
    if not settings.CLOCK_IS_MOVABLE:
        raise NotReceived("Set COMMONWEAL_DIMONA_URL, _CLIENT and _KEY to declare work.")
    memory = settings.HOME / "social-security.json" if settings.MODE == "demo" else None
    service = simulator.Simulator(memory=memory)
    return Dimona(
        url=service.url, token_url=service.token_url, client_id=simulator.CLIENT, key=service.key
    )


# The service this house is signed up with; in demo and tests the simulator, started in this
# process at first use. None in a live house: NotReceived.
social_security: Outside[SocialSecurity] = Outside(_configured)
replaced, forget = social_security.replaced, social_security.forget
