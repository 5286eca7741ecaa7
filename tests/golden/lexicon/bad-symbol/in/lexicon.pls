<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" alphabet="ipa" xml:lang="en" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>Ames</grapheme><phoneme>ˈeɪmz</phoneme></lexeme>
  <lexeme><grapheme>Bea</grapheme><phoneme>ˈb1</phoneme></lexeme>
  <lexeme><grapheme>Cid</grapheme><phoneme alphabet="cmu-arpabet">S IH1 DX</phoneme></lexeme>
</lexicon>
