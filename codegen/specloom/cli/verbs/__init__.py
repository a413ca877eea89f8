"""One module a verb; the module's name is the verb's, and `command` in it is what runs."""
