"""The tests; `tests/` mirrors the code, and `tests/harness/` is what they stand on."""
