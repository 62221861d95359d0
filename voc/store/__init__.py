"""The edge where things are kept: the warehouse, the published snapshots, the ledger.

Only this package imports duckdb. DuckDB counts, polars carries: frames go in and frames come out.
"""
