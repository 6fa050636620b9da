"""The migrations, one module each: statements that are never edited once released."""
