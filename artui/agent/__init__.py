"""The background process: arrivals, the clock, one per home."""
