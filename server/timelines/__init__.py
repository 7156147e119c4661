"""Everything a customer did in order, and search in it: rows written behind the stream."""
