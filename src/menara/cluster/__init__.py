"""Rosters too long for one machine: kept as Parquet, looked at in slices, here or on a Spark cluster."""
