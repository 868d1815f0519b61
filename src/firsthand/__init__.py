"""firsthand: what was said, by whom, on whose word."""
