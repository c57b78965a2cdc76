"""The ground every app stands on: money, French forms, the database's traps."""
