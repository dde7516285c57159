"""Every sentence of every rule about JSON bodies, by example, written from the list of changes."""
