from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.cast import NOW

from commonweal.peppol import envelope
from commonweal.peppol.simulator import Simulator
from commonweal.peppol.tests import mail
from commonweal.peppol.values import write

ID = "11fd5c1b-3e6f-4bb4-8ac5-17a6b4b1a6d2"


def message(id=ID):
    return envelope.wrap(
        mail.ubl(), id=id, sender=mail.HOUSE, receiver=mail.FESTIVAL, country="BE", at=NOW
    )


def test_it_remembers_over_a_restart_and_between_processes(tmp_path):
    memory = tmp_path / "peppol" / "network.json"
    first = Simulator(now=lambda: NOW, memory=memory)
    first.register(write(mail.FESTIVAL), "reject")
    first.send(message())
    second = Simulator(now=lambda: NOW, memory=memory)
    assert second.lookup([mail.FESTIVAL, mail.KAAI]) == {mail.FESTIVAL}
    (told,) = second.statuses([ID])
    assert b"RE" in told.answer


def test_it_keeps_everything_when_several_speak_at_once_and_knows_what_it_had(tmp_path):
    network = Simulator(now=lambda: NOW, memory=tmp_path / "network.json")
    network.register(write(mail.FESTIVAL))
    others = [message(ID[:-1] + last) for last in "0134567"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(network.send, [message(), *others, message()]))
    assert len(network.taken()) == 9
    assert len(set(network.taken())) == 8


def test_it_knows_no_other_behaviour():
    with pytest.raises(KeyError):
        Simulator(now=lambda: NOW).register("0208:0871234105", "kind")
