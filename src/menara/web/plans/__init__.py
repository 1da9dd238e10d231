"""Plans: the list, a new one, its work, its slate, people's decisions, acceptance, the package that goes out."""
