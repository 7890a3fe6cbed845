"""Long drills over servers of their own: `make drill` runs them, `python -m tests.drills` one."""
