"""What one server process remembers by itself: rates, and refusals on their way to the audit."""
