"""Which meetings are held, when, where and with which interpreters, with the proof that no programme is better."""
