"""The console, ``ridgekey console``: web pages that show a head office and change nothing."""
