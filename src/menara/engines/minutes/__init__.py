"""Words that two sides agree on: their canonical text and its hash, what differs, and how far words bind."""
