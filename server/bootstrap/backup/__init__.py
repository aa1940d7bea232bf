"""Backups of a whole head office: made while it serves, checked anywhere, restored into an empty place."""
