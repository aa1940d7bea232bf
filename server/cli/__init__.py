"""The administrator's command line, ``ridgekey``: one command a file; commands parse, call and print."""
