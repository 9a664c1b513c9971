"""What the clock of wages is read from: pay that is made, and work that is on no payslip yet."""

# Files that left, and that no statement shows.
LEFT = "('exported', 'handing', 'handed', 'unknown')"

# Pay that is owed, or has left and is not on a statement, whenever it was due; and that of the days
# that are asked. A correction is paid through the item of the payslip it corrects. What creditors
# took is owed since the oldest day that what is left of their item still holds.
PAY = f"""
with payment as (
    select distinct on (account, item) account, item, batch.id as batch, batch.state,
        batch.executed_on, (select code from banking_paymentstatus status
            where status.payment_id = payment.id order by id desc limit 1) as code
    from banking_payment payment join banking_paymentbatch batch on batch.id = payment.batch_id
    where account in ('455', '4551') and (
        batch.state in ('draft', 'approved', 'exported', 'handing', 'handed', 'unknown', 'rejected')
        or batch.state = 'executed' and batch.executed_on >= %(executed)s)
    order by account, item, payment.id desc
),
under_way as (
    select account, item, sum(cents)::bigint as cents
    from banking_payment payment join banking_paymentbatch batch on batch.id = payment.batch_id
    where payment.live and account in ('455', '4551') and batch.state in {LEFT}
    group by account, item
),
pending as (
    select account, item, split_part(item, ':', 1) as kind, split_part(item, ':', 2)::bigint as id,
        sum(cents)::bigint as cents
    from (
        select account, item, -cents as cents from ledger_openitem
        where account in ('455', '4551') and cents < 0
        union all select account, item, cents from under_way
    ) owed where item ~ '^(payslip|regularisation|attachment):[0-9]+$' group by account, item
),
wanted as (
    select id from payroll_payslip where due_on >= %(since)s and due_on <= %(until)s
    union select slip.id from pending join payroll_payslip slip
        on slip.id = pending.id or slip.original_id = pending.id
    where pending.kind = 'payslip' and slip.due_on < %(since)s
),
taken as (
    select attachment_id, due_on, sum(cents) over (
        partition by attachment_id order by due_on, id) as so_far, sum(cents) over (
        partition by attachment_id) as whole
    from payroll_attachmenttaken taken
    where attachment_id in (select id from pending where kind = 'attachment')
),
due as (
    select '455'::text as account, 'payslip:' || coalesce(slip.original_id, slip.id) as item,
        slip.contract_id, slip.plan_id, slip.id as slip, slip.member_id, slip.name, slip.unit_id,
        slip.title, slip.due_on, slip.net_cents as cents
    from wanted join payroll_payslip slip on slip.id = wanted.id
    where not exists (select from payroll_payslip newer where newer.corrects_id = slip.id)
    union all
    select '455', 'regularisation:' || settled.id, null, null, null, settled.member_id,
        settled.name, null, to_char(settled.month, 'YYYY-MM'), settled.due_on, settled.net_cents
    from payroll_regularisation settled
    where settled.net_cents > 0 and settled.due_on <= %(until)s and (settled.due_on >= %(since)s
        or settled.id in (select id from pending where kind = 'regularisation'))
    union all
    select '4551', pending.item, null, null, null, claim.member_id, claim.creditor, null,
        member.first_name || ' ' || member.last_name, since.due_on, pending.cents
    from pending join payroll_attachment claim on claim.id = pending.id
    join members_member member on member.id = claim.member_id,
    lateral (select min(due_on) as due_on from taken where taken.attachment_id = claim.id
        and so_far > whole - pending.cents) since
    where pending.kind = 'attachment' and since.due_on <= %(until)s
)
select due.item, due.contract_id, due.plan_id, due.slip, due.member_id, due.name, due.unit_id,
    due.title, due.due_on, due.cents, payment.batch, payment.state, payment.executed_on,
    payment.code, coalesce(open.cents, 0), coalesce(claim.iban, member.iban)
from due join members_member member on member.id = due.member_id
left join payroll_attachment claim
    on due.account = '4551' and claim.id = split_part(due.item, ':', 2)::bigint
left join payment on payment.account = due.account and payment.item = due.item
left join ledger_openitem open on open.account = due.account and open.item = due.item
order by due.due_on, due.name, due.item"""

