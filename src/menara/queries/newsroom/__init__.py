"""What the newsroom reads: the record behind a text, communiques, replies, and what the public may see."""
