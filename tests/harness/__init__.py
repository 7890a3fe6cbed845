"""What the tests stand on: throw-away servers, a clone of the database for each worker, a running product, a browser."""
