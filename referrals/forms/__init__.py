"""Forms of referrals: they check input and make plain values."""
