"""Research: data, training, evaluation, and the demo. Nothing imports it."""
