"""``ridgekey user``: for whom something may be asked."""
