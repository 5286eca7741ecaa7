"""Plain text, as Project Gutenberg and typewriters leave it: structure is in blank lines, capitals and indents."""
