<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" alphabet="ipa" xml:lang="en" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>Rouen</grapheme><phoneme>ʁuˈɑ̃</phoneme></lexeme>
  <lexeme><grapheme>Ames</grapheme><phoneme>ˈeɪmz</phoneme></lexeme>
</lexicon>
