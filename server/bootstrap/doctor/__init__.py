"""``ridgekey doctor``: every check of a head office; none of them changes anything."""
