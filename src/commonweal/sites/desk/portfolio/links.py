"""From a signal to the page where something can be done about it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import NoReverseMatch, resolve, reverse

from commonweal.flows.portfolio.queries import Level, Signal

PAGES = {
    "unit": "desk:unit",
    "advance": "desk:unit_advance",
    "invoice": "desk:invoice",
    "order": "desk:job",
    "quote": "desk:quote",
    "client": "desk:client",
    "validation": "desk:validation",
    "member": "desk:trust",
}
TONES = {Level.BAD: "bad", Level.WARN: "warn", Level.INFO: "info"}


@dataclass(frozen=True, slots=True)
class Told:
    """A signal with its link and tone, as a page places it."""

    signal: Signal
    href: str

    @property
    def tone(self) -> str:
        return TONES[self.signal.level]


def told(signals: Collection[Signal], *, roles: Collection[str], here: str = "") -> list[Told]:
    """Return signals with the pages behind them, where these roles may open them; not `here`."""
    return [
        Told(signal, "" if signal.about == here else page_of(signal.about, roles=roles))
        for signal in signals
    ]


def page_of(ref: str, *, roles: Collection[str]) -> str:
    """Return the address of a thing ("order:7"); nothing if these roles may not open it."""
    kind, _colon, name = ref.partition(":")
    if kind not in PAGES:
        return ""
    try:
        url = reverse(PAGES[kind], args=[name])
    except NoReverseMatch:
        return ""
    return "" if resolve(url).func.doors.isdisjoint(roles) else url  # type: ignore[attr-defined]
