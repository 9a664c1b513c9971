"""What a declaration refuses, for all of them: who, what to do, then why."""

from django.utils.translation import gettext_lazy as _

from commonweal.kernel.refusals import Refusal


class NoLayout(Refusal):
    message = _(
        "Add the layout of %(period)s from the administration first: this house knows %(known)s."
    )


class NothingToDeclare(Refusal):
    message = _("Choose a period with wages: there is nothing to declare in %(period)s.")


class NumberMissing(Refusal):
    message = _("Fill in the national number of %(name)s: the declaration cannot do without.")
    field = "national_number"


class NumberWrong(Refusal):
    message = _(
        "Copy the national number of %(name)s from the back of the identity card, eleven digits: "
        "the number given does not fit."
    )
    field = "national_number"


class DetailsMissing(Refusal):
    message = _("Complete the details of %(name)s: missing are %(missing)s.")


class NegativeAmount(Refusal):
    message = _(
        "Take what was paid too much off the period it belongs to: %(zone)s of %(name)s is "
        "%(value)s, and the declaration takes nothing below %(least)s."
    )


class AmountTooLong(Refusal):
    message = _(
        "Look at the pay of %(name)s again: %(zone)s is %(value)s, and the declaration takes at "
        "most %(most)s."
    )


class PeriodOutside(Refusal):
    message = _(
        "Correct the dates of %(name)s: %(starts_on)s to %(ends_on)s does not touch %(period)s."
    )


class UnknownCode(Refusal):
    message = _(
        "Choose another code for %(name)s: %(zone)s does not take “%(code)s”, only %(known)s."
    )
