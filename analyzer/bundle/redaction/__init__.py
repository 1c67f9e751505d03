"""Taking secrets out of bytes before anything reads them."""
