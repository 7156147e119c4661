"""Who is who: customers with their fields and addresses, merging, proofs of identity, what other systems know."""
