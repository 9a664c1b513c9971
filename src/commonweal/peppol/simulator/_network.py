"""The register, the access point and the receivers of the simulated network."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from commonweal.peppol import envelope, responses
from commonweal.peppol.simulator._memory import Memory, State
from commonweal.peppol.values import (
    AnswerLost,
    Arrived,
    Message,
    NotReceived,
    Participant,
    Told,
    TurnedDown,
    UnknownParticipant,
    write,
)

BEHAVIOURS = (
    "accept", "reject", "object", "late", "duplicate", "malformed", "leaving", "wrong", "lost",
    "timeout", "silent",
)  # fmt: skip
PATIENCE = timedelta(days=2)
SERVICE_PROVIDERS = ("0242", "000001"), ("0242", "000002")
REASON = "BR-NL-31 The order reference is not known to the buyer."
OBJECTION = "The purchase-order number is missing: send the invoice again with it."
NONSENSE = b"<ApplicationResponse>"


class Simulator:
    """The network as one access point sees it. `now` is the clock of the house."""

    def __init__(self, *, now: Callable[[], datetime], memory: Path | None = None) -> None:
        self._now, self._memory = now, Memory(memory)

    # ---- what a test or a demo arranges ---------------------------------------------------

    def register(self, participant: str, behaviour: str = "accept") -> None:
        """
        Enter a participant, written 0208:0403019261, and say how it behaves.

        :raises KeyError: if there is no such behaviour
        """
        with self._memory.open() as state:
            state["participants"][participant] = _known(behaviour)

    def plan(self, *behaviours: str) -> None:
        """
        Say what happens to the next messages, whoever gets them.

        :raises KeyError: if there is no such behaviour
        """
        with self._memory.open() as state:
            state["plans"] += [_known(each) for each in behaviours]

    def down(self, is_down: bool) -> None:
        """Let nothing through, or everything again."""
        with self._memory.open() as state:
            state["down"] = is_down

    def deliver(self, content: bytes, *, times: int = 1) -> None:
        """Put a message in our inbox, as often as said, unless the same ever lay there."""
        with self._memory.open() as state:
            if (text := content.decode()) not in state["seen"]:
                state["seen"].append(text)
                for _ in range(times):
                    _put(state, text)

    def taken(self) -> list[str]:
        """Return the ids of what was taken, once for each time that it was handed over."""
        with self._memory.open() as state:
            return [id for id, known in state["messages"].items() for _ in range(known["times"])]

    def is_in_inbox(self) -> int:
        """Return how many messages wait in our inbox."""
        with self._memory.open() as state:
            return len(state["inbox"])

    # ---- what an access point does --------------------------------------------------------

    def lookup(self, participants: Collection[Participant]) -> set[Participant]:
        """Return those who are in the register."""
        with self._memory.open() as state:
            _let_through(state)
            return {each for each in participants if write(each) in state["participants"]}

    def send(self, message: Message) -> None:
        """Take a message, or not, as its receiver behaves; a known id is the same message."""
        with self._memory.open() as state:
            _let_through(state)
            if known := state["messages"].get(message.id):
                known["times"] += 1
                return
            receiver = write(envelope.unwrap(message.content).receiver)
            registered = state["participants"].get(receiver)
            behaviour = state["plans"].pop(0) if state["plans"] else registered
            failure = _failure(behaviour, registered)
            if failure is None or behaviour == "lost":
                state["messages"][message.id] = {
                    "content": message.content.decode(), "behaviour": behaviour, "asked": 0,
                    "times": 1, "at": self._now().isoformat(),
                }  # fmt: skip
        if failure:
            raise failure

    def statuses(self, message_ids: Sequence[str]) -> list[Told]:
        """Answer for each message as its receiver behaves."""
        with self._memory.open() as state:
            _let_through(state)
            return [told for id in message_ids for told in self._told(state, id)]

    def inbox(self) -> list[Arrived]:
        """Return what was delivered and not acknowledged."""
        with self._memory.open() as state:
            _let_through(state)
            return [Arrived(each["id"], each["content"].encode()) for each in state["inbox"]]

    def acknowledge(self, ids: Sequence[str]) -> None:
        """Take these out of the inbox."""
        with self._memory.open() as state:
            _let_through(state)
            state["inbox"] = [each for each in state["inbox"] if each["id"] not in ids]

    def _told(self, state: State, id: str) -> list[Told]:
        known = state["messages"].get(id)
        if known is None:
            return [Told(id, known=False)]
        known["asked"] += 1
        taken_at = datetime.fromisoformat(known["at"])
        match known["behaviour"]:
            case "silent":
                return [Told(id)]
            case "late" if self._now() < taken_at + PATIENCE:
                return [Told(id)]
            case "malformed" if known["asked"] == 1:
                return [Told(id, answer=NONSENSE)]
            case "reject":
                return [Told(id, answer=_status(known, id, "RE", REASON, self._now()))]
            case "duplicate":
                return [Told(id, answer=_status(known, id, "AP", "", self._now()))] * 2
            case "object" if known["asked"] == 1:
                _put(state, _objection(known, self._now()))
        return [Told(id, answer=_status(known, id, "AP", "", self._now()))]


def _known(behaviour: str) -> str:
    if behaviour not in BEHAVIOURS:
        raise KeyError(behaviour)
    return behaviour


def _let_through(state: State) -> None:
    if state["down"]:
        raise NotReceived("The access point gives no answer.")


def _failure(behaviour: str | None, registered: str | None) -> Exception | None:
    if registered is None or behaviour == "leaving":
        return UnknownParticipant("No such participant, or not for this document type.")
    if behaviour == "wrong":
        return TurnedDown("The sender is not registered with this access point.")
    if behaviour in ("lost", "timeout"):
        return AnswerLost("The connection was cut.")
    return None


def _put(state: State, content: str) -> None:
    number = state.get("arrivals", 0) + 1
    state["arrivals"] = number
    state["inbox"].append({"id": f"arrival-{number}", "content": content})


def _status(known: State, id: str, code: str, reason: str, at: datetime) -> bytes:
    ours, theirs = SERVICE_PROVIDERS
    return responses.message_level(
        id=f"MLS-{id}", message_id=id, sender=theirs, receiver=ours, code=code, reason=reason, at=at
    )


def _objection(known: State, at: datetime) -> str:
    """The buyer refuses: an Invoice Response in an envelope of its own."""
    sent = envelope.unwrap(known["content"].encode())
    name = f"{{{envelope.COMPONENTS}}}ID"
    number = etree.fromstring(sent.content).findtext(name, "")
    answer = responses.invoice_level(
        id=f"IR-{number}", number=number, sender=sent.receiver, receiver=sent.sender, code="RE",
        reason=OBJECTION, at=at,
    )  # fmt: skip
    message = envelope.wrap(
        answer, id=str(uuid5(NAMESPACE_URL, sent.id)), sender=sent.receiver, receiver=sent.sender,
        country="BE", at=at,
    )  # fmt: skip
    return message.content.decode()
