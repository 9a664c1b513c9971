"""What the frame of every page shows: navigation, person, language, the clock of the demo."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonweal.access import queries as access
from commonweal.access.queries import User
from commonweal.kernel import clock
from commonweal.sites.shell import bars, navigation
from commonweal.sites.shell.kit import Tab

ACCOUNT = (
    (_("Security"), "mfa_index"),
    (_("Password"), "account_change_password"),
    (_("E-mail address"), "account_email"),
    (_("Where you are signed in"), "usersessions_list"),
)


@dataclass(frozen=True, slots=True)
class Player:
    """A person of the demonstration, as the sign-in page offers them."""

    name: str
    roles: str
    email: str


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: `shell`, which reads only what the page asks of it."""
    return {"shell": Frame(request)}


class Frame:
    languages = settings.LANGUAGES

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def person(self) -> User | None:
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles as the door found them; pages of the sign-in have no door and ask here."""
        found: frozenset[str] | None = getattr(self.request, "roles", None)
        if found is not None or self.person is None:
            return found or frozenset()
        return frozenset(map(str, access.roles_at(user=self.person, at=self._now)))

    @cached_property
    def navigation(self) -> list[navigation.Shown]:
        return navigation.shown(roles=self.roles, path=self.request.path) if self.roles else []

    @cached_property
    def here(self) -> str:
        return navigation.here(roles=self.roles, path=self.request.path)

    @property
    def head(self) -> SafeString:
        return bars.head()

    @property
    def nav(self) -> SafeString:
        return bars.nav(self.language, self.roles, self.here)

    @property
    def more_pages(self) -> SafeString:
        """What finds no room in the bar."""
        return bars.more_pages(self.language, self.roles, self.here)

    @property
    def account_menu(self) -> SafeString:
        return bars.account_menu(self.language)

    @cached_property
    def home(self) -> str:
        return self.navigation[0].url if self.navigation else "/"

    @cached_property
    def clock(self) -> datetime | None:
        """The instant at which the movable clock stands; nothing in a live house."""
        return self._now if settings.CLOCK_IS_MOVABLE else None

    @cached_property
    def account_tabs(self) -> list[Tab]:
        """The pages on which people look after their own sign-in."""
        path = self.request.path
        return [
            Tab(label, reverse(name), path.startswith(reverse(name))) for label, name in ACCOUNT
        ]

    @cached_property
    def cast(self) -> list[Player]:
        """The people of a demonstration, one for each role, for the sign-in page."""
        if not settings.DEMO_PASSWORD:
            return []
        return [
            Player(
                user.name,
                ", ".join(str(role.label) for role in roles),
                user.email,
            )
            for user, roles in access.one_per_role(at=self._now)
        ]

    @property
    def cast_password(self) -> str:
        return settings.DEMO_PASSWORD

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def language_name(self) -> str:
        code = getattr(self.request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
        return dict(settings.LANGUAGES).get(code, code)

    @property
    def at_sign_in(self) -> bool:
        try:
            return self.request.path == reverse("account_login")
        except NoReverseMatch:
            return False

    @cached_property
    def _now(self) -> datetime:
        return getattr(self.request, "at", None) or clock.now()
