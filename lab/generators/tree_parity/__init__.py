"""Tree parity machines: two networks that learn from each other until their weights are the same.

What they agree on is broken at every depth that is practical; `attackers` shows it. For study only.
"""
