"""The head office on the wire: who may call what, and the exchange read like the protocol."""
