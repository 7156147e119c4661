"""The HTTP API: handlers by subject. ``server/routes.py`` lists every one of them with the right it needs."""
