"""Calls of the API by hand: from what somebody typed to a request that can be sent."""
