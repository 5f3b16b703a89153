"""A full-screen terminal dashboard for the people who run a Kinde tenant."""

__version__ = "0.1.0"
