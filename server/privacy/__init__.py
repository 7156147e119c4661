"""What people may ask of whoever keeps data about them: export, erasure, retention, consent; and who looked."""
