"""``ridgekey branch``: who may ask."""
