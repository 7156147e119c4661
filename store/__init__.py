"""The only folder that says MongoDB: the append-only stream, the plain tables beside it, and files.

``store.opening.open_store`` gives all three over MongoDB, over the embedded database or over plain dicts, with one
behaviour: ``tests/store`` runs the same contract against each.
"""
