from commonweal.documents import actions as documents
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.kernel.actor import Actor


def test_a_proof_lies_with_what_was_said(draft, by, at, settings, tmp_path):
    settings.FILES = tmp_path
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    complaint = invoicing.Complaint(invoice, "paid", "Paid on 2 May")
    dispute = invoicing.contest(complaint=complaint, by=Actor("client:1", "Leila"), at=at)
    proof = documents.NewFile("proof.pdf", "application/pdf", b"%PDF-1.7", "proof", dispute.ref)
    (document,) = documents.store(files=[proof], by=by, at=at)
    invoicing.enclose(dispute=dispute, document=document, by=by, at=at)
    assert queries.get_dispute(id=dispute.pk).document == document
