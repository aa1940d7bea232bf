"""Sets of prints for training and measurement: where they come from and how they are split."""
