"""The register of a team's policies."""
