<?xml version="1.0" encoding="UTF-8"?>
<!-- How the names of this book are said, where the spelling misleads. Graphemes are case-sensitive; the first match wins. -->
<lexicon version="1.0" alphabet="ipa" xml:lang="en-GB" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <!-- The family name on which the story turns. -->
  <lexeme>
    <grapheme>Featherstonehaugh’s</grapheme>
    <grapheme>Featherstonehaugh's</grapheme>
    <alias>Fanshaw’s</alias>
  </lexeme>
  <lexeme>
    <grapheme>Featherstonehaugh</grapheme>
    <alias>Fanshaw</alias>
  </lexeme>
  <!-- Mr. Pym reads the name as it is spelt, once; he has to be heard getting it wrong. -->
  <lexeme>
    <grapheme>Feather-stone-haw</grapheme>
    <alias>Feather stone haw</alias>
  </lexeme>
  <!-- The fishing village in Cornwall: rhymes with tousle. -->
  <lexeme>
    <grapheme>Mousehole</grapheme>
    <alias>Mouz’l</alias>
  </lexeme>
  <!-- British, whatever accent the voice has. -->
  <lexeme>
    <grapheme>Lieutenant</grapheme>
    <alias>Leff-tenant</alias>
  </lexeme>
  <!-- Letter writers' short form, in the bank's letter: "yours of the 19th inst." -->
  <lexeme>
    <grapheme>inst.</grapheme>
    <alias>instant</alias>
  </lexeme>
  <!-- The two foreign phrases, for voices that speak English only. -->
  <lexeme>
    <grapheme>cherchez la femme</grapheme>
    <alias>share-shay la fam</alias>
  </lexeme>
  <lexeme>
    <grapheme>salvo errore et omissione</grapheme>
    <alias>salvo erroh-ray et omissy-oh-nay</alias>
  </lexeme>
</lexicon>
