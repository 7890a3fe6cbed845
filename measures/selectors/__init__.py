"""Reading measures, always through `visible_to`."""
