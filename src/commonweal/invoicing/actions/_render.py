"""Set the papers of what was issued, and judge them before anybody receives them."""

from collections.abc import Sequence
from datetime import datetime

from typst import TypstError

from commonweal.documents import actions as documents
from commonweal.documents.actions import NewFile
from commonweal.einvoice.validator import LAYERS, RULE_FILES, RuleSet, validate
from commonweal.invoicing import papers
from commonweal.invoicing.models import Invoice, Rendering
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
    results = [_set(invoice, at) for invoice in found]
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


def _set(invoice: Invoice, at: datetime) -> tuple[Rendering, list[NewFile]]:
    rules, entity = papers.rules_for(invoice), invoice.entity
    xml = papers.electronic(invoice, entity)
    broken = [
        [finding.rule, finding.place, finding.message]
        for finding in validate(xml, rules=rules).findings
        if finding.fatal
    ]
    files: list[NewFile] = []
    if not broken:
        try:
            files = _files(invoice, xml, papers.pdf(invoice, entity, xml=xml, at=at))
        except TypstError as error:
            broken = [["PDF", "", str(error)]]
    return _rendering(invoice, rules, broken, at), files


def _files(invoice: Invoice, xml: bytes, pdf: bytes) -> list[NewFile]:
    kind = "credit_note" if invoice.corrects_id else "invoice"
    return [
        NewFile(papers.file_name(invoice, ending), media_type, content, kind, invoice.ref)
        for ending, media_type, content in (
            ("pdf", "application/pdf", pdf),
            ("xml", "application/xml", xml),
        )
    ]


def _rendering(
    invoice: Invoice, rules: RuleSet, broken: list[list[str]], at: datetime
) -> Rendering:
    return Rendering(
        invoice=invoice,
        unit_id=invoice.unit_id,
        state=Rendering.State.PARKED if broken else Rendering.State.READY,
        rules=" ".join(RULE_FILES[layer].removesuffix(".sch") for layer in LAYERS[rules]),
        findings=broken,
        rendered_at=at,
    )
