"""``ridgekey db``: the database's schema."""
