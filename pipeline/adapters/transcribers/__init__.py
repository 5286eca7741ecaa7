"""One module per transcriber: the audio of a take -> the words that are heard in it, and when."""
