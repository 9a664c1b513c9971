"""The promise that a wage is paid on time, whatever the client does."""
