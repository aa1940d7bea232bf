"""``ridgekey audit``: what happened, and whether the log still says so."""
