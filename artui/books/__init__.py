"""What follows from facts, desk and policy: the ledger, positions, reasons."""
