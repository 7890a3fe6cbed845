"""Journeys: people's ways through the running product, in a real browser, every page through axe."""
