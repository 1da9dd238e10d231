"""The best slate: who is nominated for what, with the proof that no better slate exists."""
