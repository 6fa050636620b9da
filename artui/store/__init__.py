"""The databases: the only room that holds SQL."""
