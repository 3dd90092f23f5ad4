{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-{{CHART_JS_HASH:none}}' 'sha256-{{PAGE_JS_HASH:none}}'; style-src 'sha256-{{PAGE_CSS_HASH:none}}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="ringside-report">
<title>{{TITLE}}</title>
<style>{{PAGE_CSS:none}}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
<header>
<h1>{{TITLE}}</h1>
<p class="subtitle">{{SUBTITLE}}</p>
{{#WARNING}}<p class="warning" role="note">{{TEXT}}</p>
{{/WARNING}}<nav aria-label="Sections">{{#NAV}}<a href="#{{ID}}">{{TITLE}}</a>{{/NAV}}</nav>
</header>
<main id="content">
{{#SECTION}}{{#OPEN}}<section id="{{ID}}" aria-labelledby="{{ID}}-title">
<h2 id="{{ID}}-title">{{TITLE}}</h2>
{{/OPEN}}{{#FOLDED}}<details class="section" id="{{ID}}">
<summary><h2>{{TITLE}}</h2></summary>
{{/FOLDED}}{{#KEYS}}<ul class="keys">
{{#KEY}}<li class="{{MOOD}}"><span class="name">{{NAME}}</span><span class="value">{{VALUE}}</span><span class="interval">{{INTERVAL}}</span><span class="remark">{{REMARK}}</span></li>
{{/KEY}}</ul>
{{/KEYS}}{{#WORDS}}<p class="words">{{TEXT}}</p>
{{/WORDS}}{{#CHARTS}}<div class="charts">
{{#CHART}}<figure class="chart" data-chart="{{INDEX}}">
<h3>{{TITLE}}</h3>
<p class="about">{{ABOUT}}</p>
<div class="legend" role="group" aria-label="Lines of the chart"></div>
<div class="canvas"></div>
<figcaption>{{TEXT}}</figcaption>
<details class="numbers"><summary>Numbers</summary><div class="scroll"></div></details>
</figure>
{{/CHART}}</div>
{{/CHARTS}}{{#TABLE}}{{#TABLE_FOLDED}}<details class="table"><summary>{{TITLE}}</summary>
{{/TABLE_FOLDED}}{{#TABLE_OPEN}}<h3>{{TITLE}}</h3>
{{/TABLE_OPEN}}{{#ABOUT_TABLE}}<p class="about">{{TEXT}}</p>
{{/ABOUT_TABLE}}<div class="scroll" tabindex="0" role="region" aria-label="{{TITLE}}"><table>
<thead><tr>{{#HEAD}}<th scope="col" class="{{KIND}}">{{TEXT}}</th>{{/HEAD}}</tr></thead>
<tbody>
{{#ROW}}<tr>{{#CELL}}<td class="{{KIND}} {{MOOD}}"{{#SORT}} data-v="{{VALUE}}"{{/SORT}}>{{TEXT}}</td>{{/CELL}}</tr>
{{/ROW}}</tbody>
</table></div>
{{#TABLE_FOLDED}}</details>
{{/TABLE_FOLDED}}{{/TABLE}}{{#COMMAND}}<pre class="command" tabindex="0"><code>{{TEXT}}</code></pre>
{{/COMMAND}}{{#LISTING}}<details class="table"><summary>The scenario’s text</summary><pre tabindex="0"><code>{{TEXT}}</code></pre></details>
{{/LISTING}}{{#OPEN}}</section>
{{/OPEN}}{{#FOLDED}}</details>
{{/FOLDED}}{{/SECTION}}</main>
<footer><p>{{FOOTER}}</p><noscript><p>Charts need scripts, which are switched off; what they show stands below each of them and in the tables.</p></noscript></footer>
<div id="told" class="unseen" aria-live="polite"></div>
<script type="application/json" id="data">{{DATA:none}}</script>
<script>{{CHART_JS:none}}</script>
<script>{{PAGE_JS:none}}</script>
</body>
</html>
