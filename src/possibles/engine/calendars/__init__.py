"""Days on which work, or a decision, can happen. Time is whole days from an origin."""
