"""Every write, as a verb: allowed? do, save, record. Who acts and what time it is come from the caller."""
