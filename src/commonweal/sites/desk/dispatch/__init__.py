"""The desk of what leaves: on its way to Peppol, refused there, to be posted."""