# Work on no payslip: what is planned, what is over (also where social security did not accept it:
# a person says whether it was done), and each month of a plan. What its client never confirmed, or
# the house does not stand for, cannot be declared: it stays planned, and is over without a wage.
# Work that was closed is looked for so long (`worked`).
WORK = """
select contract.id, null::bigint, contract.member_id, contract.unit_id, job.title, contract.ends_on,
    contract.gross_cents, contract.state in ('declared', 'worked')
from employment_contract contract
join employment_assignment job on job.id = contract.assignment_id
where contract.ends_on <= %(until)s and (
        contract.state in ('cleared', 'refused', 'declared')
        or contract.state = 'worked' and contract.ends_on >= %(worked)s
        or contract.state = 'planned' and (contract.ends_on >= %(on)s or exists (
            select from invoicing_order placed left join guarantee_guarantee decision
                on decision.order_id = placed.id and decision.invoice_id is null
            where placed.assignment_id = contract.assignment_id
                and placed.state in ('confirmed', 'invoiced')
                and coalesce(decision.eligible, true))))
    and not exists (select from payroll_payslip slip where slip.contract_id = contract.id
        and slip.kind in ('ordinary', 'fortnight'))
union all
select null, plan.id, plan.member_id, plan.unit_id, plan.title, ends_on,
    plan.months[1 + (place - 1) %% cardinality(plan.months)], true
from payroll_payplan plan, generate_series(
    date_trunc('month', plan.first::timestamp), least(%(until)s::date, coalesce(
        plan.ended_on, case plan.kind when 'smoothed' then plan.first + interval '11 months' end)
    )::timestamp, interval '1 month') with ordinality as month (begins, place),
    lateral (select (begins + interval '1 month - 1 day')::date) last (ends_on)
where ends_on <= %(until)s and not exists (
    select from payroll_payslip slip where slip.plan_id = plan.id and slip.kind = 'ordinary'
        and slip.ends_on >= begins and slip.ends_on <= last.ends_on)"""

WORKING = f"""
select work.*, member.first_name || ' ' || member.last_name, entity.pay_terms
from ({WORK}) work (contract, plan, member, unit, title, ends_on, cents, sure)
join members_member member on member.id = work.member
join activities_unit unit on unit.id = work.unit
join kernel_legalentity entity on entity.id = unit.entity_id
order by work.ends_on, work.contract, work.plan"""

# How many of the pay that `owed` names are due; the same rows as above, without what the list says.
COUNT = """
with pending as (
    select account, split_part(item, ':', 1) as kind, split_part(item, ':', 2)::bigint as id,
        sum(cents)::bigint as cents
    from ({owed}) owed
    where item ~ '^(payslip|regularisation|attachment):[0-9]+$' group by account, item
)
select (select count(*) from pending join payroll_payslip slip
    on slip.id = pending.id or slip.original_id = pending.id
    where pending.kind = 'payslip' and slip.due_on {when} %(on)s
        and not exists (select from payroll_payslip newer where newer.corrects_id = slip.id))
+ (select count(*) from pending join payroll_regularisation settled on settled.id = pending.id
    where pending.kind = 'regularisation' and settled.due_on {when} %(on)s)
+ (select count(*) from pending where kind = 'attachment' and exists (
    select from (
        select due_on, sum(taken.cents) over (order by due_on, taken.id) as so_far,
            sum(taken.cents) over () as whole
        from payroll_attachmenttaken taken where attachment_id = pending.id
    ) taken where so_far > whole - pending.cents and due_on {when} %(on)s))"""
OPEN = """
    select account, item, -cents as cents from ledger_openitem open
    where account in ('455', '4551') and cents < 0"""

LATE = COUNT.format(
    when="<",
    owed=f"""{OPEN} union all select account, item, cents
    from banking_payment payment join banking_paymentbatch batch on batch.id = payment.batch_id
    where payment.live and account in ('455', '4551') and batch.state in {LEFT}""",
)
TO_PAY = COUNT.format(
    when="<=",
    owed=f"""{OPEN} and not exists (select from banking_payment payment
        where payment.account = open.account and payment.item = open.item and payment.live)""",
)
