"""What lies behind a figure, as rows with the import and line each came from. In SQL."""
