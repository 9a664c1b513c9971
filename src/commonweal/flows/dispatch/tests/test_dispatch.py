"""New papers go to the client by the best way there is, once."""

from tests.cast import NOW

from commonweal.flows.dispatch import actions, jobs, queries
from commonweal.flows.dispatch.tests.house import FESTIVAL
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.queries import to_post
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.actions import bounce, send
from commonweal.peppol.models import Outgoing


def test_a_business_on_peppol_gets_its_invoice_there_and_is_told_by_mail(house):
    house.network.register(FESTIVAL)
    invoice = house.invoice()
    house.carry()
    sent = Outgoing.objects.get()
    assert (sent.about, sent.receiver, sent.sender) == (
        invoice.ref, FESTIVAL, "0208:0896755397",
    )  # fmt: skip
    assert sent.state == "accepted"
    assert sent.document == invoice.rendering.xml
    assert house.mails("invoice") == []
    (notice,) = house.mails("invoice_over_peppol")
    assert (notice.to, notice.attachments) == ("production@festival.example", [])
    assert FESTIVAL in notice.body
    assert invoice.number in notice.subject


def test_a_business_that_is_not_on_peppol_gets_mail_with_both_papers(house):
    invoice = house.invoice()
    house.carry()
    (letter,) = house.mails()
    assert (letter.to, letter.about) == ("production@festival.example", invoice.ref)
    assert letter.language == "fr"
    assert letter.context["member"] == "Amina Benali"
    kinds = [seal["media_type"] for seal in letter.attachments]
    assert kinds == ["application/pdf", "application/xml"]
    channels = [(each.channel, each.stage) for each in queries.history(invoice=invoice)]
    assert channels == [("peppol", "refused"), ("mail", "waiting")]
    assert not queries.refused_by_peppol().exists()


def test_a_number_that_the_client_gave_goes_before_the_one_that_is_derived(house):
    house.network.register("0088:5412345678908")
    house.invoice(house.festival(peppol_id="0088:5412345678908"))
    house.carry()
    assert Outgoing.objects.get().receiver == "0088:5412345678908"
    assert Outgoing.objects.get().state == "accepted"


def test_mail_goes_to_the_address_for_invoices(house):
    house.invoice(house.festival(invoice_email="accounts@festival.example"))
    house.carry()
    assert house.mails()[0].to == "accounts@festival.example"


def test_a_private_person_gets_mail_and_is_never_looked_up(house):
    house.invoice(house.person())
    house.carry()
    assert house.mails()[0].to == "mia@example.org"
    assert not Outgoing.objects.exists()


def test_without_an_address_it_goes_by_post(house):
    person = house.person()
    type(person).objects.filter(pk=person.pk).update(email="")
    invoice = house.invoice(person)
    house.carry()
    assert list(queries.paper()) == [invoice]
    assert to_post().get().because == "no_address"
    assert house.mails() == []


def test_an_address_that_sent_mail_back_counts_as_none(house):
    person = house.person()
    type(person).objects.filter(pk=person.pk).update(
        bounced_at=NOW, bounced_address="mia@example.org", bounced_reason="No such user"
    )
    invoice = house.invoice(person)
    house.carry()
    assert list(queries.paper()) == [invoice]
    assert to_post().get().because == "bounced"


def test_another_address_than_the_one_that_sent_mail_back_is_tried(house):
    person = house.person()
    type(person).objects.filter(pk=person.pk).update(
        bounced_at=NOW, bounced_address="old@example.org", bounced_reason="No such user"
    )
    house.invoice(person)
    house.carry()
    assert house.mails()[0].to == "mia@example.org"


def test_running_it_again_brings_nothing_again(house):
    house.network.register(FESTIVAL)
    festival = house.festival()
    house.invoice(festival)
    house.invoice(house.person())
    house.carry(turns=3)
    assert Outgoing.objects.count() == 1
    assert len(house.mails()) == len(house.mails("invoice_over_peppol")) == 1


def test_what_was_sent_before_this_job_existed_is_not_sent_again(house):
    from commonweal.kernel.models import Cursor

    house.invoice(house.person())
    house.carry()
    Cursor.objects.filter(job="dispatch").delete()
    house.carry()
    assert len(house.mails()) == 1


