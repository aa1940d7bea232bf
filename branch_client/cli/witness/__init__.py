"""``ridgekey-branch witness``: the checkpoint of the head office's audit log that this branch keeps."""
