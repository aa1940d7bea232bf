"""The lab's command line: one command a file, app.py registers them."""
