"""Pictures of a report: SVG by matplotlib that takes its ink from the page, in light and dark."""
