"""Training of the networks of paper 003, in torch."""
