"""Meetings and what came of them: the list, one meeting, one outcome on the ladder."""
