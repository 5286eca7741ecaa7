"""Arguments -> the verb's command -> exit code."""
