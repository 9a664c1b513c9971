"""Forms about accounts."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.access.queries import Role


class InviteForm(forms.Form):
    """Who is invited, in which language, to do what."""

    name = forms.CharField(label=_("Name"))
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(label=_("First role"), choices=Role.choices)


class RoleForm(forms.Form):
    """One role."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
