"""What both ends must compute alike: no database, no server, no command line, no torch at import."""
