"""DOCX (Office Open XML, ECMA-376): the reader of Word's format, whoever wrote it."""
