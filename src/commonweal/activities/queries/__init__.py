"""Reads of units: who acts for them, and the states of their budgets."""

from commonweal.activities._powers import Deed
from commonweal.activities._trades import Condition, Trade
from commonweal.activities.models import (
    Advance,
    CarryOver,
    Commitment,
    Contact,
    ForecastLine,
    FundingAgreement,
    FundingReport,
    FundingTranche,
    InternalInvoice,
    Mandate,
    MandateInvitation,
    MandateRole,
    Note,
    OpeningRequest,
    Transfer,
    Trust,
    Unit,
    UnitKind,
    Validation,
)
from commonweal.activities.queries._advances import (
    AdvanceStanding,
    advances_of,
    get_advance,
    overdue_advances,
    repaid_advances,
    standing_advance,
)
from commonweal.activities.queries._between import (
    Deal,
    deal,
    deals,
    get_internal_invoice,
    get_transfer,
    happenings,
    receivers,
    to_answer,
)
from commonweal.activities.queries._budgets import (
    Budget,
    Promise,
    Standing,
    States,
    advances,
    budgets,
    commitments,
    credits,
    reserved,
    spendable,
    standing,
    standings,
    states,
)
from commonweal.activities.queries._contacts import contacts, find_contact
from commonweal.activities.queries._dormant import (
    Sleeping,
    closed_units,
    dormant_key,
    settled_cents,
    settles_on,
    sleeping,
)
from commonweal.activities.queries._forecast import (
    expected_lines,
    last_day_expected,
)
from commonweal.activities.queries._funding import (
    FundingStanding,
    TrancheStanding,
    fundings,
    get_funding,
    late_tranches,
    reports_due,
)
from commonweal.activities.queries._mandates import (
    Portion,
    ended_mandates,
    find_invitation,
    find_mandate,
    invitation_about,
    invitations,
    meaning,
    own_accounts,
    portions,
    split_key,
    was_sent_to,
)
from commonweal.activities.queries._notes import (
    NOBODY,
    get_note,
    goals,
    leaders,
    notes,
    open_goals,
    standing_advances,
    watched,
)
from commonweal.activities.queries._opening import (
    find_trade,
    get_opening,
    get_own_opening,
    openings,
    own_openings,
    trades,
)
from commonweal.activities.queries._trust import (
    Proposal,
    decides_alone,
    find_validation,
    get_validation,
    is_sampled,
    limit_of,
    proposals,
    sampled,
    settled_validations,
    trust_history,
    waiting,
)
from commonweal.activities.queries._units import (
    get,
    managed,
    managers,
    mandates,
    many,
    may,
    names,
    open_units,
    pay_terms,
    standing_mandates,
    units_by_entity,
    units_of,
    units_to,
)
from commonweal.activities.queries._waiting import invitations_to
from commonweal.activities.queries._year_end import (
    CarriedOver,
    ToCarry,
    YearState,
    by_size,
    carried,
    carried_over,
    carry_key,
    carry_overs,
    first_year,
    to_carry,
    year_state,
)
from commonweal.members.queries import masked_email

__all__ = [
    "Advance", "AdvanceStanding", "Budget", "CarriedOver", "CarryOver", "Commitment", "Condition",
    "Contact", "Deal", "Deed", "ForecastLine", "FundingAgreement", "FundingReport",
    "FundingStanding", "FundingTranche", "InternalInvoice", "Mandate", "MandateInvitation",
    "MandateRole", "NAME_OF_UNIT", "NOBODY", "Note", "OpeningRequest", "Portion", "Promise",
    "Proposal", "Sleeping",
    "Standing", "States", "ToCarry", "Trade", "TrancheStanding", "Transfer", "Trust", "Unit",
    "UnitKind", "Validation", "YearState", "advances", "advances_of", "budgets", "by_size",
    "carried", "carried_over", "carry_key", "carry_overs", "closed_units", "commitments",
    "contacts", "credits", "deal", "deals", "decides_alone", "dormant_key", "ended_mandates",
    "expected_lines", "find_contact", "find_invitation", "find_mandate", "find_trade",
    "find_validation", "first_year", "fundings", "get", "get_advance", "get_funding",
    "get_internal_invoice", "get_note", "get_opening", "get_own_opening", "get_transfer",
    "get_validation", "goals", "happenings", "invitation_about", "invitations", "invitations_to",
    "is_sampled", "last_day_expected", "late_tranches", "leaders", "limit_of", "managed",
    "managers", "mandates", "many", "masked_email", "may", "meaning", "names", "notes",
    "open_goals", "open_units", "openings", "overdue_advances", "own_accounts", "own_openings",
    "pay_terms", "portions", "proposals", "receivers", "repaid_advances", "reports_due", "reserved",
    "sampled",
    "settled_cents", "settled_validations", "settles_on", "sleeping", "spendable", "split_key",
    "standing", "standing_advance", "standing_advances", "standing_mandates", "standings", "states",
    "to_answer", "to_carry", "trades", "trust_history", "units_by_entity", "units_of", "units_to",
    "waiting", "was_sent_to", "watched", "year_state",
]  # fmt: skip

# For a list of another room, beside its rows.
NAME_OF_UNIT = "select name from activities_unit where id = {unit}"
