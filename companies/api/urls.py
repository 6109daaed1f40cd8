"""Addresses of the API about people and companies."""

from django.urls import path

from companies.api import description, profile

urlpatterns = [
    path("schema/", description.Schema.as_view(), name="schema"),
    path("me/", profile.Me.as_view(), name="me"),
    path("companies/<slug:company>/", profile.Profile.as_view(), name="company"),
]
