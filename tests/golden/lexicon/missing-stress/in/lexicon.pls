<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" alphabet="ipa" xml:lang="en" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>Chumley</grapheme><phoneme>tʃʌmli</phoneme></lexeme>
  <lexeme><grapheme>Ames</grapheme><phoneme>eɪmz</phoneme></lexeme>
  <lexeme><grapheme>Bea</grapheme><phoneme alphabet="cmu-arpabet">B IY</phoneme></lexeme>
  <lexeme><grapheme>Agnes</grapheme><phoneme alphabet="cmu-arpabet">AE0 G N IH2 S</phoneme></lexeme>
</lexicon>
