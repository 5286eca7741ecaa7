<?xml version="1.0" encoding="UTF-8"?>
<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" version="1.0" alphabet="ipa" xml:lang="en">
  <!-- Greek and Roman names as English says them. -->
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Achilles</grapheme>
    <phoneme>əˈkɪliz</phoneme>
    <alias>Uh-kil-eez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Aeneas</grapheme>
    <phoneme>ɪˈniəs</phoneme>
    <alias>In-ee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Aeschylus</grapheme>
    <phoneme>ˈɛskələs</phoneme>
    <alias>Ess-kuh-luss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Aesop</grapheme>
    <phoneme>ˈisɑp</phoneme>
    <alias>Ee-sop</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Agamemnon</grapheme>
    <phoneme>ˌæɡəˈmɛmnɑn</phoneme>
    <alias>Ag-uh-mem-non</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Alcaeus</grapheme>
    <phoneme>ælˈsiəs</phoneme>
    <alias>Al-see-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Alcestis</grapheme>
    <phoneme>ælˈsɛstɪs</phoneme>
    <alias>Al-sess-tiss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Alcibiades</grapheme>
    <phoneme>ˌælsəˈbaɪəˌdiz</phoneme>
    <alias>Al-suh-bigh-uh-deez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Anaximander</grapheme>
    <phoneme>əˌnæksəˈmændɚ</phoneme>
    <alias>Uh-nak-suh-man-der</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Andromache</grapheme>
    <phoneme>ænˈdɹɑməˌki</phoneme>
    <alias>An-drah-muh-kee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Antigone</grapheme>
    <phoneme>ænˈtɪɡəˌni</phoneme>
    <alias>An-tig-uh-nee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Aphrodite</grapheme>
    <phoneme>ˌæfɹəˈdaɪti</phoneme>
    <alias>Af-ruh-digh-tee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Arachne</grapheme>
    <phoneme>əˈɹækni</phoneme>
    <alias>Uh-rak-nee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Archimedes</grapheme>
    <phoneme>ˌɑɹkəˈmidiz</phoneme>
    <alias>Ar-kuh-mee-deez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Ariadne</grapheme>
    <phoneme>ˌæɹiˈædni</phoneme>
    <alias>Ar-ee-ad-nee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Aristophanes</grapheme>
    <phoneme>ˌæɹəˈstɑfəˌniz</phoneme>
    <alias>Ar-uh-stah-fuh-neez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Asclepius</grapheme>
    <phoneme>əsˈklipiəs</phoneme>
    <alias>Uss-klee-pee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Atreus</grapheme>
    <phoneme>ˈeɪtɹiəs</phoneme>
    <alias>Ay-tree-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Boethius</grapheme>
    <phoneme>boʊˈiθiəs</phoneme>
    <alias>Boh-ee-thee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Boreas</grapheme>
    <phoneme>ˈbɔɹiəs</phoneme>
    <alias>Baw-ree-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Calliope</grapheme>
    <phoneme>kəˈlaɪəˌpi</phoneme>
    <alias>Kuh-ligh-uh-pee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Cassiopeia</grapheme>
    <phoneme>ˌkæsiəˈpiə</phoneme>
    <alias>Kass-ee-uh-pee-uh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Catullus</grapheme>
    <phoneme>kəˈtʌləs</phoneme>
    <alias>Kuh-tul-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Cerberus</grapheme>
    <phoneme>ˈsɝbɚəs</phoneme>
    <alias>Ser-ber-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Charon</grapheme>
    <phoneme>ˈkɛɹən</phoneme>
    <alias>Kair-un</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Charybdis</grapheme>
    <phoneme>kəˈɹɪbdɪs</phoneme>
    <alias>Kuh-rib-diss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Chiron</grapheme>
    <phoneme>ˈkaɪɹən</phoneme>
    <alias>Kigh-run</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Circe</grapheme>
    <phoneme>ˈsɝsi</phoneme>
    <alias>Ser-see</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Clytemnestra</grapheme>
    <phoneme>ˌklaɪtəmˈnɛstɹə</phoneme>
    <alias>Kligh-tum-ness-truh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Croesus</grapheme>
    <phoneme>ˈkɹisəs</phoneme>
    <alias>Kree-suss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Cybele</grapheme>
    <phoneme>ˈsɪbəli</phoneme>
    <alias>Sib-uh-lee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Daedalus</grapheme>
    <phoneme>ˈdɛdələs</phoneme>
    <alias>Ded-uh-luss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Danaë</grapheme>
    <grapheme>Danae</grapheme>
    <phoneme>ˈdænəˌi</phoneme>
    <alias>Dan-uh-ee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Demeter</grapheme>
    <phoneme>dɪˈmitɚ</phoneme>
    <alias>Dim-ee-ter</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Demosthenes</grapheme>
    <phoneme>dɪˈmɑsθəˌniz</phoneme>
    <alias>Dim-oss-thuh-neez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Deucalion</grapheme>
    <phoneme>duˈkeɪliən</phoneme>
    <alias>Doo-kay-lee-un</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Dido</grapheme>
    <phoneme>ˈdaɪdoʊ</phoneme>
    <alias>Digh-doh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Diogenes</grapheme>
    <phoneme>daɪˈɑdʒəˌniz</phoneme>
    <alias>Digh-ah-juh-neez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Dionysius</grapheme>
    <phoneme>ˌdaɪəˈnɪʃiəs</phoneme>
    <alias>Digh-uh-nish-ee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Dionysus</grapheme>
    <phoneme>ˌdaɪəˈnaɪsəs</phoneme>
    <alias>Digh-uh-nigh-suss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Eleusis</grapheme>
    <phoneme>ɪˈlusɪs</phoneme>
    <alias>Il-oo-siss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Empedocles</grapheme>
    <phoneme>ɛmˈpɛdəˌkliz</phoneme>
    <alias>Em-ped-uh-kleez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Endymion</grapheme>
    <phoneme>ɛnˈdɪmiən</phoneme>
    <alias>En-dim-ee-un</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Epictetus</grapheme>
    <phoneme>ˌɛpɪkˈtitəs</phoneme>
    <alias>Ep-ik-tee-tuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Epicurus</grapheme>
    <phoneme>ˌɛpɪˈkjʊɹəs</phoneme>
    <alias>Ep-ik-yoor-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Eratosthenes</grapheme>
    <phoneme>ˌɛɹəˈtɑsθəˌniz</phoneme>
    <alias>Air-uh-toss-thuh-neez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Erebus</grapheme>
    <phoneme>ˈɛɹəbəs</phoneme>
    <alias>Air-uh-buss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Euclid</grapheme>
    <phoneme>ˈjuklɪd</phoneme>
    <alias>Yoo-klid</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Eumenides</grapheme>
    <phoneme>juˈmɛnəˌdiz</phoneme>
    <alias>Yoo-men-uh-deez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Euphrates</grapheme>
    <phoneme>juˈfɹeɪtiz</phoneme>
    <alias>Yoo-fray-teez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Euripides</grapheme>
    <phoneme>jʊˈɹɪpəˌdiz</phoneme>
    <alias>Yoor-ip-uh-deez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Eurydice</grapheme>
    <phoneme>jʊˈɹɪdəsi</phoneme>
    <alias>Yoor-id-uh-see</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Ganymede</grapheme>
    <phoneme>ˈɡænəˌmid</phoneme>
    <alias>Gan-uh-meed</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Gaia</grapheme>
    <phoneme>ˈɡaɪə</phoneme>
    <alias>Guy-uh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Hades</grapheme>
    <phoneme>ˈheɪdiz</phoneme>
    <alias>Hay-deez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Hecate</grapheme>
    <phoneme>ˈhɛkəti</phoneme>
    <alias>Hek-uh-tee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Hecuba</grapheme>
    <phoneme>ˈhɛkjəbə</phoneme>
    <alias>Hek-yuh-buh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Hephaestus</grapheme>
    <phoneme>hɪˈfɛstəs</phoneme>
    <alias>Hif-ess-tuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Heracles</grapheme>
    <phoneme>ˈhɛɹəˌkliz</phoneme>
    <alias>Hair-uh-kleez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Heraclitus</grapheme>
    <phoneme>ˌhɛɹəˈklaɪtəs</phoneme>
    <alias>Hair-uh-kligh-tuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Herodotus</grapheme>
    <phoneme>hɪˈɹɑdətəs</phoneme>
    <alias>Heer-ah-duh-tuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Hesiod</grapheme>
    <phoneme>ˈhisiəd</phoneme>
    <alias>Hee-see-ud</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Hippocrates</grapheme>
    <phoneme>hɪˈpɑkɹəˌtiz</phoneme>
    <alias>Hip-ah-kruh-teez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Hippolyta</grapheme>
    <phoneme>hɪˈpɑlətə</phoneme>
    <alias>Hip-ah-luh-tuh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Hyperion</grapheme>
    <phoneme>haɪˈpɪɹiən</phoneme>
    <alias>High-peer-ee-un</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Iphigenia</grapheme>
    <phoneme>ˌɪfədʒəˈnaɪə</phoneme>
    <alias>If-uh-juh-nigh-uh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Ixion</grapheme>
    <phoneme>ɪkˈsaɪən</phoneme>
    <alias>Ik-sigh-un</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Jocasta</grapheme>
    <phoneme>dʒoʊˈkæstə</phoneme>
    <alias>Joh-kass-tuh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Juvenal</grapheme>
    <phoneme>ˈdʒuvənəl</phoneme>
    <alias>Joo-vuh-nul</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Laertes</grapheme>
    <phoneme>leɪˈɝtiz</phoneme>
    <alias>Lay-er-teez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Laocoön</grapheme>
    <grapheme>Laocoon</grapheme>
    <phoneme>leɪˈɑkoʊˌɑn</phoneme>
    <alias>Lay-ah-koh-on</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Lethe</grapheme>
    <phoneme>ˈliθi</phoneme>
    <alias>Lee-thee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Livy</grapheme>
    <phoneme>ˈlɪvi</phoneme>
    <alias>Liv-ee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Lucretius</grapheme>
    <phoneme>luˈkɹiʃəs</phoneme>
    <alias>Loo-kree-shuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Lysistrata</grapheme>
    <phoneme>ˌlɪsɪˈstɹɑtə</phoneme>
    <alias>Liss-iss-trah-tuh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Maecenas</grapheme>
    <phoneme>mɪˈsinəs</phoneme>
    <alias>Miss-ee-nuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Medea</grapheme>
    <phoneme>mɪˈdiə</phoneme>
    <alias>Mid-ee-uh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Melpomene</grapheme>
    <phoneme>mɛlˈpɑməni</phoneme>
    <alias>Mel-pah-muh-nee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Menelaus</grapheme>
    <phoneme>ˌmɛnəˈleɪəs</phoneme>
    <alias>Men-uh-lay-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Mnemosyne</grapheme>
    <phoneme>nɪˈmɑsəni</phoneme>
    <alias>Nim-ah-suh-nee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Mycenae</grapheme>
    <phoneme>maɪˈsini</phoneme>
    <alias>Migh-see-nee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Nausicaa</grapheme>
    <grapheme>Nausicaä</grapheme>
    <phoneme>nɔˈsɪkiə</phoneme>
    <alias>Naw-sik-ee-uh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Nereid</grapheme>
    <phoneme>ˈnɪɹiɪd</phoneme>
    <alias>Neer-ee-id</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Odysseus</grapheme>
    <phoneme>oʊˈdɪsiəs</phoneme>
    <alias>Oh-diss-ee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Oedipus</grapheme>
    <phoneme>ˈɛdəpəs</phoneme>
    <alias>Ed-uh-puss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Orestes</grapheme>
    <phoneme>ɔˈɹɛstiz</phoneme>
    <alias>Aw-ress-teez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Orion</grapheme>
    <phoneme>oʊˈɹaɪən</phoneme>
    <alias>Oh-righ-un</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Orpheus</grapheme>
    <phoneme>ˈɔɹfiəs</phoneme>
    <alias>Or-fee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Parmenides</grapheme>
    <phoneme>pɑɹˈmɛnəˌdiz</phoneme>
    <alias>Par-men-uh-deez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Patroclus</grapheme>
    <phoneme>pəˈtɹoʊkləs</phoneme>
    <alias>Puh-troh-kluss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Peleus</grapheme>
    <phoneme>ˈpiliəs</phoneme>
    <alias>Pee-lee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Peloponnese</grapheme>
    <phoneme>ˈpɛləpəˌniz</phoneme>
    <alias>Pel-uh-puh-neez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Pericles</grapheme>
    <phoneme>ˈpɛɹəˌkliz</phoneme>
    <alias>Pair-uh-kleez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Persephone</grapheme>
    <phoneme>pɚˈsɛfəni</phoneme>
    <alias>Per-sef-uh-nee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Phaedra</grapheme>
    <phoneme>ˈfidɹə</phoneme>
    <alias>Fee-druh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Phaedrus</grapheme>
    <phoneme>ˈfidɹəs</phoneme>
    <alias>Fee-druss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Phaethon</grapheme>
    <phoneme>ˈfeɪəθən</phoneme>
    <alias>Fay-uh-thun</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Pleiades</grapheme>
    <phoneme>ˈpliəˌdiz</phoneme>
    <alias>Plee-uh-deez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Procrustes</grapheme>
    <phoneme>pɹoʊˈkɹʌstiz</phoneme>
    <alias>Proh-kruss-teez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Propertius</grapheme>
    <phoneme>pɹoʊˈpɝʃəs</phoneme>
    <alias>Proh-per-shuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Proteus</grapheme>
    <phoneme>ˈpɹoʊtiəs</phoneme>
    <alias>Proh-tee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Psyche</grapheme>
    <phoneme>ˈsaɪki</phoneme>
    <alias>Sigh-kee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Pygmalion</grapheme>
    <phoneme>pɪɡˈmeɪliən</phoneme>
    <alias>Pig-may-lee-un</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Pyrrhus</grapheme>
    <phoneme>ˈpɪɹəs</phoneme>
    <alias>Peer-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Scylla</grapheme>
    <phoneme>ˈsɪlə</phoneme>
    <alias>Sil-uh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Semele</grapheme>
    <phoneme>ˈsɛməli</phoneme>
    <alias>Sem-uh-lee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Seneca</grapheme>
    <phoneme>ˈsɛnɪkə</phoneme>
    <alias>Sen-ik-uh</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Sisyphus</grapheme>
    <phoneme>ˈsɪsəfəs</phoneme>
    <alias>Siss-uh-fuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Socrates</grapheme>
    <phoneme>ˈsɑkɹəˌtiz</phoneme>
    <alias>Sah-kruh-teez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Sophocles</grapheme>
    <phoneme>ˈsɑfəˌkliz</phoneme>
    <alias>Sah-fuh-kleez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Suetonius</grapheme>
    <phoneme>swiˈtoʊniəs</phoneme>
    <alias>Swee-toh-nee-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Tacitus</grapheme>
    <phoneme>ˈtæsətəs</phoneme>
    <alias>Tass-uh-tuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Telemachus</grapheme>
    <phoneme>təˈlɛməkəs</phoneme>
    <alias>Tuh-lem-uh-kuss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Terpsichore</grapheme>
    <phoneme>tɚpˈsɪkəɹi</phoneme>
    <alias>Terp-sik-uh-ree</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Thales</grapheme>
    <phoneme>ˈθeɪliz</phoneme>
    <alias>Thay-leez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Themistocles</grapheme>
    <phoneme>θəˈmɪstəˌkliz</phoneme>
    <alias>Thuh-miss-tuh-kleez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Thermopylae</grapheme>
    <phoneme>θɚˈmɑpəˌli</phoneme>
    <alias>Ther-mah-puh-lee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Theseus</grapheme>
    <phoneme>ˈθisiəs</phoneme>
    <alias>Thee-see-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Thucydides</grapheme>
    <phoneme>θuˈsɪdəˌdiz</phoneme>
    <alias>Thoo-sid-uh-deez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Tiresias</grapheme>
    <phoneme>taɪˈɹisiəs</phoneme>
    <alias>Tigh-ree-see-uss</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Xanthippe</grapheme>
    <phoneme>zænˈtɪpi</phoneme>
    <alias>Zan-tip-ee</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Xenophon</grapheme>
    <phoneme>ˈzɛnəfən</phoneme>
    <alias>Zen-uh-fun</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Xerxes</grapheme>
    <phoneme>ˈzɝksiz</phoneme>
    <alias>Zerk-seez</alias>
  </lexeme>
  <lexeme>
    <!-- Merriam-Webster -->
    <grapheme>Zephyrus</grapheme>
    <phoneme>ˈzɛfɚəs</phoneme>
    <alias>Zef-er-uss</alias>
  </lexeme>
</lexicon>
