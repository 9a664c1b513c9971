"""A social security that remembers what it was told and answers as the test wants."""

from collections.abc import Mapping
from itertools import count

from commonweal.employment.dimona import period_number
from commonweal.employment.gateways._messages import Message
from commonweal.employment.gateways._service import Anomaly, Answer, Result


class RecordingSocialSecurity:
    """
    Accepts everything, unless `results` names another result for a national number, or
    `failures` an exception to raise for it (once).
    """

    def __init__(
        self,
        results: Mapping[str, Result] | None = None,
        failures: Mapping[str, Exception] | None = None,
    ) -> None:
        self.messages: dict[str, Message] = {}
        self.results, self.failures = dict(results or {}), dict(failures or {})
        self._numbers = count(2_000_000_001)

    def declare(self, message: Message) -> str:
        """Remember the message; raise what the test planned for this person."""
        if failure := self.failures.pop(_ssin(message), None):
            raise failure
        number = str(next(self._numbers))
        self.messages[number] = message
        return number

    def status(self, number: str) -> Answer | None:
        """Give the planned result at once."""
        result = self.results.get(_ssin(self.messages[number]), "A")
        return Answer(
            result,
            period_number=period_number(int(number)) if result in ("A", "W") else "",
            anomalies=(Anomaly("90017-510"),) if result in ("W", "B") else (),
            raw={**self.messages[number].body, "declarationStatus": {"result": result}},
        )

    def find(self, message: Message) -> list[str]:
        """Look among what was remembered."""
        return [number for number, known in self.messages.items() if known.body == message.body]


def _ssin(message: Message) -> str:
    return str(message.body.get("worker", {}).get("ssin", ""))
