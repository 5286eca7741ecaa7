<?xml version="1.0" encoding="UTF-8"?>
<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" version="1.0" alphabet="ipa" xml:lang="en">
  <!-- Initialisms letter by letter, acronyms as words. -->
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>NATO</grapheme>
    <phoneme>ˈneɪtoʊ</phoneme>
    <alias>Nay-toh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>NASA</grapheme>
    <phoneme>ˈnæsə</phoneme>
    <alias>Nass-uh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>UNESCO</grapheme>
    <phoneme>juˈnɛskoʊ</phoneme>
    <alias>Yoo-ness-koh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>UNICEF</grapheme>
    <phoneme>ˈjunəˌsɛf</phoneme>
    <alias>Yoo-nuh-sef</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>ANZAC</grapheme>
    <phoneme>ˈænzæk</phoneme>
    <alias>An-zak</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>AWOL</grapheme>
    <phoneme>ˈeɪˌwɔl</phoneme>
    <alias>Ay-wawl</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>NAAFI</grapheme>
    <phoneme>ˈnæfi</phoneme>
    <alias>Naf-ee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>WAAF</grapheme>
    <phoneme>ˈwæf</phoneme>
    <alias>Waf</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>WRNS</grapheme>
    <phoneme>ˈɹɛnz</phoneme>
    <alias>Rens</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>OPEC</grapheme>
    <phoneme>ˈoʊpɛk</phoneme>
    <alias>Oh-pek</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>SWAT</grapheme>
    <phoneme>ˈswɑt</phoneme>
    <alias>Swot</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>COBOL</grapheme>
    <phoneme>ˈkoʊbɔl</phoneme>
    <alias>Koh-bawl</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>NIMBY</grapheme>
    <phoneme>ˈnɪmbi</phoneme>
    <alias>Nim-bee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>RADA</grapheme>
    <phoneme>ˈɹɑdə</phoneme>
    <alias>Rah-duh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>SHAEF</grapheme>
    <phoneme>ˈʃeɪf</phoneme>
    <alias>Shayf</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>ENSA</grapheme>
    <phoneme>ˈɛnsə</phoneme>
    <alias>En-suh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>HAZMAT</grapheme>
    <phoneme>ˈhæzmæt</phoneme>
    <alias>Haz-mat</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>JPEG</grapheme>
    <phoneme>ˈdʒeɪpɛɡ</phoneme>
    <alias>Jay-peg</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>AIDS</grapheme>
    <phoneme>ˈeɪdz</phoneme>
    <alias>Ayds</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>SARS</grapheme>
    <phoneme>ˈsɑɹz</phoneme>
    <alias>Sars</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>SONAR</grapheme>
    <phoneme>ˈsoʊnɑɹ</phoneme>
    <alias>Soh-nar</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>RADAR</grapheme>
    <phoneme>ˈɹeɪdɑɹ</phoneme>
    <alias>Ray-dar</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>SCUBA</grapheme>
    <phoneme>ˈskubə</phoneme>
    <alias>Skoo-buh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>LASER</grapheme>
    <phoneme>ˈleɪzɚ</phoneme>
    <alias>Lay-zer</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; said as a word -->
    <grapheme>TASER</grapheme>
    <phoneme>ˈteɪzɚ</phoneme>
    <alias>Tay-zer</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>RAF</grapheme>
    <alias>R A F</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>SOE</grapheme>
    <alias>S O E</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>OSS</grapheme>
    <alias>O S S</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>KGB</grapheme>
    <alias>K G B</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>GRU</grapheme>
    <alias>G R U</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>CID</grapheme>
    <alias>C I D</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>HMS</grapheme>
    <alias>H M S</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>USS</grapheme>
    <alias>U S S</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>RMS</grapheme>
    <alias>R M S</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>BBC</grapheme>
    <alias>B B C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>ITV</grapheme>
    <alias>I T V</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>CNN</grapheme>
    <alias>C N N</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>NHS</grapheme>
    <alias>N H S</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>TUC</grapheme>
    <alias>T U C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>MCC</grapheme>
    <alias>M C C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>RSPCA</grapheme>
    <alias>R S P C A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>YMCA</grapheme>
    <alias>Y M C A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>YWCA</grapheme>
    <alias>Y W C A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>MP</grapheme>
    <alias>M P</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>JP</grapheme>
    <alias>J P</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>QC</grapheme>
    <alias>Q C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>KC</grapheme>
    <alias>K C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>OBE</grapheme>
    <alias>O B E</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>CBE</grapheme>
    <alias>C B E</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>MBE</grapheme>
    <alias>M B E</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>DSO</grapheme>
    <alias>D S O</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>DFC</grapheme>
    <alias>D F C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>PhD</grapheme>
    <alias>P H D</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>CIA</grapheme>
    <alias>C I A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>FBI</grapheme>
    <alias>F B I</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>NSA</grapheme>
    <alias>N S A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>DNA</grapheme>
    <alias>D N A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>RNA</grapheme>
    <alias>R N A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>HIV</grapheme>
    <alias>H I V</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>USA</grapheme>
    <alias>U S A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>USSR</grapheme>
    <alias>U S S R</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>GDR</grapheme>
    <alias>G D R</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>DDR</grapheme>
    <alias>D D R</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>EEC</grapheme>
    <alias>E E C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>EU</grapheme>
    <alias>E U</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>UN</grapheme>
    <alias>U N</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>IRA</grapheme>
    <alias>I R A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>ANC</grapheme>
    <alias>A N C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>PLO</grapheme>
    <alias>P L O</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>BMW</grapheme>
    <alias>B M W</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>DJ</grapheme>
    <alias>D J</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>CV</grapheme>
    <alias>C V</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>IQ</grapheme>
    <alias>I Q</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>OED</grapheme>
    <alias>O E D</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>LSE</grapheme>
    <alias>L S E</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>MIT</grapheme>
    <alias>M I T</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>UCLA</grapheme>
    <alias>U C L A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>UFO</grapheme>
    <alias>U F O</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>VIP</grapheme>
    <alias>V I P</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>RIP</grapheme>
    <alias>R I P</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>TNT</grapheme>
    <alias>T N T</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>POW</grapheme>
    <alias>P O W</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>MI5</grapheme>
    <alias>M I five</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>MI6</grapheme>
    <alias>M I six</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>B.B.C.</grapheme>
    <alias>B B C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>Y.M.C.A.</grapheme>
    <alias>Y M C A</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>D.Phil.</grapheme>
    <alias>D Phil</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>DPhil</grapheme>
    <alias>D Phil</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>Ph.D.</grapheme>
    <alias>P H D</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>U.S.S.R.</grapheme>
    <alias>U S S R</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>Q.C.</grapheme>
    <alias>Q C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>K.C.</grapheme>
    <alias>K C</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>U-boat</grapheme>
    <alias>you-boat</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster; Oxford Dictionary of English; letter by letter -->
    <grapheme>X-ray</grapheme>
    <alias>ex-ray</alias>
  </lexeme>
</lexicon>
