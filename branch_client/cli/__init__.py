"""The branch's command line, ``ridgekey-branch``: one command a file; commands parse, call and print."""
