"""The words of the domain: frozen values without logic worth the name. Imports nothing else of the package."""
