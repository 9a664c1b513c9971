"""The form of a cap."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.clients.queries import Client
from commonweal.guarantee.actions import NewCap
from commonweal.sites.shell.fields import DayField, EuroField


class CapForm(forms.Form):
    """Up to how much the house stands for a client, from when, and why."""

    cents = EuroField(label=_("Cap, without VAT"))
    from_on = DayField(label=_("From"))
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def cap(self, client: Client) -> NewCap:
        """Return what was filled in, for this client."""
        return NewCap(client_id=client.pk, **self.cleaned_data)
