"""What crosses the wire: generated code, frame codec, failures as statuses, channel options."""
