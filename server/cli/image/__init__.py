"""``ridgekey image``: what may be asked for."""
