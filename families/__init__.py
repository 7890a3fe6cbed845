"""People, families, relationships, contacts, needs, consent, loss, and the one answer to "who may be told what"."""
