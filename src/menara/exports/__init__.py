"""Files out: the engines' records and results as tables, workbooks and packages."""
