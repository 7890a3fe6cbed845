"""Makers of invented things for tests, one module for each app; each makes through the app's own actions."""
