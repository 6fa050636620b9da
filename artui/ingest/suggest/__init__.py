"""Proposing a profile for an export that none fits."""
