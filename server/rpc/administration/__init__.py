"""``AdministrationService`` (protocol §2.7): its messages, the server's side, the client's side."""
