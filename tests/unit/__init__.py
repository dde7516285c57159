"""The parts one by one: edits, registry, words, traces, differences, residues, and the functions that people call."""
