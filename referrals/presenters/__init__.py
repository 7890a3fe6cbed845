"""How referrals read. Nothing here queries: people and what else is shown come prefetched."""
