"""Addresses: each face has its own list."""

from django.urls import include, path

handler403 = "commonweal.sites.shell.errors.forbidden"
handler404 = "commonweal.sites.shell.errors.missing"
handler500 = "commonweal.sites.shell.errors.broken"

urlpatterns = [
    path("", include("commonweal.sites.public.urls")),
    path("my/", include("commonweal.sites.portal.urls")),
    path("desk/", include("commonweal.sites.desk.urls")),
    path("shell/", include("commonweal.sites.shell.urls")),
    path("account/", include("allauth.urls")),
]
