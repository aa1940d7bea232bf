"""Pictures of a report, drawn with matplotlib without a display."""
