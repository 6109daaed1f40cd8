"""The URL map: each app brings its own, by name, so that no import points upwards."""

from django.urls import include, path

from convenant.security_txt import security_txt

urlpatterns = [
    path("", include("diligence.urls")),  # first, as they are asked most
    path("accounts/", include("allauth.account.urls")),
    path("", include("companies.urls")),
    path("", include("workgroups.urls")),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]

handler403 = "companies.views.errors.forbidden"
handler404 = "companies.views.errors.not_found"
handler500 = "companies.views.errors.server_error"
