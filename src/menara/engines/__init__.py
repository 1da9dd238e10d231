"""Pure engines: frozen in, answer out. No Django, no files, no clock."""
