<?xml version="1.0" encoding="UTF-8"?>
<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" version="1.0" alphabet="ipa" xml:lang="en">
  <!-- Titles, ranks and abbreviations, said in full: a house style, to be changed to yours. -->
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Messrs.</grapheme>
    <grapheme>Messrs</grapheme>
    <alias>Messers</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Mmes.</grapheme>
    <grapheme>Mmes</grapheme>
    <alias>Mesdames</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Mme.</grapheme>
    <grapheme>Mme</grapheme>
    <alias>Madame</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Mgr.</grapheme>
    <grapheme>Mgr</grapheme>
    <alias>Monsignor</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Msgr.</grapheme>
    <grapheme>Msgr</grapheme>
    <alias>Monsignor</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Revd</grapheme>
    <grapheme>Revd.</grapheme>
    <alias>Reverend</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Rt. Revd</grapheme>
    <grapheme>Rt. Rev.</grapheme>
    <grapheme>Rt Rev</grapheme>
    <alias>Right Reverend</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Very Rev.</grapheme>
    <grapheme>Very Revd</grapheme>
    <alias>Very Reverend</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Most Rev.</grapheme>
    <grapheme>Most Revd</grapheme>
    <alias>Most Reverend</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Rt. Hon.</grapheme>
    <grapheme>Rt Hon</grapheme>
    <alias>Right Honourable</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Esq.</grapheme>
    <grapheme>Esqr.</grapheme>
    <alias>Esquire</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Bt.</grapheme>
    <alias>Baronet</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Lt.-Col.</grapheme>
    <grapheme>Lt. Col.</grapheme>
    <grapheme>Lt Col</grapheme>
    <grapheme>Lieut.-Col.</grapheme>
    <alias>Lieutenant Colonel</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Lt.-Gen.</grapheme>
    <grapheme>Lt. Gen.</grapheme>
    <grapheme>Lt Gen</grapheme>
    <grapheme>Lieut.-Gen.</grapheme>
    <alias>Lieutenant General</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Lt.-Cmdr.</grapheme>
    <grapheme>Lt. Cmdr.</grapheme>
    <grapheme>Lt Cmdr</grapheme>
    <grapheme>Lieut.-Cmdr.</grapheme>
    <alias>Lieutenant Commander</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Maj.-Gen.</grapheme>
    <grapheme>Maj. Gen.</grapheme>
    <grapheme>Maj Gen</grapheme>
    <alias>Major General</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Brig.-Gen.</grapheme>
    <grapheme>Brig. Gen.</grapheme>
    <grapheme>Brig Gen</grapheme>
    <alias>Brigadier General</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Brig.</grapheme>
    <alias>Brigadier</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Cmdr.</grapheme>
    <grapheme>Comdr.</grapheme>
    <alias>Commander</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Cdre.</grapheme>
    <alias>Commodore</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>R.-Adm.</grapheme>
    <grapheme>Rear-Adm.</grapheme>
    <alias>Rear Admiral</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>V.-Adm.</grapheme>
    <grapheme>Vice-Adm.</grapheme>
    <alias>Vice Admiral</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Sgt.-Maj.</grapheme>
    <grapheme>Sgt. Maj.</grapheme>
    <grapheme>Sgt Maj</grapheme>
    <alias>Sergeant Major</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>C.S.M.</grapheme>
    <alias>Company Sergeant Major</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>R.S.M.</grapheme>
    <alias>Regimental Sergeant Major</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>L.-Cpl.</grapheme>
    <grapheme>L/Cpl</grapheme>
    <alias>Lance Corporal</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Pte.</grapheme>
    <alias>Private</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Gnr.</grapheme>
    <alias>Gunner</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Tpr.</grapheme>
    <alias>Trooper</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Bdr.</grapheme>
    <alias>Bombardier</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Sqn. Ldr.</grapheme>
    <grapheme>Sqn Ldr</grapheme>
    <alias>Squadron Leader</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Wg. Cdr.</grapheme>
    <grapheme>Wg Cdr</grapheme>
    <alias>Wing Commander</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Gp. Capt.</grapheme>
    <grapheme>Gp Capt</grapheme>
    <alias>Group Captain</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Flt. Lt.</grapheme>
    <grapheme>Flt Lt</grapheme>
    <alias>Flight Lieutenant</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Flt. Sgt.</grapheme>
    <grapheme>Flt Sgt</grapheme>
    <alias>Flight Sergeant</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>P/O</grapheme>
    <alias>Pilot Officer</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>F/O</grapheme>
    <alias>Flying Officer</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Det. Insp.</grapheme>
    <grapheme>Det Insp</grapheme>
    <alias>Detective Inspector</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Det. Sgt.</grapheme>
    <grapheme>Det Sgt</grapheme>
    <alias>Detective Sergeant</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Det. Con.</grapheme>
    <grapheme>Det Con</grapheme>
    <alias>Detective Constable</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Ch. Insp.</grapheme>
    <grapheme>Ch Insp</grapheme>
    <alias>Chief Inspector</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Supt.</grapheme>
    <alias>Superintendent</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Insp.</grapheme>
    <alias>Inspector</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Govr.</grapheme>
    <alias>Governor</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Bp.</grapheme>
    <alias>Bishop</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Abp.</grapheme>
    <alias>Archbishop</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Archbp.</grapheme>
    <alias>Archbishop</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Archd.</grapheme>
    <alias>Archdeacon</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Preb.</grapheme>
    <alias>Prebendary</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>Fr.</grapheme>
    <alias>Father</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>H.R.H.</grapheme>
    <grapheme>HRH</grapheme>
    <alias>His Royal Highness</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>inst.</grapheme>
    <alias>instant</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>ult.</grapheme>
    <alias>ultimo</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>prox.</grapheme>
    <alias>proximo</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>per pro.</grapheme>
    <alias>per procurationem</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>recd.</grapheme>
    <grapheme>recd</grapheme>
    <alias>received</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>viz.</grapheme>
    <alias>namely</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>q.v.</grapheme>
    <alias>which see</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>cf.</grapheme>
    <alias>compare</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>et seq.</grapheme>
    <alias>and what follows</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>ibid.</grapheme>
    <alias>in the same place</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>op. cit.</grapheme>
    <alias>in the work cited</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>loc. cit.</grapheme>
    <alias>in the place cited</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>N.B.</grapheme>
    <alias>note well</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>P.T.O.</grapheme>
    <alias>please turn over</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>c/o</grapheme>
    <alias>care of</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>w/o</grapheme>
    <alias>without</alias>
  </lexeme>
  <lexeme>
    <!-- New Oxford Dictionary for Writers and Editors -->
    <grapheme>a/c</grapheme>
    <alias>account</alias>
  </lexeme>
</lexicon>
