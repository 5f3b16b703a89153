"""The demo tenant as a profile, so that every command can work on it."""

from __future__ import annotations

from pydantic import SecretStr

from kinde_tui.demo.credentials import AUDIENCE, CLIENT_ID, CLIENT_SECRET, ISSUER
from kinde_tui.settings.profile import Environment, Profile, SecretPlace

NAME = "demo"

PROFILE = Profile(NAME, ISSUER, CLIENT_ID, AUDIENCE, Environment.DEVELOPMENT, "", False, SecretPlace.RUN)
SECRET = SecretStr(CLIENT_SECRET)
