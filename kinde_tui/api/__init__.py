"""The Management API over HTTP."""
