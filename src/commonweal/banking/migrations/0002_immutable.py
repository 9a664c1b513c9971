"""What the bank told and what was approved stays as it was, whoever asks."""

from django.db import migrations

FORWARD = """
create function banking_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Statements, moves and approved payments do not change (% on %).',
        tg_op, tg_table_name
        using errcode = 'restrict_violation', constraint = 'banking_immutable';
end $$;

create trigger statement_immutable before update or delete or truncate on banking_statement
    for each statement execute function banking_refuse_change();
create trigger move_immutable before update or delete or truncate on banking_move
    for each statement execute function banking_refuse_change();

-- Only `live` of a payment changes.
create trigger payment_immutable
    before update of batch_id, item, account, unit, name, iban, cents, reference, due_on
    on banking_payment for each statement execute function banking_refuse_change();
create trigger payment_kept before delete or truncate on banking_payment
    for each statement execute function banking_refuse_change();

create trigger batch_maker_immutable
    before update of account_id, count, total_cents, built_by, built_by_name, built_at
    on banking_paymentbatch for each statement execute function banking_refuse_change();
create trigger batch_approval_immutable before update on banking_paymentbatch
    for each row when (old.approved_by is not null and (
        old.approved_by is distinct from new.approved_by
        or old.approved_at is distinct from new.approved_at
        or old.content_hash is distinct from new.content_hash))
    execute function banking_refuse_change();
create trigger batch_file_immutable before update on banking_paymentbatch
    for each row when (old.message_id is not null and (
        old.message_id is distinct from new.message_id
        or old.document_id is distinct from new.document_id
        or old.file_sha256 is distinct from new.file_sha256))
    execute function banking_refuse_change();
create trigger batch_kept before delete or truncate on banking_paymentbatch
    for each statement execute function banking_refuse_change();
"""
BACKWARD = """
drop trigger statement_immutable on banking_statement;
drop trigger move_immutable on banking_move;
drop trigger payment_immutable on banking_payment;
drop trigger payment_kept on banking_payment;
drop trigger batch_maker_immutable on banking_paymentbatch;
drop trigger batch_approval_immutable on banking_paymentbatch;
drop trigger batch_file_immutable on banking_paymentbatch;
drop trigger batch_kept on banking_paymentbatch;
drop function banking_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("banking", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
