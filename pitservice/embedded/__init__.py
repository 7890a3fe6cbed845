"""Two commands on a fresh machine: set-up, embedded servers and supervision, in the standard library alone.

Everything here runs before the virtual environment exists, so nothing here may import a package from it, and nothing
of Django. Every expected failure is a `SetUpProblem` with one clear sentence.
"""
