"""One module per forced aligner: audio and the words it says -> when each word is heard."""
