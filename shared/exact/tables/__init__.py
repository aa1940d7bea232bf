"""Tables checked in as data, so that no mathematical library can disagree about a last bit."""
