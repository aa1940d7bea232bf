"""Integer arithmetic that gives the same bits everywhere: seeded streams, image operations, the network."""
