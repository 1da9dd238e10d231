"""Every shared read: rows in, frozen values out. Whose rows, the transaction says (``models.tenancy``)."""
