-- The journal of an entry is proven per statement, as the accounts of its
-- lines are: a foreign key would ask again for each entry, a sixth of the time of a posting.

create or replace function ledger_check_entries() returns trigger language plpgsql as $$
declare
    faulty record;
begin
    select entry.journal_id, journal.id as known, closing.month into faulty
    from (select distinct journal_id, "on" from written) entry
    left join ledger_journal journal on journal.id = entry.journal_id
    left join ledger_closing closing on closing.entity = journal.entity
        and closing.month >= date_trunc('month', entry."on")
    where journal.id is null or closing.month is not null limit 1;
    if not found then
        return null;
    end if;
    if faulty.known is null then
        raise exception 'There is no journal %.', faulty.journal_id
            using errcode = 'foreign_key_violation', constraint = 'ledger_journal_known';
    end if;
    raise exception 'The books are closed up to %.', to_char(faulty.month, 'YYYY-MM')
        using errcode = 'check_violation', constraint = 'ledger_period_open';
end $$;

-- A journal stays what it is: posting moves its counter and its chain, nothing else changes.
create trigger ledger_journal_kept before delete or truncate or update of id, entity, code
    on ledger_journal for each statement execute function ledger_refuse_change();

alter table ledger_staging drop column ordinal, alter column corrects set not null;
