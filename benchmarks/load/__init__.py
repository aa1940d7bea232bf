"""Many exchanges at once against a head office whose server processes are killed: nothing may be lost."""
