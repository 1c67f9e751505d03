"""Tables, events and messages that kubectl prints, and its command lines."""
