"""Everything that needs OR-Tools; imported lazily by the rest of the engine."""
