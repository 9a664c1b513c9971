"""Commonweal: the software of a shared enterprise. See ARCHITECTURE.md."""
