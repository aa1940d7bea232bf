"""Paper 002's medical image cipher: two chaotic maps, two networks, and the picture's date as the key."""
