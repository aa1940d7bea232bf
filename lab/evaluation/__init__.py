"""What a network is worth: accuracy beside a plain baseline, features, the keys that come of them."""
