"""What edited policies would change, computed on the live database without writing to it."""
