"""Forms of the contract's pages: what people type, checked and explained."""
