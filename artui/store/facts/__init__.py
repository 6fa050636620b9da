"""Facts: what the exports said, staged, compared with what is known, and applied.

A file is staged and compared outside the write transaction (one loader at a time holds the home's
loading lock, so nothing moves underneath); inside it only what is new is written.
"""
