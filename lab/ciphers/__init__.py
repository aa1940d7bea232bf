"""Image ciphers of the papers in their pixel forms, and the sealed file that one may be studied in."""
