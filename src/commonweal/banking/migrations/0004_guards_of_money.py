"""What was told, sent and confirmed stays: rows are added, and only what is still open changes."""

from django.db import migrations

FORWARD = """
create trigger move_detail_immutable before update or delete or truncate on banking_movedetail
    for each statement execute function banking_refuse_change();
create trigger payment_status_immutable
    before update or delete or truncate on banking_paymentstatus
    for each statement execute function banking_refuse_change();
create trigger suspense_owner_immutable
    before update or delete or truncate on banking_suspenseowner
    for each statement execute function banking_refuse_change();

drop trigger payment_immutable on banking_payment;
create trigger payment_immutable
    before update of batch_id, item, account, unit, kind, payee, name, iban, cents, reference,
        due_on
    on banking_payment for each statement execute function banking_refuse_change();

-- A handover that is known to have arrived, or not, stays so; what was sent is never another file.
create trigger handover_kept before delete or truncate on banking_handover
    for each statement execute function banking_refuse_change();
create trigger handover_immutable before update on banking_handover
    for each row when (
        old.state in ('sent', 'withdrawn')
        or old.batch_id is distinct from new.batch_id
        or old.message_id is distinct from new.message_id
        or old.file_sha256 is distinct from new.file_sha256
        or old.began_by is distinct from new.began_by
        or old.began_at is distinct from new.began_at)
    execute function banking_refuse_change();

create trigger payee_account_kept before delete or truncate on banking_payeeaccount
    for each statement execute function banking_refuse_change();
create trigger payee_account_immutable before update on banking_payeeaccount
    for each row when (
        old.payee is distinct from new.payee
        or old.iban is distinct from new.iban
        or old.entered_by is distinct from new.entered_by
        or old.entered_at is distinct from new.entered_at
        or old.usable_at is distinct from new.usable_at
        or (old.confirmed_at is not null and old.confirmed_at is distinct from new.confirmed_at)
        or (old.stopped_at is not null and old.stopped_at is distinct from new.stopped_at))
    execute function banking_refuse_change();

create trigger settling_kept before delete or truncate on banking_settling
    for each statement execute function banking_refuse_change();
create trigger settling_immutable before update on banking_settling
    for each row when (
        old.undone_at is not null
        or old.move_id is distinct from new.move_id
        or old.parts is distinct from new.parts
        or old.entry is distinct from new.entry)
    execute function banking_refuse_change();
"""
BACKWARD = """
drop trigger settling_immutable on banking_settling;
drop trigger settling_kept on banking_settling;
drop trigger payee_account_immutable on banking_payeeaccount;
drop trigger payee_account_kept on banking_payeeaccount;
drop trigger handover_immutable on banking_handover;
drop trigger handover_kept on banking_handover;
drop trigger payment_immutable on banking_payment;
create trigger payment_immutable
    before update of batch_id, item, account, unit, name, iban, cents, reference, due_on
    on banking_payment for each statement execute function banking_refuse_change();
drop trigger suspense_owner_immutable on banking_suspenseowner;
drop trigger payment_status_immutable on banking_paymentstatus;
drop trigger move_detail_immutable on banking_movedetail;
"""


class Migration(migrations.Migration):
    dependencies = [("banking", "0003_money_in_and_out")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
