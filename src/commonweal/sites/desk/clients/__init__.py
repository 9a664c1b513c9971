"""The staff's face of clients: one base for all members, complete and correct."""
