"""Settings: `base` is what every place shares; `embedded`, `production`, `testing` and `benchmark` differ from it."""
