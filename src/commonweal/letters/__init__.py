"""The outbox: letters rendered when posted, sent by a job, kept for good."""
