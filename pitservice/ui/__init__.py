"""How pages look and behave: page bases, fields, components. Knows nothing of families or referrals."""
