"""What email needs of the server: mailboxes, intake, answers, the outbox, and what Parley writes by itself."""
