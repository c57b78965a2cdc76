"""Possibles: steer a contrat de ville and its urban renewal."""
