"""What the tests stand on: throw-away servers, a clone of the database, a running product, a browser."""
