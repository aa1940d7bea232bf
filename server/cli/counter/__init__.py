"""``ridgekey counter``: where each user's message numbers stand."""
