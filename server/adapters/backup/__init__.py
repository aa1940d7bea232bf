"""Archives of a whole head office: what stands in one, how it is written, how it is read."""
