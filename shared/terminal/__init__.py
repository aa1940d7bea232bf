"""How every command meets people and programs: options, tables or JSON, failures as one sentence."""
