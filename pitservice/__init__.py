"""The product: composition at the top, foundations at the bottom (see docs/house.md)."""
