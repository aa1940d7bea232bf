"""The demo: a head office and two branches as processes on this machine, driven through their commands."""
