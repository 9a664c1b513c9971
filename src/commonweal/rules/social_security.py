"""What social security looks at before it counts: hours of a student, pay that carries charges."""

from commonweal.rules.arithmetic import Cents, least, most, rounded


def within_quota(gross: Cents, minutes: Cents, minutes_left: Cents) -> Cents:
    """Return the part of a student's pay that falls within the quota, by hours."""
    return rounded(gross * least(most(minutes_left, 0), minutes), minutes)
