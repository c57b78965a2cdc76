from .instance import Instance
from .seance import Decision, Seance

__all__ = ["Decision", "Instance", "Seance"]
