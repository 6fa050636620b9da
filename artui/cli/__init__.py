"""artui on the command line."""
