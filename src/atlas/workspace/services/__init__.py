"""Use cases that run across the apps below: so far the demonstration's people and open session."""
