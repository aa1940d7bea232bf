"""``ridgekey config``: which models the head office uses."""
