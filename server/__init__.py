"""The head office: configuration, ports, services, adapters, RPC and commands."""
