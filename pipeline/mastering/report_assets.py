"""The style and the script of the report page, as text."""

from __future__ import annotations

STYLE = """
:root{--ink:#1d2126;--soft:#68707a;--line:#dfe3e8;--paper:#fff;--tint:#f4f6f8;--wave:#9db4cf;--loud:#c2571a;
--good:#1a7f4b;--bad:#b3261e;--band:#1a7f4b1c;--play:#1f5fbf}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#98a1ac;--line:#333a42;--paper:#15181c;--tint:#1d2227;
--wave:#4c6a8f;--loud:#f0904f;--good:#5fcf95;--bad:#ff8a80;--band:#5fcf9522;--play:#7fb0ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;padding-bottom:72px}
header,main{max-width:1080px;margin:0 auto;padding:0 24px}
header{padding-top:32px}
h1{font-size:28px;margin:0}
h2{font-size:18px;margin:0 0 8px}
h2 b{font-size:13px;margin-left:8px}
a{color:inherit}
.sum{margin:4px 0 0;color:var(--soft)}
.wide{overflow-x:auto}
.good{color:var(--good)}.bad{color:var(--bad)}
table{border-collapse:collapse;width:100%;margin:24px 0;font-variant-numeric:tabular-nums}
th{font-weight:600;font-size:12px;color:var(--soft);text-align:right;padding:4px 8px}
th:nth-child(2){text-align:left}
td{border-top:1px solid var(--line);padding:6px 8px;text-align:right;white-space:nowrap}
td.words{text-align:left;white-space:normal}
.gauge{width:120px;height:12px;vertical-align:-1px;margin-right:6px}
.gauge .scale{fill:var(--line)}.gauge .allowed{fill:var(--band);stroke:var(--good);stroke-width:.5}
circle.good{fill:var(--good)}circle.bad{fill:var(--bad)}
section{border-top:1px solid var(--line);padding:24px 0;scroll-margin-top:8px}
.picture{width:100%;height:157px;display:block;background:var(--tint);border-radius:6px;cursor:pointer}
.picture .lane{fill:var(--line);opacity:.35}
.picture .wave{fill:var(--wave)}
.picture .loudness{fill:none;stroke:var(--loud);stroke-width:1;vector-effect:non-scaling-stroke}
.picture .window{fill:var(--band)}
.picture .mark{stroke:var(--ink);stroke-width:1;opacity:.55;vector-effect:non-scaling-stroke}
.picture .tick{stroke:var(--soft);stroke-width:1;vector-effect:non-scaling-stroke}
.picture .head{stroke:var(--play);stroke-width:2;vector-effect:non-scaling-stroke}
.clock{position:relative;height:16px;font-size:11px;color:var(--soft);font-variant-numeric:tabular-nums}
.clock span{position:absolute;transform:translateX(-50%)}
.facts{color:var(--soft);font-size:13px;margin:6px 0 10px}
.findings,.delivery{margin:8px 0 10px;padding-left:20px;color:var(--bad)}
.delivery{color:var(--soft)}
code{font:12px ui-monospace,monospace;color:var(--soft)}
.findings code{color:inherit;font-weight:600}
summary{cursor:pointer;color:var(--soft);font-size:13px}
ol{list-style:none;margin:8px 0 0;padding:0}
li[data-begin]{display:grid;grid-template-columns:64px 1fr auto;gap:10px;padding:4px 6px;
border-radius:4px;cursor:pointer}
li[data-begin]:hover{background:var(--tint)}
li.playing{background:var(--tint);box-shadow:inset 3px 0 var(--play)}
li i{color:var(--soft)}
button{align-self:start;font:13px system-ui;font-variant-numeric:tabular-nums;color:var(--play);background:none;
border:0;text-align:right;cursor:pointer;padding:2px 0}
footer{position:fixed;inset:auto 0 0 0;display:flex;gap:16px;align-items:center;padding:10px 24px;
background:var(--paper);border-top:1px solid var(--line)}
footer span{flex:1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--soft)}
footer audio{width:min(480px,60vw);height:40px}
@media(max-width:600px){header,main{padding:0 12px}.clock span:nth-child(even){display:none}
li[data-begin]{grid-template-columns:48px 1fr}li[data-begin] code{display:none}}
"""

SCRIPT = """
const player=document.getElementById('player'),now=document.getElementById('now');
let current=null;
function play(section,seconds){
  if(current!==section){current=section;player.src=section.dataset.audio}
  const go=()=>{player.currentTime=seconds;player.play().catch(()=>{})};
  if(player.readyState>0)go();else{player.addEventListener('loadedmetadata',go,{once:true});player.load()}
}
document.querySelectorAll('section[data-audio]').forEach(section=>{
  const picture=section.querySelector('.picture');
  picture.addEventListener('click',event=>{
    const box=picture.getBoundingClientRect();
    play(section,(event.clientX-box.left)/box.width*Number(picture.dataset.length));
  });
  section.querySelectorAll('li[data-begin]').forEach(line=>
    line.addEventListener('click',()=>play(section,Math.max(0,Number(line.dataset.begin)-.1))));
});
player.addEventListener('timeupdate',()=>{
  if(!current)return;
  const seconds=player.currentTime,picture=current.querySelector('.picture');
  const place=seconds/Number(picture.dataset.length)*1000;
  picture.querySelector('.head').setAttribute('transform','translate('+(place+10)+' 0)');
  document.querySelectorAll('li.playing').forEach(line=>line.classList.remove('playing'));
  const lines=[...current.querySelectorAll('li[data-begin]')].reverse();
  const line=lines.find(one=>Number(one.dataset.begin)<=seconds+.15);
  if(line)line.classList.add('playing');
  now.textContent=current.dataset.title+(line?' – '+line.querySelector('span').textContent:'');
});
"""
