"""Summits: their delegations and programme, the meetings held, what was said and agreed, and what came of it."""
