"""Writes of summits: delegations, requests, programme, minutes, and what came of them."""
