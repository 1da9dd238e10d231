"""Every published figure: one script each, measured beside named peers in one run. Never a timed test."""
