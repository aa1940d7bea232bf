"""``ridgekey-branch config``: the settings of this branch, and whether they are sound."""
