"""The style and the script of the page of pickups, as text."""

from __future__ import annotations

STYLE = """
:root{--ink:#1d2126;--soft:#68707a;--line:#dfe3e8;--paper:#fff;--tint:#f4f6f8;--good:#1a7f4b;--bad:#b3261e;
--play:#1f5fbf;--lost:#b3261e1f;--new:#1a7f4b22}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#98a1ac;--line:#333a42;--paper:#15181c;--tint:#1d2227;
--good:#5fcf95;--bad:#ff8a80;--play:#7fb0ff;--lost:#ff8a8030;--new:#5fcf9530}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;padding-bottom:48px}
header,main{max-width:860px;margin:0 auto;padding:0 24px}
header{padding-top:32px}
h1{font-size:28px;margin:0}
h2{font-size:15px;font-weight:600;margin:0 0 8px}
h2 code{font-size:13px;margin-right:8px}
.sum{margin:4px 0 0;color:var(--soft)}
.good{color:var(--good)}.bad{color:var(--bad)}
.facts{color:var(--soft);font-size:13px;margin:2px 0 0}
.empty{margin:32px 0;color:var(--soft)}
section{padding:20px 0 0;scroll-margin-top:8px}
article{border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:8px;padding:14px 16px;
margin:0 0 12px;scroll-margin:16px}
article.lexicon{border-left-color:var(--play)}
article.script{border-left-color:var(--soft)}
article:focus{outline:2px solid var(--play);outline-offset:2px}
.top{display:flex;flex-wrap:wrap;gap:6px;align-items:center;margin-bottom:10px}
.chip{background:var(--tint);border:1px solid var(--line);border-radius:10px;padding:0 9px;font-size:13px}
.chip:first-child{color:var(--bad);border-color:currentColor;font-weight:600}
.when{color:var(--soft);font-size:13px;font-variant-numeric:tabular-nums;margin-left:4px}
.remedy{margin-left:auto;font-size:13px;font-weight:600}
audio{width:100%;height:36px;display:block}
.text{font-size:17px;line-height:1.65;margin:12px 0 4px}
del{background:var(--lost);color:var(--bad);text-decoration-thickness:1px;border-radius:3px;padding:0 3px}
ins{background:var(--new);color:var(--good);text-decoration:none;border-radius:3px;padding:0 3px}
.note{margin:4px 0 0;color:var(--soft)}
ul{list-style:none;margin:10px 0 0;padding:0}
.said{display:flex;flex-wrap:wrap;gap:4px 20px}
.said i{color:var(--soft)}
.type li{display:grid;grid-template-columns:170px 1fr;gap:8px;align-items:baseline;margin-top:3px}
.type span{color:var(--soft);font-size:13px}
.type button{text-align:left;background:var(--tint);border:1px solid var(--line);border-radius:5px;padding:3px 8px;
cursor:copy;color:inherit;overflow-x:auto}
.type button.copied{border-color:var(--good)}
code{font:12.5px ui-monospace,monospace;white-space:pre}
kbd{font:12px ui-monospace,monospace;border:1px solid var(--line);border-radius:4px;padding:0 5px}
header del,header ins{margin-right:6px}
@media(max-width:600px){header,main{padding:0 12px}.type li{grid-template-columns:1fr;gap:0}.remedy{margin-left:0}}
"""

SCRIPT = """
const cards=[...document.querySelectorAll('article')];
const players=[...document.querySelectorAll('audio')];
let at=-1;
const go=place=>{if(!cards.length)return;at=Math.max(0,Math.min(cards.length-1,place));cards[at].focus();
cards[at].scrollIntoView({block:'nearest'});};
const play=card=>{const player=card&&card.querySelector('audio');if(player)player.paused?player.play():player.pause();};
players.forEach(player=>player.addEventListener('play',()=>players.forEach(other=>{if(other!==player)other.pause();})));
cards.forEach((card,place)=>card.addEventListener('focusin',()=>{at=place;}));
document.addEventListener('keydown',event=>{
if(event.ctrlKey||event.metaKey||event.altKey||event.target.closest('button,audio'))return;
if(event.key==='j'){go(at+1);play(cards[at]);}
else if(event.key==='k'){go(at-1);play(cards[at]);}
else if(event.key===' '&&at>=0){play(cards[at]);event.preventDefault();}});
document.querySelectorAll('.type button').forEach(button=>button.addEventListener('click',()=>{
navigator.clipboard?.writeText(button.textContent).then(()=>{button.classList.add('copied');});}));
"""
