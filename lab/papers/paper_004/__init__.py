"""Paper 004: keys from networks that are trained on random bits, its Diehard table and its accuracies."""
