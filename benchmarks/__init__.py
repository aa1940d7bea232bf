"""What things cost on the machine at hand: measured, printed, never asserted."""
