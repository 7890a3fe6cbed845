"""What every record in the database shares: keys, owners, versions, moves, constraints, locks and guards."""
