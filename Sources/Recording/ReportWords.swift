import Findings

/// The fixed words of a report, to the letter those of EXAM.md ("The report's words").
enum ReportWords {
  /// The page. A letter behind `~` stands for what `ReportPage` puts there.
  static let page: Literal = """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">\
    <meta name="viewport" content="width=device-width,initial-scale=1">\
    <title>Clonus, exam ~e</title><style>
    ~S@page{size:A4;margin:9mm}
    @media print{body{font-size:7.6pt;line-height:1.22;padding:0;max-width:none}\
    h1{font-size:13pt}h2{margin:1.2mm 0 .4mm;font-size:9pt}p,table,dl,aside{margin:.5mm 0}\
    .v{font-size:10.5pt}.n b{font-size:13pt}aside{padding:1mm 2mm}.w{columns:2;column-gap:5mm}\
    .w p{margin:0 0 1mm}section,aside,figure{break-inside:avoid}svg{min-width:0;max-height:80mm}\
    .pen{margin:2.5mm 0 1mm}td,th{padding:.2mm 1mm}a{color:#000}}
    </style></head><body>
    <header><h1>Clonus, exam ~e: ~1</h1><p>~2</p>\
    <dl class="pen"><div><dt>Person</dt><dd></dd></div><div><dt>Date</dt><dd></dd></div>\
    <div><dt>Examiner</dt><dd></dd></div><div><dt>Position</dt><dd>~3</dd></div></dl>
    <p><b>Measures, does not diagnose. Never tried on patients.</b></p></header>
    <main><section><h2>What was seen</h2><p class="v">~v</p><p>~r</p></section>
    <section><h2>What to do next</h2><p~c>~n</p></section>
    <aside><b>Call the emergency number now</b> for sudden weakness or numbness, a drooping face, \
    trouble speaking, seeing or balancing; new leg weakness with loss of bladder or bowel control; \
    after an injury of head, neck or back; a seizure; agitation, confusion, sweating, fever or \
    stiffness after a new, raised or mixed medicine or drug, or after a medicine (such as baclofen) \
    was stopped; in pregnancy or the six weeks after birth: severe headache, changed vision, pain \
    under the ribs.</aside>
    ~t<section><h2>The picture</h2><figure tabindex="0">~g</figure><p>~i</p></section>
    <section><h2>How the exam went</h2><table><tbody>~h</tbody></table></section>
    <section><h2>What it is, and what to do</h2><div class="w">\
    <p><b>What clonus is.</b> A rhythmic, involuntary beating of a muscle after a quick, held \
    stretch, most often at the ankle, also knee, wrist, fingers, jaw. It repeats, unlike a brief \
    irregular twitch, and it needs a stretch, unlike most tremor. Normally the brain and spinal cord \
    damp the stretch reflex; where that damping is lost (damaged upper motor neurons), the reflex is \
    too lively and triggers itself again and again.</p>
    <p><b>What it can point to.</b> Multiple sclerosis, stroke, spinal cord injury, cerebral palsy, a \
    tumour of the brain or spinal cord, severe head injury; medicines, drugs or their withdrawal, \
    among them serotonin syndrome; high blood pressure in pregnancy. A few beats also occur in \
    healthy people and young babies. This device cannot tell which, and its silence rules out none. \
    In particular, "no clonus" never shows that a magnesium level is safe: knee reflex, breathing \
    and urine are checked as usual.</p>
    <p><b>See a doctor soon</b> if clonus is new; if it is persistent or severe or disturbs walking \
    or sleep; with weakness, numbness, changed vision, trouble balancing, or pain; for a baby, with \
    more than 10 beats or any after 8 months. Do not change or stop a medicine because of this \
    page.</p></div></section>
    <section><h2>Device</h2><p>~d</p></section></main>
    <footer><p><b>When not to test.</b> ~w</p></footer></body></html>

    """

  /// Styles that reports and trends share.
  static let style: Literal = """
    body{font:16px/1.4 sans-serif;color:#000;background:#fff;max-width:52em;margin:auto;padding:0 1em}
    h1{font-size:1.5em;margin:.5em 0 .2em}h2{font-size:1.1em;margin:1em 0 .2em}p{margin:.3em 0}
    aside{border:3px solid #000;padding:.5em .8em;margin:.8em 0}.v{font-size:1.3em;font-weight:bold}
    table{border-collapse:collapse;margin:.3em 0}td,th{text-align:left;vertical-align:top;\
    padding:.1em 1em .1em 0}th{font-weight:400;color:#333}td{font-weight:bold}\
    .q td{font-weight:400}thead th{border-bottom:1px solid #000;color:#000}
    .pen{display:flex;flex-wrap:wrap;gap:.8em 1.5em;margin:1em 0}.pen div{flex:1 1 9em;display:flex}\
    .pen dd{flex:1;margin:0 0 0 .5em;border-bottom:1px solid #000}
    .n{display:flex;flex-wrap:wrap;gap:0 2.5em;margin:.2em 0;padding:0;list-style:none}\
    .n b{font-size:1.9em}figure{margin:0;overflow-x:auto}svg{width:100%;min-width:640px;\
    font-family:sans-serif}.g{display:flex;flex-wrap:wrap;gap:0 2em}footer{border-top:1px solid #000}
    """
}
