"""What calls need of the server: their sockets, the media processes, reports, recordings and prompts."""
