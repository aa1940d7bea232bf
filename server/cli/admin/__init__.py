"""``ridgekey admin``: who may administer from another machine."""
