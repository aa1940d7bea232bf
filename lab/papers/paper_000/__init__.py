"""Paper 000: a key from SqueezeNet's features of a picture and one step of a hyperchaotic map."""
