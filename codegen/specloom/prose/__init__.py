"""What a spec means, in words: shared by everything that tells people about it."""
