"""What the head office can do, one verb a file: no protobuf, no SQL, no command line."""
