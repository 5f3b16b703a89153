"""The demo tenant: a stateful stand-in for Kinde."""
