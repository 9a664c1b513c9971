"""
Sentences of allauth and Django that we say in our own words.

Their pages of passwords, second factors and sign-out are drawn in our shell, but their
translations speak another tone than ours. Marked here, they are in our catalogues, which go
before those of any library; English stays as it is. A house test finds a sentence they lost.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

SENTENCES = (
    _("A new set of recovery codes has been generated."),
    _("A user is already registered with this email address."),
    _("Account Inactive"),
    _("Add"),
    _("Add Security Key"),
    _("Alternative options"),
    _("Are you sure you want to remove this security key?"),
    _("Are you sure you want to sign out?"),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Authenticator code"),
    _("Bad Token"),
    _("Change Password"),
    _("Confirm Access"),
    _("Confirm Email Address"),
    _("Confirmation email sent to %(email)s."),
    _("Current Password"),
    _("Deactivate"),
    _("Deactivate Authenticator App"),
    _("Edit"),
    _("Edit Security Key"),
    _("Enter an authenticator code:"),
    _("Enter your password:"),
    _(
        "Forgotten your password? Enter your email address below, and we'll send you an email "
        "allowing you to reset it."
    ),
    _("Generate"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid or expired key."),
    _("New Password"),
    _("New Password (again)"),
    _("No security keys have been added."),
    _("Password Reset"),
    _("Password successfully changed."),
    _("Password successfully set."),
    _(
        'Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address for '
        "user %(user_display)s."
    ),
    _("Please contact us if you have any trouble resetting your password."),
    _("Please reauthenticate to safeguard your account."),
    _("Please type your current password."),
    _("Remove"),
    _("Remove Security Key"),
    _("Reset My Password"),
    _("Security Keys"),
    _("Security key"),
    _("Security key added."),
    _("Security key removed."),
    _("Set Password"),
    _("Sign Out"),
    _("Signed out of all other sessions."),
    _("The email address and/or password you specified are not correct."),
    _(
        "The password reset link was invalid, possibly because it has already been used.  Please "
        'request a <a href="%(passwd_reset_url)s">new password reset</a>.'
    ),
    _("The password reset token was invalid."),
    _("The password is too similar to the %(verbose_name)s."),
    _("This account is currently inactive."),
    _("This account is inactive."),
    _("This action will invalidate your existing codes."),
    _(
        'This email confirmation link expired or is invalid. Please <a href="%(email_url)s">issue '
        "a new email confirmation request</a>."
    ),
    _("This password is too common."),
    _("This key does not indicate whether it is a passkey."),
    _("Too many failed login attempts. Try again later."),
    _("Unable to confirm %(email)s because it is already confirmed by a different account."),
    _("Unspecified"),
    _("Use a security key"),
    _("Use authenticator app or code"),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. "
        "Otherwise contact us if you do not receive it in a few minutes."
    ),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You are about to generate a new set of recovery codes for your account."),
    _("You have confirmed %(email)s."),
    _("You must type the same password each time."),
    _(
        "Your account is protected by two-factor authentication. Please enter an authenticator "
        "code:"
    ),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password is now changed."),
)
COUNTED = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        12,
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        12,
    ),
)
