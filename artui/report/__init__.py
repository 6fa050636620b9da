"""Each report once; table, JSON, CSV and Markdown from the same rows."""
