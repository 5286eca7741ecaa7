<?xml version="1.0" encoding="UTF-8"?>
<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" version="1.0" alphabet="ipa" xml:lang="en">
  <!-- French words in English books, as an English narrator says them. -->
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>apropos</grapheme>
    <grapheme>à propos</grapheme>
    <phoneme>ˌæpɹəˈpoʊ</phoneme>
    <alias>ap-ruh-poh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>au fait</grapheme>
    <phoneme>oʊ ˈfeɪ</phoneme>
    <alias>oh fay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>au revoir</grapheme>
    <phoneme>ˌoʊ ɹəvˈwɑɹ</phoneme>
    <alias>oh ruv-war</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>bête noire</grapheme>
    <phoneme>ˌbɛt ˈnwɑɹ</phoneme>
    <alias>bet nwar</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>billet-doux</grapheme>
    <phoneme>ˌbɪliˈdu</phoneme>
    <alias>bil-ee-doo</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>blancmange</grapheme>
    <phoneme>bləˈmɑnʒ</phoneme>
    <alias>bluh-monzh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>bon mot</grapheme>
    <phoneme>ˌboʊn ˈmoʊ</phoneme>
    <alias>boan moh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>bonhomie</grapheme>
    <phoneme>ˌbɑnəˈmi</phoneme>
    <alias>bonno-mee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>bourgeois</grapheme>
    <phoneme>ˈbʊɹʒˌwɑ</phoneme>
    <alias>boorzh-wah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>bourgeoisie</grapheme>
    <phoneme>ˌbʊɹʒwɑˈzi</phoneme>
    <alias>boorzh-wah-zee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>cachet</grapheme>
    <phoneme>kæˈʃeɪ</phoneme>
    <alias>kash-ay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>carte blanche</grapheme>
    <phoneme>ˌkɑɹt ˈblɑnʃ</phoneme>
    <alias>kart blonsh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>chaise longue</grapheme>
    <phoneme>ˌʃeɪz ˈlɔŋ</phoneme>
    <alias>shayz lawng</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>chargé d'affaires</grapheme>
    <phoneme>ˌʃɑɹʒeɪ dəˈfɛɹ</phoneme>
    <alias>shar-zhay duh-fair</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>château</grapheme>
    <phoneme>ʃæˈtoʊ</phoneme>
    <alias>sha-toe</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>châteaux</grapheme>
    <phoneme>ʃæˈtoʊz</phoneme>
    <alias>sha-toze</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>chef d'oeuvre</grapheme>
    <grapheme>chef d'œuvre</grapheme>
    <grapheme>chef-d'œuvre</grapheme>
    <phoneme>ʃeɪ ˈdɝvɹə</phoneme>
    <alias>shay derv-ruh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>contretemps</grapheme>
    <phoneme>ˈkɑntɹəˌtɑn</phoneme>
    <alias>kon-truh-ton</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>cortège</grapheme>
    <grapheme>cortege</grapheme>
    <phoneme>kɔɹˈtɛʒ</phoneme>
    <alias>kor-tezh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>coup d'état</grapheme>
    <grapheme>coup d'etat</grapheme>
    <phoneme>ˌku deɪˈtɑ</phoneme>
    <alias>koo day-tah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>coup de grâce</grapheme>
    <grapheme>coup de grace</grapheme>
    <phoneme>ˌku də ˈɡɹɑs</phoneme>
    <alias>koo duh grahss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>crème de la crème</grapheme>
    <phoneme>ˌkɹɛm də lɑ ˈkɹɛm</phoneme>
    <alias>krem duh lah krem</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>cul-de-sac</grapheme>
    <phoneme>ˈkʌldəˌsæk</phoneme>
    <alias>kul-duh-sak</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>débâcle</grapheme>
    <grapheme>debacle</grapheme>
    <phoneme>dɪˈbɑkəl</phoneme>
    <alias>di-bah-kul</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>déclassé</grapheme>
    <phoneme>ˌdeɪklæˈseɪ</phoneme>
    <alias>day-klass-ay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>décolletage</grapheme>
    <phoneme>deɪˌkɑləˈtɑʒ</phoneme>
    <alias>day-kah-luh-tozh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>décolleté</grapheme>
    <phoneme>deɪˌkɑləˈteɪ</phoneme>
    <alias>day-kah-luh-tay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>dénouement</grapheme>
    <grapheme>denouement</grapheme>
    <phoneme>ˌdeɪnuˈmɑn</phoneme>
    <alias>day-noo-mon</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>de rigueur</grapheme>
    <phoneme>də ɹiˈɡɝ</phoneme>
    <alias>duh ree-gher</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>double entendre</grapheme>
    <phoneme>ˌdubəl ɑnˈtɑndɹə</phoneme>
    <alias>doo-bul on-ton-druh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>éclat</grapheme>
    <phoneme>eɪˈklɑ</phoneme>
    <alias>ay-klah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>élan</grapheme>
    <phoneme>eɪˈlɑn</phoneme>
    <alias>ay-lon</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>embonpoint</grapheme>
    <phoneme>ˌɑnboʊnpˈwɑn</phoneme>
    <alias>on-bon-pwan</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>en famille</grapheme>
    <phoneme>ˌɑn fəˈmi</phoneme>
    <alias>on fuh-mee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>en masse</grapheme>
    <phoneme>ɑn ˈmæs</phoneme>
    <alias>on mass</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>en passant</grapheme>
    <phoneme>ˌɑn pæˈsɑn</phoneme>
    <alias>on pass-on</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>en route</grapheme>
    <phoneme>ɑn ˈɹut</phoneme>
    <alias>on root</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>enfant terrible</grapheme>
    <phoneme>ˌɑnfɑn tɛˈɹiblə</phoneme>
    <alias>on-fon tair-ee-bluh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>ennui</grapheme>
    <phoneme>ɑnˈwi</phoneme>
    <alias>on-wee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>entrée</grapheme>
    <phoneme>ˈɑntɹeɪ</phoneme>
    <alias>on-tray</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>esprit de corps</grapheme>
    <phoneme>ɛˌspɹi də ˈkɔɹ</phoneme>
    <alias>ess-pree duh kor</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>fait accompli</grapheme>
    <phoneme>ˌfeɪt əˌkɑmˈpli</phoneme>
    <alias>fayt uh-kom-plee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>faux pas</grapheme>
    <phoneme>ˌfoʊ ˈpɑ</phoneme>
    <alias>foh pah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>femme fatale</grapheme>
    <phoneme>ˌfɛm fəˈtæl</phoneme>
    <alias>fem fuh-tal</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>fin de siècle</grapheme>
    <phoneme>ˌfæn də siˈɛklə</phoneme>
    <alias>fan duh see-ek-luh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>flâneur</grapheme>
    <phoneme>flɑˈnɝ</phoneme>
    <alias>flah-ner</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>force majeure</grapheme>
    <phoneme>ˌfɔɹs mɑˈʒɝ</phoneme>
    <alias>forss mah-zher</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>gauche</grapheme>
    <phoneme>ˈɡoʊʃ</phoneme>
    <alias>goash</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>gendarme</grapheme>
    <phoneme>ˈʒɑndɑɹm</phoneme>
    <alias>zhon-darm</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>gendarmes</grapheme>
    <phoneme>ˈʒɑndɑɹmz</phoneme>
    <alias>zhon-darms</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>genre</grapheme>
    <phoneme>ˈʒɑnɹə</phoneme>
    <alias>zhon-ruh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>habitué</grapheme>
    <phoneme>həˈbɪtʃuˌeɪ</phoneme>
    <alias>huh-bich-oo-ay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>haute couture</grapheme>
    <phoneme>ˌoʊt kuˈtʊɹ</phoneme>
    <alias>oat koo-toor</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>hauteur</grapheme>
    <phoneme>hɔˈtɝ</phoneme>
    <alias>haw-ter</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>hors d'oeuvre</grapheme>
    <grapheme>hors d'œuvre</grapheme>
    <phoneme>ɔɹ ˈdɝv</phoneme>
    <alias>or derv</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>hors d'oeuvres</grapheme>
    <grapheme>hors d'œuvres</grapheme>
    <phoneme>ɔɹ ˈdɝvz</phoneme>
    <alias>or dervs</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>idée fixe</grapheme>
    <phoneme>iˌdeɪ ˈfiks</phoneme>
    <alias>ee-day feeks</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>ingénue</grapheme>
    <phoneme>ˈændʒəˌnu</phoneme>
    <alias>an-juh-noo</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>insouciance</grapheme>
    <phoneme>ɪnˈsusiəns</phoneme>
    <alias>in-soo-see-unss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>je ne sais quoi</grapheme>
    <phoneme>ˌʒʌ nə ˌseɪ ˈkwɑ</phoneme>
    <alias>zhuh nuh say kwah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>joie de vivre</grapheme>
    <phoneme>ˌʒwɑ də ˈvivɹə</phoneme>
    <alias>zhwah duh veev-ruh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>laissez-faire</grapheme>
    <phoneme>ˌlɛseɪˈfɛɹ</phoneme>
    <alias>less-ay-fair</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>lingerie</grapheme>
    <phoneme>ˌlɑnʒəˈɹeɪ</phoneme>
    <alias>lon-zhuh-ray</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>mélange</grapheme>
    <phoneme>meɪˈlɑnʒ</phoneme>
    <alias>may-lonzh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>ménage à trois</grapheme>
    <phoneme>meɪˌnɑʒ ɑ ˈtwɑ</phoneme>
    <alias>may-nozh ah twah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>milieu</grapheme>
    <phoneme>milˈju</phoneme>
    <alias>meel-yoo</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Monsieur</grapheme>
    <grapheme>monsieur</grapheme>
    <phoneme>məsˈjɝ</phoneme>
    <alias>Muss-yer</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Messieurs</grapheme>
    <grapheme>messieurs</grapheme>
    <phoneme>meɪsˈjɝ</phoneme>
    <alias>Mayss-yer</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Mademoiselle</grapheme>
    <grapheme>mademoiselle</grapheme>
    <grapheme>Mlle.</grapheme>
    <grapheme>Mlle</grapheme>
    <phoneme>ˌmædəməˈzɛl</phoneme>
    <alias>Mad-uh-muh-zel</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>naïveté</grapheme>
    <phoneme>ˌnɑivˈteɪ</phoneme>
    <alias>nah-eev-tay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>née</grapheme>
    <phoneme>ˈneɪ</phoneme>
    <alias>nay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>noblesse oblige</grapheme>
    <phoneme>noʊˌblɛs əˈbliʒ</phoneme>
    <alias>noh-bless uh-bleezh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>nom de guerre</grapheme>
    <phoneme>ˌnɑm dɪ ˈɡɛɹ</phoneme>
    <alias>nom dih ghair</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>nom de plume</grapheme>
    <phoneme>ˌnɑm dɪ ˈplum</phoneme>
    <alias>nom dih ploom</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>nouveau riche</grapheme>
    <phoneme>ˌnuvoʊ ˈɹiʃ</phoneme>
    <alias>noo-voh reesh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>objet d'art</grapheme>
    <phoneme>ˌɔbʒeɪ ˈdɑɹ</phoneme>
    <alias>awb-zhay dar</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>objets d'art</grapheme>
    <phoneme>ˌɔbʒeɪ ˈdɑɹ</phoneme>
    <alias>awb-zhay dar</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>œuvre</grapheme>
    <grapheme>oeuvre</grapheme>
    <phoneme>ˈɝvɹə</phoneme>
    <alias>erv-ruh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>papier-mâché</grapheme>
    <phoneme>ˌpeɪpɚməˈʃeɪ</phoneme>
    <alias>pay-per-muh-shay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>parvenu</grapheme>
    <phoneme>ˈpɑɹvəˌnu</phoneme>
    <alias>par-vuh-noo</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>passé</grapheme>
    <phoneme>pæˈseɪ</phoneme>
    <alias>pass-ay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>patois</grapheme>
    <phoneme>ˈpæˌtwɑ</phoneme>
    <alias>pat-wah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>pied-à-terre</grapheme>
    <phoneme>piˌeɪdəˈtɛɹ</phoneme>
    <alias>pee-ay-duh-tair</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>pince-nez</grapheme>
    <phoneme>ˌpænˈsneɪ</phoneme>
    <alias>pan-snay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>précis</grapheme>
    <phoneme>pɹeɪˈsi</phoneme>
    <alias>pray-see</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>protégé</grapheme>
    <grapheme>protégée</grapheme>
    <phoneme>ˈpɹoʊtəˌʒeɪ</phoneme>
    <alias>proh-tuh-zhay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>raison d'être</grapheme>
    <phoneme>ˌɹeɪzoʊn ˈdɛtɹə</phoneme>
    <alias>ray-zoan det-ruh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>rapprochement</grapheme>
    <phoneme>ˌɹæpɹoʊʃˈmɑn</phoneme>
    <alias>rap-roash-mon</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>recherché</grapheme>
    <phoneme>ɹəˌʃɛɹˈʃeɪ</phoneme>
    <alias>ruh-shair-shay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>rendezvous</grapheme>
    <grapheme>rendez-vous</grapheme>
    <phoneme>ˈɹɑndɪˌvu</phoneme>
    <alias>ron-div-oo</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>risqué</grapheme>
    <phoneme>ɹɪˈskeɪ</phoneme>
    <alias>riss-kay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>roué</grapheme>
    <phoneme>ɹuˈeɪ</phoneme>
    <alias>roo-ay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>sang-froid</grapheme>
    <phoneme>ˌsɑŋfɹˈwɑ</phoneme>
    <alias>song-frwah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>savoir faire</grapheme>
    <grapheme>savoir-faire</grapheme>
    <phoneme>ˌsævwɑɹ ˈfɛɹ</phoneme>
    <alias>sav-war fair</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>séance</grapheme>
    <phoneme>ˈseɪɑns</phoneme>
    <alias>say-onss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>soi-disant</grapheme>
    <phoneme>ˌswɑdiˈzɑn</phoneme>
    <alias>swah-dee-zon</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>soirée</grapheme>
    <phoneme>swɑˈɹeɪ</phoneme>
    <alias>swah-ray</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>soupçon</grapheme>
    <phoneme>supˈsoʊn</phoneme>
    <alias>soop-soan</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>tableau vivant</grapheme>
    <phoneme>ˌtæbloʊ viˈvɑn</phoneme>
    <alias>tab-loh vee-von</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>tête-à-tête</grapheme>
    <phoneme>ˌteɪtəˈteɪt</phoneme>
    <alias>tay-tuh-tayt</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>tour de force</grapheme>
    <phoneme>ˌtʊɹ də ˈfɔɹs</phoneme>
    <alias>toor duh forss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>tout de suite</grapheme>
    <phoneme>ˌtut ˈswit</phoneme>
    <alias>toot sweet</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>trompe l'oeil</grapheme>
    <grapheme>trompe l'œil</grapheme>
    <phoneme>ˌtɹɔmp ˈlɔɪ</phoneme>
    <alias>trawmp loy</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>vis-à-vis</grapheme>
    <phoneme>ˌvizəˈvi</phoneme>
    <alias>vee-zuh-vee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>voilà</grapheme>
    <phoneme>vwɑˈlɑ</phoneme>
    <alias>vwah-lah</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Versailles</grapheme>
    <phoneme>vɛɹˈsaɪ</phoneme>
    <alias>Vair-sigh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Champs-Élysées</grapheme>
    <grapheme>Champs Élysées</grapheme>
    <phoneme>ˌʃɑnz eɪliˈzeɪ</phoneme>
    <alias>Shons ay-lee-zay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Calais</grapheme>
    <phoneme>kæˈleɪ</phoneme>
    <alias>Kal-ay</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Rheims</grapheme>
    <grapheme>Reims</grapheme>
    <phoneme>ˈɹimz</phoneme>
    <alias>Reems</alias>
  </lexeme>
</lexicon>
