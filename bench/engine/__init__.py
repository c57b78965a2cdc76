"""How fast and how well the engine works: networks, levelling, arbitration, risk."""
