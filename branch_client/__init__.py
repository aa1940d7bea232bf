"""A branch: its state, its conversation with the head office, and its commands."""
