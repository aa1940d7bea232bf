"""Sections of a report: one module for each thing that is shown, none of which measures anything itself."""
