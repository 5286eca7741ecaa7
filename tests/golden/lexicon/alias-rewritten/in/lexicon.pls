<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" alphabet="ipa" xml:lang="en" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>St. Ames</grapheme><alias>Saint Bea</alias></lexeme>
  <lexeme><grapheme>Bea</grapheme><alias>Bee</alias></lexeme>
  <lexeme><grapheme>Ch. VII</grapheme><alias>Chapter 7</alias></lexeme>
</lexicon>
