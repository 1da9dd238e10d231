"""Reads of summits: delegations, requests, programme, meetings and their minutes."""
