"""What a contact centre is: events, commands, decisions and routing, as pure Python.

Nothing here awaits, reads a clock or knows a database; time and ids arrive as values.
"""
