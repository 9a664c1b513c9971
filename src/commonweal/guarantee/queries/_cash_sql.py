"""What the money of ninety days is read from: one statement for each kind, whatever the size."""

# What the bank accounts and the fund hold, from the monthly balances.
STOCK = """
select coalesce(sum(debit_cents - credit_cents) filter (where account in (
        select ledger_account from banking_account where entity = 1)), 0)::bigint,
    coalesce(sum(credit_cents - debit_cents) filter (where account = '1641'), 0)::bigint,
    coalesce(sum(credit_cents - debit_cents) filter (where account = '499'), 0)::bigint
from ledger_balance join ledger_journal journal on journal.id = journal
where journal.entity = 1 and (account in ('1641', '499') or account in (
    select ledger_account from banking_account where entity = 1))"""

# Every claim that is open: on whom, since when it is due, whether somebody contests it, and the VAT
# in what its credit notes left of it.
CLAIMS = """
select 'invoice:' || owed.number, owed.open_cents, coalesce(client.merged_into_id, client.id),
    client.name, owed.due_on, owed.vat_cents - owed.credited_vat_cents, owed.net_cents
        + owed.vat_cents - owed.credited_net_cents - owed.credited_vat_cents, owed.guaranteed,
    false, exists (
        select from ledger_disputeditem dispute
        where dispute.item = 'invoice:' || owed.number and dispute.lifted_at is null), null::date
from invoicing_receivable owed join clients_client client on client.id = owed.client_id
where owed.open_cents > 0 and owed.entity_id = 1
union all
select open.item, open.cents, null, null, null, null, null, false, true, exists (
        select from ledger_disputeditem dispute
        where dispute.item = open.item and dispute.lifted_at is null), (
        select min("on") from ledger_line line
        where line.item = open.item and line.account = open.account)
from ledger_openitem open
where open.account = '400' and open.cents > 0 and not exists (
    select from invoicing_receivable owed
    where owed.open_cents <> 0 and 'invoice:' || owed.number = open.item)"""

# How many days after the due day the last invoices of clients with an open one were paid, in
# full, over the bank; and of all of them together (a null client).
BEHAVIOUR = """
with asked as (
    select client_id as id from invoicing_receivable where open_cents > 0
    union select client_id from invoicing_order where state = 'confirmed'
),
paid as (
    select owed.client_id, owed.paid_on - owed.due_on as late, row_number() over (
        partition by owed.client_id order by owed.issued_on desc, owed.invoice_id desc) as place
    from asked join invoicing_receivable owed on owed.client_id = asked.id
    where owed.open_cents = 0 and owed.paid_on is not null and owed.entity_id = 1
        and owed.issued_on >= %(since)s and not exists (
            select from ledger_lostitem lost where lost.item = 'invoice:' || owed.number)
)
select coalesce(merged.merged_into_id, paid.client_id) as root,
    percentile_disc(0.5) within group (order by late),
    percentile_disc(0.75) within group (order by late)
        - percentile_disc(0.25) within group (order by late),
    count(*)
from paid left join clients_client merged
    on merged.id = paid.client_id and merged.merged_into_id is not null
where place <= %(invoices)s
group by grouping sets ((coalesce(merged.merged_into_id, paid.client_id)), ())"""

# What clients confirmed and was not invoiced yet; of one that failed nothing is expected. Sisters
# are paid by their clients on accounts of their own; wages are all paid from that of the house.
ORDERS = """
select placed.id, coalesce(client.merged_into_id, client.id), client.name, placed.title,
    placed.ends_on, client.payment_days, placed.rate_bp,
    placed.price_cents - coalesce(invoiced.cents, 0), coalesce(decision.eligible, true)
from invoicing_order placed
join clients_client client on client.id = placed.client_id
join activities_unit unit on unit.id = placed.unit_id and unit.entity_id = 1
left join lateral (
    select sum(net_cents)::bigint as cents from invoicing_invoice part
    where part.order_id = placed.id and part.number is not null and part.corrects_id is null
) invoiced on true
left join guarantee_guarantee decision
    on decision.order_id = placed.id and decision.invoice_id is null
where placed.state = 'confirmed' and placed.price_cents > coalesce(invoiced.cents, 0)
    and not exists (
        select from guarantee_bankruptcy failed where failed.closed_on is null
            and failed.client_id in (client.id, client.merged_into_id))"""

# Work that is agreed with a worker, and not on a payslip yet; what clients did not confirm, or the
# house does not stand for, is none: it cannot be declared.
# Also that of sisters: the house pays every wage, on the day of the entity that owes it.
CONTRACTS = """
select contract.id, contract.ends_on, contract.gross_cents, contract.worker_status,
    entity.pay_terms
from employment_contract contract
join activities_unit unit on unit.id = contract.unit_id
join kernel_legalentity entity on entity.id = unit.entity_id
where contract.state = any (%(states)s) and contract.ends_on <= %(until)s
    and not exists (select from payroll_payslip slip where slip.contract_id = contract.id
        and slip.kind in ('ordinary', 'fortnight'))
    and (contract.state <> 'planned' or exists (
        select from invoicing_order placed left join guarantee_guarantee decision
            on decision.order_id = placed.id and decision.invoice_id is null
        where placed.assignment_id = contract.assignment_id
            and placed.state in ('confirmed', 'invoiced') and coalesce(decision.eligible, true)))"""

# Plans of pay that run, and the months of each that are on a payslip.
PLANS = """
select plan.id, plan.kind, plan.first, plan.months, plan.ended_on, plan.worker_status,
    entity.pay_terms, array(
    select date_trunc('month', ends_on)::date from payroll_payslip slip
    where slip.plan_id = plan.id and slip.kind = 'ordinary')
from payroll_payplan plan
join activities_unit unit on unit.id = plan.unit_id
join kernel_legalentity entity on entity.id = unit.entity_id
where (plan.ended_on is null or plan.ended_on >= %(on)s) and plan.first <= %(until)s"""

# What of a gross pay goes to the worker, to the tax office and to social security: of what stands,
# without holiday pay and premiums, which are taxed in another way.
PAY = """
select coalesce(sum(gross_cents), 0)::bigint, coalesce(sum(net_cents), 0)::bigint,
    coalesce(sum(withholding_cents), 0)::bigint, coalesce(sum(employer_cents), 0)::bigint
from payroll_payslip slip where ends_on > %(since)s and kind in ('ordinary', 'fortnight')
    and not exists (select from payroll_payslip newer where newer.corrects_id = slip.id)"""

# What is kept for the state by month, beside what was settled over the bank.
KEPT = """
select account, month,
    coalesce(sum(credit_cents - debit_cents) filter (where code <> all (%(paying)s)), 0)::bigint,
    coalesce(sum(debit_cents - credit_cents) filter (where code = any (%(paying)s)), 0)::bigint
from ledger_balance join ledger_journal journal on journal.id = journal
where journal.entity = 1 and account = any (%(accounts)s)
group by 1, 2"""

# Files that left and that no statement shows yet.
UNDER_WAY = """
select open.item, -open.cents, batch.execute_on
from ledger_openitem open
left join banking_paymentbatch batch on open.item = 'batch:' || batch.id
where open.account = '5509' and open.cents < 0"""

# What the house owes its clients: paid too much, or in advance.
REFUNDS = """
select item, -cents from ledger_openitem
where account in ('400', '460') and cents < 0"""
