"""The papers of payslips."""

from collections.abc import Sequence
from datetime import datetime

from commonweal.documents import actions as documents
from commonweal.documents.actions import Document, NewFile
from commonweal.kernel import queries as house
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.payroll import _paper
from commonweal.payroll.models import Paper, Payslip


@action
def render(*, payslips: Sequence[int], by: Actor, at: datetime) -> list[Document]:
    """Keep the PDF of each of these payslips that has none, in the language of its worker."""
    entity = house.entity()
    # Who got the same job waits here, and finds the papers made when looking afterwards.
    list(Payslip.objects.select_for_update().filter(id__in=payslips).order_by("id").values("id"))
    bare = Payslip.objects.filter(id__in=payslips, paper=None)
    slips = list(bare.select_related("member").order_by("id"))
    files = [
        NewFile(
            name=f"{slip.ends_on:%Y-%m-%d}-payslip-{slip.pk}.pdf",
            media_type="application/pdf",
            content=_paper.pdf(slip, slip.member, entity, at),
            kind="payslip",
            about=slip.ref,
        )
        for slip in slips
    ]
    stored = documents.store(files=files, by=by, at=at)
    Paper.objects.bulk_create(
        Paper(payslip=slip, document=document) for slip, document in zip(slips, stored, strict=True)
    )
    return stored
