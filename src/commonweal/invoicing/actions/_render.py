"""Set the papers of what was issued, and judge them before anybody receives them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from commonweal.documents import actions as documents
from commonweal.documents.actions import NewFile
from commonweal.einvoice.validator import LAYERS, RULE_FILES, validate
from commonweal.invoicing import papers, press
from commonweal.invoicing.models import Invoice, Rendering
from commonweal.kernel import hands
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor


@action
def render(*, invoices: Sequence[int], by: Actor, at: datetime) -> list[Invoice]:
    """
    Set the papers of issued invoices (ids), and return those that now have them, or are parked.

    The electronic invoice is judged by the schema and the official rules first; one that breaks
    any is parked with the rules it breaks, and nothing of it can be sent. What is ready already
    is left alone, so that a second time does nothing; what was parked is tried again.
    """
    _hold(invoices)
    found = list(
        Invoice.objects.filter(id__in=invoices, number__isnull=False)
        .exclude(rendering__state=Rendering.State.READY)
        .select_related("corrects", "entity")
        .prefetch_related("lines", "attachments__document")
        .order_by("id")
    )
    results = _set(found, at)
    stored = documents.store(files=[file for _, files in results for file in files], by=by, at=at)
    ids = {(document.about, document.media_type): document.pk for document in stored}
    for rendering, _files in results:
        rendering.pdf_id = ids.get((rendering.invoice.ref, "application/pdf"))
        rendering.xml_id = ids.get((rendering.invoice.ref, "application/xml"))
    Rendering.objects.bulk_create(
        [rendering for rendering, _ in results],
        update_conflicts=True,
        unique_fields=["invoice"],
        update_fields=["state", "pdf", "xml", "rules", "findings", "rendered_at"],
    )
    return found


def _hold(invoices: Sequence[int]) -> None:
    """Who got the same job waits here, and finds the papers set when looking afterwards."""
    held = Invoice.objects.select_for_update().filter(id__in=invoices).order_by("id")
    list(held.values_list("id"))


def _set(invoices: Sequence[Invoice], at: datetime) -> list[tuple[Rendering, list[NewFile]]]:
    """Write and set them on every core at hand; one that cannot be set harms no other."""
    xmls: list[bytes] = []
    sheets = hands.work(press.press, (_copy(invoice, xmls, at) for invoice in invoices))
    results = []
    for invoice, xml, sheet in zip(invoices, xmls, sheets, strict=True):
        if isinstance(sheet, hands.Lost):
            sheet = press.Sheet(broken=(("PDF", "", str(sheet)),))
        files = [] if sheet.broken else _files(invoice, xml, sheet.pdf)
        results.append((_rendering(invoice, sheet, at), files))
    return results


def _copy(invoice: Invoice, xmls: list[bytes], at: datetime) -> press.Copy:
    """What the press needs of one invoice; its XML is kept in `xmls` too."""
    xml = papers.electronic(invoice, invoice.entity)
    xmls.append(xml)
    return press.Copy(
        judge=partial(validate, xml, rules=papers.rules_for(invoice)),
        typeset=papers.page(invoice, invoice.entity, xml=xml, at=at),
    )


def _files(invoice: Invoice, xml: bytes, pdf: bytes) -> list[NewFile]:
    kind = "credit_note" if invoice.corrects_id else "invoice"
    return [
        NewFile(papers.file_name(invoice, ending), media_type, content, kind, invoice.ref)
        for ending, media_type, content in (
            ("pdf", "application/pdf", pdf),
            ("xml", "application/xml", xml),
        )
    ]


def _rendering(invoice: Invoice, sheet: press.Sheet, at: datetime) -> Rendering:
    layers = LAYERS[papers.rules_for(invoice)]
    return Rendering(
        invoice=invoice,
        unit_id=invoice.unit_id,
        state=Rendering.State.PARKED if sheet.broken else Rendering.State.READY,
        rules=" ".join(RULE_FILES[layer].removesuffix(".sch") for layer in layers),
        findings=[list(finding) for finding in sheet.broken],
        rendered_at=at,
    )
