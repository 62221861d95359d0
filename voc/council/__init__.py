"""What the council decides about issues, told from the ledger's events; pure."""
