"""Files in: tables as people send them become the engines' records, or one list of everything wrong with them."""
