"""Pipeline: published files in, one DuckDB database out."""
