"""Figures of the product on this machine: `./possibles bench`."""
