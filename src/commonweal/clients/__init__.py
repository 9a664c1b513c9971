"""The clients of all members: one shared base, complete before an invoice needs it."""
