<?xml version="1.0" encoding="UTF-8"?>
<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" version="1.0" alphabet="ipa" xml:lang="en">
  <!-- Names and places of Britain and Ireland whose spelling misleads. Rhotic, for British and American voices. -->
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Cholmondeley</grapheme>
    <phoneme>ˈtʃʌmli</phoneme>
    <alias>Chumley</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Featherstonehaugh</grapheme>
    <phoneme>ˈfænʃɔ</phoneme>
    <alias>Fanshaw</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Marjoribanks</grapheme>
    <phoneme>ˈmɑɹtʃbæŋks</phoneme>
    <alias>Marchbanks</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Beauchamp</grapheme>
    <phoneme>ˈbitʃəm</phoneme>
    <alias>Beecham</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Mainwaring</grapheme>
    <phoneme>ˈmænɚɪŋ</phoneme>
    <alias>Mannering</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Dalziel</grapheme>
    <phoneme>diˈɛl</phoneme>
    <alias>Dee-ell</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Siobhan</grapheme>
    <grapheme>Siobhán</grapheme>
    <phoneme>ʃɪˈvɔn</phoneme>
    <alias>Shi-vawn</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Niamh</grapheme>
    <phoneme>ˈniv</phoneme>
    <alias>Neev</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Aoife</grapheme>
    <phoneme>ˈifə</phoneme>
    <alias>Ee-fa</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Eoin</grapheme>
    <phoneme>ˈoʊɪn</phoneme>
    <alias>Owen</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Sinead</grapheme>
    <grapheme>Sinéad</grapheme>
    <phoneme>ʃɪˈneɪd</phoneme>
    <alias>Shin-aid</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Grainne</grapheme>
    <grapheme>Gráinne</grapheme>
    <phoneme>ˈɡɹɔnjə</phoneme>
    <alias>Grawn-ya</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Padraig</grapheme>
    <grapheme>Pádraig</grapheme>
    <phoneme>ˈpɔdɹɪɡ</phoneme>
    <alias>Paw-drig</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Tadhg</grapheme>
    <phoneme>ˈtaɪɡ</phoneme>
    <alias>Tighe</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Diarmuid</grapheme>
    <phoneme>ˈdɪɹmɪd</phoneme>
    <alias>Deer-mid</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Roisin</grapheme>
    <grapheme>Róisín</grapheme>
    <phoneme>ɹoʊˈʃin</phoneme>
    <alias>Ro-sheen</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Ciaran</grapheme>
    <grapheme>Ciarán</grapheme>
    <phoneme>ˈkɪɹən</phoneme>
    <alias>Keeran</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Cillian</grapheme>
    <phoneme>ˈkɪliən</phoneme>
    <alias>Killian</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Eilidh</grapheme>
    <phoneme>ˈeɪli</phoneme>
    <alias>Ay-lee</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Mhairi</grapheme>
    <phoneme>ˈvɑɹi</phoneme>
    <alias>Vah-ree</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Catriona</grapheme>
    <phoneme>kəˈtɹinə</phoneme>
    <alias>Ka-treena</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Hermione</grapheme>
    <phoneme>hɚˈmaɪəni</phoneme>
    <alias>Her-my-oh-nee</alias>
  </lexeme>
  <lexeme>
    <!-- Longman Pronunciation Dictionary (J. C. Wells) -->
    <grapheme>Imogen</grapheme>
    <phoneme>ˈɪmədʒən</phoneme>
    <alias>Im-uh-jun</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Pepys</grapheme>
    <phoneme>ˈpips</phoneme>
    <alias>Peeps</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Cowper</grapheme>
    <phoneme>ˈkupɚ</phoneme>
    <alias>Cooper</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Crichton</grapheme>
    <phoneme>ˈkɹaɪtən</phoneme>
    <alias>Cry-ton</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Strachan</grapheme>
    <phoneme>ˈstɹɔn</phoneme>
    <alias>Strawn</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Colquhoun</grapheme>
    <phoneme>kəˈhun</phoneme>
    <alias>Ka-hoon</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Urquhart</grapheme>
    <phoneme>ˈɝkɚt</phoneme>
    <alias>Erkert</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Farquhar</grapheme>
    <phoneme>ˈfɑɹkɚ</phoneme>
    <alias>Farker</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Buchan</grapheme>
    <phoneme>ˈbʌkən</phoneme>
    <alias>Buckan</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Mackay</grapheme>
    <phoneme>məˈkaɪ</phoneme>
    <alias>Ma-kye</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>MacLeod</grapheme>
    <grapheme>McLeod</grapheme>
    <grapheme>Macleod</grapheme>
    <phoneme>məˈklaʊd</phoneme>
    <alias>Ma-cloud</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Maclean</grapheme>
    <grapheme>MacLean</grapheme>
    <phoneme>məˈkleɪn</phoneme>
    <alias>Ma-clane</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Mohun</grapheme>
    <phoneme>ˈmun</phoneme>
    <alias>Moon</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Tyrwhitt</grapheme>
    <phoneme>ˈtɪɹɪt</phoneme>
    <alias>Tirrit</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Ruthven</grapheme>
    <phoneme>ˈɹɪvən</phoneme>
    <alias>Riven</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Villiers</grapheme>
    <phoneme>ˈvɪlɚz</phoneme>
    <alias>Villers</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Wemyss</grapheme>
    <phoneme>ˈwimz</phoneme>
    <alias>Weems</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Knollys</grapheme>
    <phoneme>ˈnoʊlz</phoneme>
    <alias>Noles</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Fiennes</grapheme>
    <phoneme>ˈfaɪnz</phoneme>
    <alias>Fines</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Cockburn</grapheme>
    <phoneme>ˈkoʊbɚn</phoneme>
    <alias>Co-burn</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Bohun</grapheme>
    <phoneme>ˈbun</phoneme>
    <alias>Boon</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Belvoir</grapheme>
    <phoneme>ˈbivɚ</phoneme>
    <alias>Beaver</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Beaulieu</grapheme>
    <phoneme>ˈbjuli</phoneme>
    <alias>Bewley</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Bicester</grapheme>
    <phoneme>ˈbɪstɚ</phoneme>
    <alias>Bister</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Worcester</grapheme>
    <phoneme>ˈwʊstɚ</phoneme>
    <alias>Wooster</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Worcestershire</grapheme>
    <phoneme>ˈwʊstɚʃɚ</phoneme>
    <alias>Wooster-sher</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Leicester</grapheme>
    <phoneme>ˈlɛstɚ</phoneme>
    <alias>Lester</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Leicestershire</grapheme>
    <phoneme>ˈlɛstɚʃɚ</phoneme>
    <alias>Lester-sher</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Gloucester</grapheme>
    <phoneme>ˈɡlɔstɚ</phoneme>
    <alias>Gloster</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Gloucestershire</grapheme>
    <phoneme>ˈɡlɔstɚʃɚ</phoneme>
    <alias>Gloster-sher</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Towcester</grapheme>
    <phoneme>ˈtoʊstɚ</phoneme>
    <alias>Toaster</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Alcester</grapheme>
    <phoneme>ˈɔlstɚ</phoneme>
    <alias>Awlster</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Cirencester</grapheme>
    <phoneme>ˈsaɪɹənˌsɛstɚ</phoneme>
    <alias>Siren-sester</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Leominster</grapheme>
    <phoneme>ˈlɛmstɚ</phoneme>
    <alias>Lemster</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Frome</grapheme>
    <phoneme>ˈfɹum</phoneme>
    <alias>Froom</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Alnwick</grapheme>
    <phoneme>ˈænɪk</phoneme>
    <alias>Annick</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Berwick</grapheme>
    <phoneme>ˈbɛɹɪk</phoneme>
    <alias>Berrick</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Warwick</grapheme>
    <phoneme>ˈwɔɹɪk</phoneme>
    <alias>Worrick</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Warwickshire</grapheme>
    <phoneme>ˈwɔɹɪkʃɚ</phoneme>
    <alias>Worrick-sher</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Keswick</grapheme>
    <phoneme>ˈkɛzɪk</phoneme>
    <alias>Kezzick</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Chiswick</grapheme>
    <phoneme>ˈtʃɪzɪk</phoneme>
    <alias>Chizzick</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Greenwich</grapheme>
    <phoneme>ˈɡɹɛnɪtʃ</phoneme>
    <alias>Grennitch</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Harwich</grapheme>
    <phoneme>ˈhæɹɪdʒ</phoneme>
    <alias>Harridge</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Norwich</grapheme>
    <phoneme>ˈnɔɹɪdʒ</phoneme>
    <alias>Norridge</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Woolwich</grapheme>
    <phoneme>ˈwʊlɪdʒ</phoneme>
    <alias>Woollidge</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Dulwich</grapheme>
    <phoneme>ˈdʌlɪdʒ</phoneme>
    <alias>Dullidge</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Southwark</grapheme>
    <phoneme>ˈsʌðɚk</phoneme>
    <alias>Suth-erk</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Marylebone</grapheme>
    <phoneme>ˈmɑɹləbən</phoneme>
    <alias>Marla-bun</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Holborn</grapheme>
    <phoneme>ˈhoʊbɚn</phoneme>
    <alias>Ho-burn</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Plaistow</grapheme>
    <phoneme>ˈplɑstoʊ</phoneme>
    <alias>Plah-stow</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Tottenham</grapheme>
    <phoneme>ˈtɑtənəm</phoneme>
    <alias>Tottnum</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Clapham</grapheme>
    <phoneme>ˈklæpəm</phoneme>
    <alias>Clappum</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Balham</grapheme>
    <phoneme>ˈbæləm</phoneme>
    <alias>Ballum</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Streatham</grapheme>
    <phoneme>ˈstɹɛtəm</phoneme>
    <alias>Strettum</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Lewisham</grapheme>
    <phoneme>ˈluɪʃəm</phoneme>
    <alias>Lewish-um</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Ruislip</grapheme>
    <phoneme>ˈɹaɪslɪp</phoneme>
    <alias>Rye-slip</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Vauxhall</grapheme>
    <phoneme>ˈvɑksˌhɔl</phoneme>
    <alias>Vox-hall</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Pall Mall</grapheme>
    <phoneme>ˌpæl ˈmæl</phoneme>
    <alias>Pal Mal</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Grosvenor</grapheme>
    <phoneme>ˈɡɹoʊvnɚ</phoneme>
    <alias>Grove-ner</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Derbyshire</grapheme>
    <phoneme>ˈdɑɹbiʃɚ</phoneme>
    <alias>Darby-sher</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Hertford</grapheme>
    <phoneme>ˈhɑɹfɚd</phoneme>
    <alias>Harford</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Hertfordshire</grapheme>
    <phoneme>ˈhɑɹfɚdʃɚ</phoneme>
    <alias>Harford-sher</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Salisbury</grapheme>
    <phoneme>ˈsɔlzbɚi</phoneme>
    <alias>Sawlz-berry</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Launceston</grapheme>
    <phoneme>ˈlɔnstən</phoneme>
    <alias>Lawn-stun</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Fowey</grapheme>
    <phoneme>ˈfɔɪ</phoneme>
    <alias>Foy</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Mousehole</grapheme>
    <phoneme>ˈmaʊzəl</phoneme>
    <alias>Mowzel</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Bosham</grapheme>
    <phoneme>ˈbɑzəm</phoneme>
    <alias>Bozzum</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Wymondham</grapheme>
    <phoneme>ˈwɪndəm</phoneme>
    <alias>Windum</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Happisburgh</grapheme>
    <phoneme>ˈheɪzbɹə</phoneme>
    <alias>Haze-bruh</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Edinburgh</grapheme>
    <phoneme>ˈɛdənbɚə</phoneme>
    <alias>Edin-bruh</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Kirkcudbright</grapheme>
    <phoneme>kɚˈkubɹi</phoneme>
    <alias>Ker-coo-bree</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Milngavie</grapheme>
    <phoneme>məlˈɡaɪ</phoneme>
    <alias>Mull-guy</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Culzean</grapheme>
    <phoneme>kəˈleɪn</phoneme>
    <alias>Ka-lane</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Glamis</grapheme>
    <phoneme>ˈɡlɑmz</phoneme>
    <alias>Glahms</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Hawick</grapheme>
    <phoneme>ˈhɔɪk</phoneme>
    <alias>Hoyk</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Islay</grapheme>
    <phoneme>ˈaɪlə</phoneme>
    <alias>Eye-la</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Anstruther</grapheme>
    <phoneme>ˈænstɹəðɚ</phoneme>
    <alias>An-struh-ther</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Magdalen College</grapheme>
    <grapheme>Magdalene College</grapheme>
    <phoneme>ˌmɔdlɪn ˈkɑlɪdʒ</phoneme>
    <alias>Maudlin College</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Caius College</grapheme>
    <phoneme>ˌkiz ˈkɑlɪdʒ</phoneme>
    <alias>Keys College</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Thames</grapheme>
    <phoneme>ˈtɛmz</phoneme>
    <alias>Tems</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Drogheda</grapheme>
    <phoneme>ˈdɹɔədə</phoneme>
    <alias>Draw-a-da</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Dun Laoghaire</grapheme>
    <grapheme>Dún Laoghaire</grapheme>
    <phoneme>ˌdʌn ˈlɪɹi</phoneme>
    <alias>Dun Leary</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Youghal</grapheme>
    <phoneme>ˈjɔl</phoneme>
    <alias>Yawl</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Cobh</grapheme>
    <phoneme>ˈkoʊv</phoneme>
    <alias>Cove</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Armagh</grapheme>
    <phoneme>ɑɹˈmɑ</phoneme>
    <alias>Ar-mah</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Omagh</grapheme>
    <phoneme>ˈoʊmə</phoneme>
    <alias>Oh-ma</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Llandudno</grapheme>
    <phoneme>lænˈdɪdnoʊ</phoneme>
    <alias>Lan-did-no</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Pwllheli</grapheme>
    <phoneme>pʊˈlɛli</phoneme>
    <alias>Pull-helly</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Aberystwyth</grapheme>
    <phoneme>ˌæbəˈɹɪstwɪθ</phoneme>
    <alias>Abba-rist-with</alias>
  </lexeme>
  <lexeme>
    <!-- BBC Pronouncing Dictionary of British Names (G. Pointon) -->
    <grapheme>Betws-y-Coed</grapheme>
    <phoneme>ˌbɛtəs i ˈkɔɪd</phoneme>
    <alias>Bettus-ee-coyd</alias>
  </lexeme>
</lexicon>
