"""Who may serve where, who may not and why, and whose papers are missing."""