def test_a_credit_note_goes_the_same_way_and_asks_for_no_money(house):
    invoice = house.invoice(house.person())
    (note,) = invoicing.credit_note(invoices=[invoice], reason="Rain", by=SYSTEM, at=NOW)
    invoicing.render(invoices=[note.pk], by=SYSTEM, at=NOW)
    house.carry()
    (letter,) = house.mails("credit_note")
    assert letter.about == note.ref
    assert invoice.number in letter.body
    assert "Rain" in letter.body
    assert "BE69" not in letter.body


def test_a_credit_note_over_peppol_is_one_there_and_needs_no_mail(house):
    house.network.register(FESTIVAL)
    invoice = house.invoice()
    (note,) = invoicing.credit_note(invoices=[invoice], reason="Rain", by=SYSTEM, at=NOW)
    invoicing.render(invoices=[note.pk], by=SYSTEM, at=NOW)
    house.carry()
    assert Outgoing.objects.get(about=note.ref).kind == "credit_note"
    assert [each.about for each in house.mails("invoice_over_peppol")] == [invoice.ref]


def test_parked_papers_go_nowhere_until_they_are_mended(house, monkeypatch):
    from commonweal.einvoice.validator import refused
    from commonweal.invoicing.actions import _render

    broken = refused("BR-CO-15", "The sum is wrong.")
    with monkeypatch.context() as broke:
        broke.setattr(_render, "validate", lambda *_args, **_more: broken)
        invoice = house.invoice(house.person())
    house.carry()
    assert house.mails() == []
    invoicing.render(invoices=[invoice.pk], by=SYSTEM, at=NOW)
    house.carry()
    assert len(house.mails()) == 1


def test_a_network_that_is_down_holds_up_nobody_else(house):
    house.network.register(FESTIVAL)
    house.network.down(True)
    festival = house.invoice()
    house.invoice(house.person())
    house.carry()
    assert len(house.mails()) == 1
    assert list(queries.to_send()) == [festival]
    house.network.down(False)
    house.carry()
    assert not queries.to_send().exists()
    assert queries.history(invoice=festival)[0].stage == "arrived"


def test_a_live_house_that_is_not_on_peppol_mails_everything(house, settings):
    settings.CLOCK_IS_MOVABLE = False
    house.invoice()
    actions.dispatch(by=SYSTEM, at=NOW)
    assert len(house.mails()) == 1
    assert not Outgoing.objects.exists()


def test_one_step_that_fails_does_not_keep_the_other_from_happening(house, monkeypatch):
    import pytest

    done = []
    monkeypatch.setattr(actions, "dispatch", lambda **_: 1 / 0)
    monkeypatch.setattr(actions, "follow", lambda **_: done.append("followed"))
    with pytest.raises(ZeroDivisionError):
        jobs.run(at=NOW)
    assert done == ["followed"]


def test_the_last_attempt_of_each_invoice_is_told_in_few_questions(
    house, django_assert_num_queries
):
    house.network.register(FESTIVAL)
    festival = house.festival()
    several = [house.invoice(festival) for _ in range(3)] + [house.invoice(house.person())]
    house.carry()
    with django_assert_num_queries(3):
        found = queries.deliveries(invoices=several)
    assert [found[each.ref].channel for each in several] == ["peppol"] * 3 + ["mail"]
    assert [found[each.ref].stage for each in several] == ["arrived"] * 3 + ["waiting"]
    send(limit=10, by=SYSTEM, at=NOW)
    (letter,) = house.mails()
    assert queries.deliveries(invoices=several)[several[3].ref].stage == "sent"
    bounce(letters=[letter], reason="550 no such user", by=SYSTEM, at=NOW)
    returned = queries.deliveries(invoices=several)[several[3].ref]
    assert (returned.stage, returned.reason) == ("refused", "550 no such user")


def test_mail_about_an_invoice_leads_to_the_pages_of_the_client(house):
    house.network.register(FESTIVAL)
    house.invoice()
    house.invoice(house.person())
    house.carry()
    for kind in ("invoice", "invoice_over_peppol"):
        (letter,) = house.mails(kind)
        assert f'<a class="button" href="{letter.context["link"]}">' in letter.html
        assert "/client/" in letter.context["link"]
