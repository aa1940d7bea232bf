"""The pages, one a file: each asks the services and says what its template is filled with."""
