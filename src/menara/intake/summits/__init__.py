"""Lists of a summit in: delegations, rooms, interpreters and requests, as a protocol office keeps them."""
