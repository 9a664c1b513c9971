"""The parts of the frame that are the same on every page for people with the same roles: drawn once
for each language, because to draw them takes longer than to read a list."""

from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commonweal.sites.shell import navigation

MOST = 512  # languages x sets of roles x lines of the navigation


@cache
def head() -> SafeString:
    """Draw what every page tells the browser to fetch."""
    return render_to_string("shell/head.html")


@lru_cache(MOST)
def nav(language: str, roles: frozenset[str], here: str) -> SafeString:
    """Draw brand and bar, with the line `here` as the current one."""
    lines = navigation.marked(roles=roles, here=here)
    bar, more = navigation.split(lines)
    home = lines[0].url if lines else "/"
    return render_to_string("shell/nav.html", {"bar": bar, "more": more, "home": home})


@lru_cache(MOST)
def more_pages(language: str, roles: frozenset[str], here: str) -> SafeString:
    """Draw what waits behind “More”."""
    _bar, more = navigation.split(navigation.marked(roles=roles, here=here))
    return render_to_string("shell/more.html", {"more": more})


@lru_cache(MOST)
def account_menu(language: str) -> SafeString:
    """Draw the links by which people look after their sign-in."""
    return render_to_string("shell/account_menu.html")
