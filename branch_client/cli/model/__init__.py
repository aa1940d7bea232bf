"""``ridgekey-branch model``: the models that the branch holds."""
