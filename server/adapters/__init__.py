"""Ports made real: SQL, memory, the system's clock, worker processes, model files."""
