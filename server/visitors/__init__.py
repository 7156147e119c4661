"""Whoever is on a website: the widget's pages, their sockets, who they say they are, what they look at."""
