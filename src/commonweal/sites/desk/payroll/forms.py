"""What the payroll desk asks."""

from django import forms
from django.utils.translation import gettext_lazy

from commonweal.payroll import actions


class ReasonForm(forms.Form):
    """Why somebody of the office needs to see a person's pay."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you need to see this pay?"),
        help_text=gettext_lazy("The worker sees your name and this reason."),
        error_messages={"required": actions.ReasonMissing.message},
    )
