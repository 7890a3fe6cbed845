"""Work done in the background: a row with a lease and its progress; Celery only rings the bell (engineering §3)."""
