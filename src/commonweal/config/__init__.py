"""Settings, addresses, the launcher and the database supervisor: composes, contains no thought."""
