"""The demo year: invented people only.

Everything is built through the actions that people use. One exception is documented in `backdate`: when all is built,
the owner moves the times of what was done to the days on which the stories say it was done, and the hashes of the
audit with them. Nothing of this package is installed in production.
"""
