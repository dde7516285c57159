"""Every sentence of every rule about whole messages (paths, queries, headers, bytes), from the list of changes."""
