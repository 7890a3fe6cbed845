"""Given, when and then of the journeys: one small module for each room of the house, all over a `Visitor`."""
