"""The field's rules, pure: no file, no database, no screen."""
