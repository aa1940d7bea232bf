"""Looking at a home without changing it: findings, and the checks that both ends share."""
