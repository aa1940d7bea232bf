"""``ridgekey config``: which models and inner ciphers the head office uses."""
