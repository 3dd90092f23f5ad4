<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ChartExport</name>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>“%1” is no kind of picture that can be written: png, svg, pdf or csv can.</source>
        <translation>„%1“ ist keine Bildart, die geschrieben werden kann: png, svg, pdf oder csv sind es.</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>Save or copy this chart</source>
        <translation>Dieses Diagramm speichern oder kopieren</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>Werte kopieren</translation>
    </message>
    <message>
        <source>Save as %1…</source>
        <translation>Als %1 speichern …</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>Wieder alles zeigen</translation>
    </message>
    <message>
        <source>Ctrl+wheel or + and − zoom, dragging moves, a double click or 0 shows everything.</source>
        <translation>Strg+Rad oder + und − vergrößern, Ziehen verschiebt, Doppelklick oder 0 zeigt alles.</translation>
    </message>
    <message>
        <source>Show or hide: %1</source>
        <translation>Ein- oder ausblenden: %1</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>Diagramm speichern</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>answered in time</source>
        <translation>rechtzeitig angenommen</translation>
    </message>
    <message>
        <source>abandoned</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>turned away</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>mean wait</source>
        <translation>mittlere Wartezeit</translation>
    </message>
    <message>
        <source>in chats</source>
        <translation>in Chats</translation>
    </message>
    <message>
        <source>it frees %1 agents (%2) for calls</source>
        <translation>das macht %1 Agenten (%2) für Anrufe frei</translation>
    </message>
    <message>
        <source>it binds %1 agents (%2) more in chats</source>
        <translation>das bindet %1 Agenten (%2) mehr in Chats</translation>
    </message>
    <message>
        <source>callers wait %1 longer</source>
        <translation>Anrufer warten %1 länger</translation>
    </message>
    <message>
        <source>callers wait %1 less</source>
        <translation>Anrufer warten %1 weniger</translation>
    </message>
    <message>
        <source>chats of %2 wait %1 longer</source>
        <translation>Chats von %2 warten %1 länger</translation>
    </message>
    <message>
        <source>chats of %2 wait %1 less</source>
        <translation>Chats von %2 warten %1 weniger</translation>
    </message>
    <message>
        <source>calls of %2 wait %1 longer</source>
        <translation>Anrufe von %2 warten %1 länger</translation>
    </message>
    <message>
        <source>calls of %2 wait %1 less</source>
        <translation>Anrufe von %2 warten %1 weniger</translation>
    </message>
    <message>
        <source>%1 points more are answered in time</source>
        <translation>%1 Punkte mehr werden rechtzeitig angenommen</translation>
    </message>
    <message>
        <source>%1 points fewer are answered in time</source>
        <translation>%1 Punkte weniger werden rechtzeitig angenommen</translation>
    </message>
    <message>
        <source>%1 points more give up</source>
        <translation>%1 Punkte mehr geben auf</translation>
    </message>
    <message>
        <source>%1 points fewer give up</source>
        <translation>%1 Punkte weniger geben auf</translation>
    </message>
    <message>
        <source>%1 points more are turned away</source>
        <translation>%1 Punkte mehr werden abgewiesen</translation>
    </message>
    <message>
        <source>%1 points fewer are turned away</source>
        <translation>%1 Punkte weniger werden abgewiesen</translation>
    </message>
    <message>
        <source>%1 makes no real difference.</source>
        <translation>%1 macht keinen echten Unterschied.</translation>
    </message>
    <message>
        <source>%1: the days played do not tell yet.</source>
        <translation>%1: Die gespielten Tage sagen noch nichts.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Vergleichsbasis</translation>
    </message>
    <message>
        <source>&amp;Pin what is open</source>
        <translation>Geöffnetes &amp;festhalten</translation>
    </message>
    <message>
        <source>The scenario as it is open now becomes the baseline</source>
        <translation>Das Szenario, wie es jetzt geöffnet ist, wird zur Basis</translation>
    </message>
    <message>
        <source>&amp;Variants</source>
        <translation>&amp;Varianten</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Those with a tick are compared; Delete removes one</source>
        <translation>Angehakte werden verglichen; Entf entfernt eine</translation>
    </message>
    <message>
        <source>&amp;Add what is open</source>
        <translation>Geöffnetes &amp;hinzufügen</translation>
    </message>
    <message>
        <source>The scenario as it is open now becomes a variant</source>
        <translation>Das Szenario, wie es jetzt geöffnet ist, wird eine Variante</translation>
    </message>
    <message>
        <source>agents.team.count=+1</source>
        <translation>agents.team.count=+1</translation>
    </message>
    <message>
        <source>A change as a variant</source>
        <translation>Eine Änderung als Variante</translation>
    </message>
    <message>
        <source>KEY=VALUE, several with ; between. Enter adds it as a variant of the baseline.</source>
        <translation>SCHLÜSSEL=WERT, mehrere mit ; dazwischen. Die Eingabetaste fügt sie als Variante der Basis hinzu.</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Was anders ist</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Differences with their intervals</source>
        <translation>Unterschiede mit ihren Intervallen</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie es ist</translation>
    </message>
    <message>
        <source>open, %1</source>
        <translation>geöffnet, %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Fassung %1</translation>
    </message>
    <message>
        <source>A change is written KEY=VALUE, such as agents.team.count=+1.</source>
        <translation>Eine Änderung schreibt man SCHLÜSSEL=WERT, etwa agents.team.count=+1.</translation>
    </message>
    <message>
        <source>playing …</source>
        <translation>wird gespielt …</translation>
    </message>
    <message numerus="yes">
        <source>%n days of each, the same callers</source>
        <translation>
            <numerusform>%n Tag von jedem, dieselben Anrufer</numerusform>
            <numerusform>%n Tage von jedem, dieselben Anrufer</numerusform>
        </translation>
    </message>
    <message>
        <source>Against “%1”. All intervals hold together with %2 % confidence; what may be chance is left out.</source>
        <translation>Gegen „%1“. Alle Intervalle gelten zusammen mit %2 % Vertrauen; was Zufall sein kann, ist weggelassen.</translation>
    </message>
    <message>
        <source>Answered in time, by variant</source>
        <translation>Rechtzeitig angenommen, nach Variante</translation>
    </message>
    <message>
        <source>Calls in the queue, by variant</source>
        <translation>Anrufe in der Warteschlange, nach Variante</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>schlechter</translation>
    </message>
    <message>
        <source>more</source>
        <translation>mehr</translation>
    </message>
    <message>
        <source>less</source>
        <translation>weniger</translation>
    </message>
    <message>
        <source>no real difference</source>
        <translation>kein echter Unterschied</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>unentschieden</translation>
    </message>
</context>
<context>
    <name>DayCurve</name>
    <message>
        <source>Drag a piece up or down; or choose it with ← → and change it with ↑ ↓.</source>
        <translation>Ein Stück nach oben oder unten ziehen; oder mit ← → wählen und mit ↑ ↓ ändern.</translation>
    </message>
</context>
<context>
    <name>FormPanel</name>
    <message>
        <source>Flow</source>
        <translation>Flow</translation>
    </message>
    <message>
        <source>Group of agents</source>
        <translation>Agentengruppe</translation>
    </message>
    <message>
        <source>Add a flow</source>
        <translation>Einen Flow hinzufügen</translation>
    </message>
    <message>
        <source>Add a group of agents</source>
        <translation>Eine Agentengruppe hinzufügen</translation>
    </message>
    <message>
        <source>Remove this flow</source>
        <translation>Diesen Flow entfernen</translation>
    </message>
    <message>
        <source>Remove this group</source>
        <translation>Diese Gruppe entfernen</translation>
    </message>
    <message>
        <source>Agents over the day</source>
        <translation>Agenten über den Tag</translation>
    </message>
    <message>
        <source>Arrivals over the day</source>
        <translation>Ankünfte über den Tag</translation>
    </message>
    <message>
        <source>Written in a way that is not drawn here; edit the YAML.</source>
        <translation>So geschrieben, dass es hier nicht gezeichnet wird; bitte im YAML ändern.</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Anrufe</translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation>Ankünfte</translation>
    </message>
    <message>
        <source>120/h, or a table</source>
        <translation>120/h oder eine Tabelle</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Talk</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>3m, or a law</source>
        <translation>3m oder eine Verteilung</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>unlimited</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>Redial</source>
        <translation>Wiederwahl</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>Balking</source>
        <translation>Verzicht</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>one turn</source>
        <translation>eine Runde</translation>
    </message>
    <message>
        <source>Queue and dissuading</source>
        <translation>Warteschlange und Abraten</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Skill</source>
        <translation>Fähigkeit</translation>
    </message>
    <message>
        <source>the flow&apos;s name</source>
        <translation>Name des Flows</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Begrüßung</translation>
    </message>
    <message>
        <source>none, or its length</source>
        <translation>keine, oder ihre Länge</translation>
    </message>
    <message>
        <source>Dissuading message</source>
        <translation>Abratende Ansage</translation>
    </message>
    <message>
        <source>Hang up after it</source>
        <translation>Danach auflegen</translation>
    </message>
    <message>
        <source>From a wait of</source>
        <translation>Ab einer Wartezeit von</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>From a queue of</source>
        <translation>Ab einer Schlange von</translation>
    </message>
    <message>
        <source>Once the first waits</source>
        <translation>Sobald der Erste wartet</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Längste Wartezeit</translation>
    </message>
    <message>
        <source>Longest queue</source>
        <translation>Längste Schlange</translation>
    </message>
    <message>
        <source>Overflows to</source>
        <translation>Läuft über nach</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>nirgends</translation>
    </message>
    <message>
        <source>Opening hours</source>
        <translation>Öffnungszeiten</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>Choice of agents</source>
        <translation>Wahl der Agenten</translation>
    </message>
    <message>
        <source>as OpenSIPS does</source>
        <translation>wie OpenSIPS</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Dienstplan</translation>
    </message>
    <message>
        <source>always there</source>
        <translation>immer da</translation>
    </message>
    <message>
        <source>Breaks</source>
        <translation>Pausen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Skills</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <source>[support, sales]</source>
        <translation>[support, sales]</translation>
    </message>
    <message>
        <source>Chats at once</source>
        <translation>Chats zugleich</translation>
    </message>
    <message>
        <source>Pick-up time</source>
        <translation>Zeit bis zum Abheben</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>the centre&apos;s</source>
        <translation>die des Centers</translation>
    </message>
    <message>
        <source>Own talk times</source>
        <translation>Eigene Gesprächszeiten</translation>
    </message>
    <message>
        <source>the callers&apos;</source>
        <translation>die der Anrufer</translation>
    </message>
    <message>
        <source>Speed factor of the work</source>
        <translation>Faktor auf die Arbeit</translation>
    </message>
    <message>
        <source>Absent (share)</source>
        <translation>Abwesend (Anteil)</translation>
    </message>
    <message>
        <source>Rejects (share)</source>
        <translation>Lehnt ab (Anteil)</translation>
    </message>
    <message>
        <source>Does not answer (share)</source>
        <translation>Hebt nicht ab (Anteil)</translation>
    </message>
    <message>
        <source>Cost an hour</source>
        <translation>Kosten je Stunde</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Callers arrive for</source>
        <translation>Anrufer kommen</translation>
    </message>
    <message>
        <source>The day starts at</source>
        <translation>Der Tag beginnt um</translation>
    </message>
    <message>
        <source>Intervals of reports</source>
        <translation>Berichtsintervalle</translation>
    </message>
    <message>
        <source>At the end</source>
        <translation>Am Ende</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Days differ</source>
        <translation>Tage unterscheiden sich</translation>
    </message>
    <message>
        <source>not</source>
        <translation>nicht</translation>
    </message>
    <message>
        <source>Answered within</source>
        <translation>Angenommen binnen</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Of which calls</source>
        <translation>Von welchen Anrufen</translation>
    </message>
    <message>
        <source>Chats go to</source>
        <translation>Chats gehen an</translation>
    </message>
    <message>
        <source>Dissuade first</source>
        <translation>Zuerst abraten</translation>
    </message>
    <message>
        <source>Queue is counted by</source>
        <translation>Schlange gezählt nach</translation>
    </message>
    <message>
        <source>Wait is estimated by</source>
        <translation>Wartezeit geschätzt nach</translation>
    </message>
    <message>
        <source>Days to play</source>
        <translation>Zu spielende Tage</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Einschwingzeit</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Written on several lines; edit the YAML.</source>
        <translation>Über mehrere Zeilen geschrieben; bitte im YAML ändern.</translation>
    </message>
    <message>
        <source>found %1, allowed is %2</source>
        <translation>gefunden: %1, erlaubt: %2</translation>
    </message>
    <message>
        <source>agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>je Stunde</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>always open</source>
        <translation>immer geöffnet</translation>
    </message>
    <message>
        <source>as written</source>
        <translation>wie geschrieben</translation>
    </message>
</context>
<context>
    <name>Headline</name>
    <message>
        <source>Answered in time</source>
        <translation>Rechtzeitig angenommen</translation>
    </message>
    <message>
        <source>Mean wait</source>
        <translation>Mittlere Wartezeit</translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Agents busy</source>
        <translation>Agenten beschäftigt</translation>
    </message>
    <message>
        <source>The true value lies within, with %1 % confidence.</source>
        <translation>Der wahre Wert liegt darin, mit %1 % Vertrauen.</translation>
    </message>
    <message>
        <source>as opened</source>
        <translation>wie geöffnet</translation>
    </message>
    <message>
        <source>%1 ± %2 since opened</source>
        <translation>%1 ± %2 seit dem Öffnen</translation>
    </message>
</context>
<context>
    <name>KnobPanel</name>
    <message>
        <source>Work of a chat, %1</source>
        <translation>Arbeit je Chat, %1</translation>
    </message>
    <message>
        <source>Talk time, %1</source>
        <translation>Gesprächszeit, %1</translation>
    </message>
    <message>
        <source>Patience in chats, %1</source>
        <translation>Geduld in Chats, %1</translation>
    </message>
    <message>
        <source>Patience, %1</source>
        <translation>Geduld, %1</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Agents, %1 (at most)</source>
        <translation>Agenten, %1 (höchstens)</translation>
    </message>
    <message>
        <source>Agents, %1</source>
        <translation>Agenten, %1</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>Dissuade from an expected wait of, %1</source>
        <translation>Abraten ab erwarteter Wartezeit, %1</translation>
    </message>
    <message>
        <source>Dissuade from a queue of, %1</source>
        <translation>Abraten ab Schlange von, %1</translation>
    </message>
    <message>
        <source>Dissuade once the first has waited, %1</source>
        <translation>Abraten, sobald der Erste gewartet hat, %1</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n Anruf</numerusform>
            <numerusform>%n Anrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: written at %2</source>
        <translation>%1: steht bei %2</translation>
    </message>
</context>
<context>
    <name>Lesson</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1 of %2&lt;/b&gt;&amp;nbsp;&amp;nbsp;%3</source>
        <translation>&lt;b&gt;%1 von %2&lt;/b&gt;&amp;nbsp;&amp;nbsp;%3</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>LiveClient</name>
    <message>
        <source>no word for %1 seconds</source>
        <translation>%1 Sekunden lang nichts gehört</translation>
    </message>
    <message>
        <source>“%1” is no address such as http://127.0.0.1:8888/mi</source>
        <translation>„%1“ ist keine Adresse wie http://127.0.0.1:8888/mi</translation>
    </message>
    <message>
        <source>the engine closed the connection</source>
        <translation>die Engine hat die Verbindung geschlossen</translation>
    </message>
    <message>
        <source>an event without an end</source>
        <translation>ein Ereignis ohne Ende</translation>
    </message>
    <message>
        <source>a token is required</source>
        <translation>ein Token wird verlangt</translation>
    </message>
    <message>
        <source>Not connected.</source>
        <translation>Nicht verbunden.</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>%1 is logged in.</source>
        <translation>%1 ist angemeldet.</translation>
    </message>
    <message>
        <source>%1 is logged out.</source>
        <translation>%1 ist abgemeldet.</translation>
    </message>
    <message>
        <source>Call %1 goes to %2.</source>
        <translation>Anruf %1 geht an %2.</translation>
    </message>
    <message>
        <source>Calls are dispatched.</source>
        <translation>Anrufe werden verteilt.</translation>
    </message>
    <message>
        <source>Calls are no longer dispatched.</source>
        <translation>Anrufe werden nicht mehr verteilt.</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Address of the engine</source>
        <translation>Adresse der Engine</translation>
    </message>
    <message>
        <source>The MI of a ringside-engine or of an OpenSIPS, over HTTP</source>
        <translation>Das MI einer ringside-engine oder eines OpenSIPS, über HTTP</translation>
    </message>
    <message>
        <source>token, if it asks for one</source>
        <translation>Token, falls verlangt</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>&amp;Dispatch calls by itself</source>
        <translation>Anrufe selbst ver&amp;teilen</translation>
    </message>
    <message>
        <source>Off: calls wait until somebody dispatches them</source>
        <translation>Aus: Anrufe warten, bis sie jemand verteilt</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>In der Schlange</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Längste Wartezeit</translation>
    </message>
    <message>
        <source>Agents free</source>
        <translation>Agenten frei</translation>
    </message>
    <message>
        <source>Agents busy</source>
        <translation>Agenten beschäftigt</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Anrufe</translation>
    </message>
    <message>
        <source>Alarm from</source>
        <translation>Alarm ab</translation>
    </message>
    <message>
        <source> waiting</source>
        <translation> Wartenden</translation>
    </message>
    <message>
        <source>Alarm from so many waiting calls; 0: never</source>
        <translation>Alarm ab so vielen wartenden Anrufen; 0: nie</translation>
    </message>
    <message>
        <source> s of wait</source>
        <translation> s Wartezeit</translation>
    </message>
    <message>
        <source>Alarm once the first caller has waited so long; 0: never</source>
        <translation>Alarm, sobald der erste Anrufer so lange gewartet hat; 0: nie</translation>
    </message>
    <message>
        <source> free needed</source>
        <translation> freie nötig</translation>
    </message>
    <message>
        <source>Alarm while fewer agents are free; 0: never</source>
        <translation>Alarm, solange weniger Agenten frei sind; 0: nie</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>&amp;Trennen</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbindet …</translation>
    </message>
    <message>
        <source>Connected to an OpenSIPS</source>
        <translation>Verbunden mit einem OpenSIPS</translation>
    </message>
    <message>
        <source>Connected to ringside-engine</source>
        <translation>Verbunden mit ringside-engine</translation>
    </message>
    <message>
        <source>Connection lost (%1); next attempt in %2 s. What is shown is old.</source>
        <translation>Verbindung verloren (%1); nächster Versuch in %2 s. Das Gezeigte ist alt.</translation>
    </message>
    <message numerus="yes">
        <source>%n calls wait.</source>
        <translation>
            <numerusform>%n Anruf wartet.</numerusform>
            <numerusform>%n Anrufe warten.</numerusform>
        </translation>
    </message>
    <message>
        <source>The first caller has waited %1.</source>
        <translation>Der erste Anrufer wartet seit %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n agents are free.</source>
        <translation>
            <numerusform>%n Agent ist frei.</numerusform>
            <numerusform>%n Agenten sind frei.</numerusform>
        </translation>
    </message>
    <message>
        <source>No valid scenario is open.</source>
        <translation>Kein gültiges Szenario ist offen.</translation>
    </message>
</context>
<context>
    <name>LiveTables</name>
    <message>
        <source>Waiting</source>
        <translation>Wartende</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>Anrufer</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Flow</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>Geschätzt</translation>
    </message>
    <message>
        <source>Waiting calls</source>
        <translation>Wartende Anrufe</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Anrufe</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Anruf</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Log &amp;in</source>
        <translation>&amp;Anmelden</translation>
    </message>
    <message>
        <source>The chosen agent</source>
        <translation>Den gewählten Agenten</translation>
    </message>
    <message>
        <source>Log &amp;out</source>
        <translation>A&amp;bmelden</translation>
    </message>
    <message>
        <source>Dis&amp;patch</source>
        <translation>&amp;Zuteilen</translation>
    </message>
    <message>
        <source>The chosen call to the chosen agent; while calls are not dispatched by themselves</source>
        <translation>Den gewählten Anruf dem gewählten Agenten; solange Anrufe nicht selbst verteilt werden</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>in a call</source>
        <translation>im Gespräch</translation>
    </message>
    <message>
        <source>in chats</source>
        <translation>in Chats</translation>
    </message>
    <message>
        <source>wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>logged out</source>
        <translation>abgemeldet</translation>
    </message>
    <message>
        <source>Choose an agent first.</source>
        <translation>Bitte zuerst einen Agenten wählen.</translation>
    </message>
    <message>
        <source>Choose a waiting call and an agent first.</source>
        <translation>Bitte zuerst einen wartenden Anruf und einen Agenten wählen.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>A scenario, its numbers, and what they come to (Ctrl+1)</source>
        <translation>Ein Szenario, seine Zahlen, und was daraus wird (Strg+1)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Variants with the same callers: what differs, and how sure it is (Ctrl+2)</source>
        <translation>Varianten mit denselben Anrufern: was anders ist, und wie sicher (Strg+2)</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>A running engine or OpenSIPS (Ctrl+3)</source>
        <translation>Eine laufende Engine oder ein OpenSIPS (Strg+3)</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Runs that were kept, here and on the command line (Ctrl+4)</source>
        <translation>Aufgehobene Läufe, von hier und von der Kommandozeile (Strg+4)</translation>
    </message>
    <message>
        <source>This is a day of technical support: callers come as drawn, agents serve them, and the charts show what comes of it, averaged over many days.</source>
        <translation>Dies ist ein Tag im technischen Support: Anrufer kommen wie gezeichnet, Agenten bedienen sie, und die Diagramme zeigen, was daraus wird, gemittelt über viele Tage.</translation>
    </message>
    <message>
        <source>Drag “Agents, early”: the day is simulated again at once, with the same callers. The tiles tell what has changed since the scenario was opened, and how sure that is.</source>
        <translation>Ziehen Sie „Agenten, early“: Der Tag wird sofort neu simuliert, mit denselben Anrufern. Die Kacheln sagen, was sich seit dem Öffnen geändert hat, und wie sicher das ist.</translation>
    </message>
    <message>
        <source>Everything you change is written into the scenario below, one line at a time, and Ctrl+Z takes it back. Typing there works just as well.</source>
        <translation>Alles, was Sie ändern, wird unten in das Szenario geschrieben, Zeile für Zeile, und Strg+Z nimmt es zurück. Dort zu tippen geht genauso gut.</translation>
    </message>
    <message>
        <source>Flows and Agents hold the rest: drag the curve of arrivals, or the bars of agents.</source>
        <translation>Flows und Agenten enthalten den Rest: Ziehen Sie die Kurve der Ankünfte oder die Balken der Agenten.</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Erste Schritte</translation>
    </message>
    <message>
        <source>&amp;About ringside</source>
        <translation>Ü&amp;ber ringside</translation>
    </message>
    <message>
        <source>About ringside</source>
        <translation>Über ringside</translation>
    </message>
    <message>
        <source>&lt;b&gt;ringside&lt;/b&gt;&lt;p&gt;A call-centre engine and the workbench around it. What you see here is simulated by the very engine that serves calls.&lt;p&gt;GPL-3.0-or-later</source>
        <translation>&lt;b&gt;ringside&lt;/b&gt;&lt;p&gt;Eine Call-Center-Engine und die Werkbank dazu. Was Sie hier sehen, simuliert dieselbe Engine, die Anrufe bedient.&lt;p&gt;GPL-3.0-or-later</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Sample scenario</source>
        <translation>&amp;Beispielszenario</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter …</translation>
    </message>
    <message>
        <source>&amp;Keep this run</source>
        <translation>Diesen Lauf auf&amp;heben</translation>
    </message>
    <message>
        <source>Kept; it is on the page Runs.</source>
        <translation>Aufgehoben; er steht auf der Seite Läufe.</translation>
    </message>
    <message>
        <source>Keep this run</source>
        <translation>Diesen Lauf aufheben</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 16 MiB; a scenario is not.</source>
        <translation>%1 ist größer als 16 MiB; ein Szenario ist das nicht.</translation>
    </message>
    <message>
        <source>sample scenario</source>
        <translation>Beispielszenario</translation>
    </message>
    <message>
        <source>%1[*] – ringside</source>
        <translation>%1[*] – ringside</translation>
    </message>
    <message>
        <source>Not saved to a file yet</source>
        <translation>Noch in keiner Datei gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>%n faults in the scenario</source>
        <translation>
            <numerusform>%n Fehler im Szenario</numerusform>
            <numerusform>%n Fehler im Szenario</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the scenario</source>
        <translation>Szenario speichern</translation>
    </message>
    <message>
        <source>Scenarios (*.yaml)</source>
        <translation>Szenarien (*.yaml)</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>The scenario has changes that are not saved.</source>
        <translation>Das Szenario hat Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>Open a scenario</source>
        <translation>Ein Szenario öffnen</translation>
    </message>
    <message>
        <source>Scenarios (*.yaml *.yml)</source>
        <translation>Szenarien (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>the sample scenario</source>
        <translation>dem Beispielszenario</translation>
    </message>
    <message>
        <source>Rescued changes</source>
        <translation>Gerettete Änderungen</translation>
    </message>
    <message>
        <source>ringside ended without saving changes of %1. Restore them?</source>
        <translation>ringside endete, ohne Änderungen an %1 zu speichern. Wiederherstellen?</translation>
    </message>
</context>
<context>
    <name>OutlookBar</name>
    <message>
        <source>The next &amp;hours</source>
        <translation>Die nächsten &amp;Stunden</translation>
    </message>
    <message>
        <source>Simulates from who waits, talks and serves now, by the scenario that is open; each minute anew while it is on</source>
        <translation>Simuliert ab denen, die jetzt warten, sprechen und bedienen, nach dem offenen Szenario; jede Minute neu, solange es an ist</translation>
    </message>
    <message>
        <source> h</source>
        <translation> h</translation>
    </message>
    <message>
        <source>Hours ahead</source>
        <translation>Stunden voraus</translation>
    </message>
    <message>
        <source>from now</source>
        <translation>ab jetzt</translation>
    </message>
    <message>
        <source>As if it were this time of the scenario&apos;s day</source>
        <translation>Als wäre es diese Zeit des Szenario-Tages</translation>
    </message>
    <message>
        <source>As if it were this time of the scenario&apos;s day; 00:00: the centre&apos;s own clock</source>
        <translation>Als wäre es diese Zeit des Szenario-Tages; 00:00: die Uhr des Centers selbst</translation>
    </message>
    <message>
        <source>What may come, from this moment on</source>
        <translation>Was kommen kann, von diesem Augenblick an</translation>
    </message>
    <message>
        <source>Playing …</source>
        <translation>Wird gespielt …</translation>
    </message>
    <message>
        <source>service level %1</source>
        <translation>Servicelevel %1</translation>
    </message>
    <message>
        <source>wait %1</source>
        <translation>Wartezeit %1</translation>
    </message>
    <message>
        <source>in the queue %1</source>
        <translation>in der Warteschlange %1</translation>
    </message>
    <message>
        <source>give up %1</source>
        <translation>geben auf %1</translation>
    </message>
    <message>
        <source>%1 – %2, eight of ten: </source>
        <translation>%1 – %2, acht von zehn: </translation>
    </message>
    <message>
        <source>not all that is there could be taken over</source>
        <translation>nicht alles, was da ist, konnte übernommen werden</translation>
    </message>
</context>
<context>
    <name>RunsPage</name>
    <message>
        <source>Answered in time</source>
        <translation>Rechtzeitig angenommen</translation>
    </message>
    <message>
        <source>Mean wait</source>
        <translation>Mittlere Wartezeit</translation>
    </message>
    <message>
        <source>Abandoned</source>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Search name, kind, date, changes (Ctrl+F)</source>
        <translation>Name, Art, Datum, Änderungen suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Search runs</source>
        <translation>Läufe suchen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Remove runs</source>
        <translation>Läufe entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n runs for good?</source>
        <translation>
            <numerusform>%n Lauf endgültig entfernen?</numerusform>
            <numerusform>%n Läufe endgültig entfernen?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep the open one</source>
        <translation>Geöffneten auf&amp;heben</translation>
    </message>
    <message>
        <source>What has been played of the open scenario (Ctrl+K)</source>
        <translation>Was vom geöffneten Szenario gespielt wurde (Strg+K)</translation>
    </message>
    <message>
        <source>Re&amp;open</source>
        <translation>Wieder ö&amp;ffnen</translation>
    </message>
    <message>
        <source>The scenario of the chosen run, as it was played (Enter)</source>
        <translation>Das Szenario des gewählten Laufs, wie es gespielt wurde (Eingabetaste)</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren …</translation>
    </message>
    <message>
        <source>The chosen runs as a report: HTML, PDF, CSV, JSON, Markdown, JUnit</source>
        <translation>Die gewählten Läufe als Bericht: HTML, PDF, CSV, JSON, Markdown, JUnit</translation>
    </message>
    <message>
        <source>Choose a run, or several to compare them</source>
        <translation>Wählen Sie einen Lauf, oder mehrere zum Vergleich</translation>
    </message>
    <message>
        <source>What the run came to</source>
        <translation>Was der Lauf ergab</translation>
    </message>
    <message>
        <source>No runs are kept yet in %1. Ctrl+K keeps what is open; ringside-sim run --store keeps what it plays.</source>
        <translation>In %1 sind noch keine Läufe aufgehoben. Strg+K hebt auf, was geöffnet ist; ringside-sim run --store hebt auf, was es spielt.</translation>
    </message>
    <message numerus="yes">
        <source>%n runs in %1</source>
        <translation>
            <numerusform>%n Lauf in %1</numerusform>
            <numerusform>%n Läufe in %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing that can be shown is chosen.</source>
        <translation>Nichts gewählt, was gezeigt werden kann.</translation>
    </message>
    <message numerus="yes">
        <source>%n runs against %1</source>
        <translation>
            <numerusform>%n Lauf gegen %1</numerusform>
            <numerusform>%n Läufe gegen %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls in the queue</source>
        <translation>Anrufe in der Warteschlange</translation>
    </message>
    <message>
        <source>Nothing has been played yet.</source>
        <translation>Es wurde noch nichts gespielt.</translation>
    </message>
    <message>
        <source>The scenario has faults; what was played is an earlier one.</source>
        <translation>Das Szenario hat Fehler; gespielt wurde ein früheres.</translation>
    </message>
    <message>
        <source>What was changed last has not been played yet.</source>
        <translation>Was zuletzt geändert wurde, ist noch nicht gespielt.</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>The open scenario has changes that are not saved. Give them up?</source>
        <translation>Das geöffnete Szenario hat ungespeicherte Änderungen. Verwerfen?</translation>
    </message>
    <message>
        <source>Run %1 is open on the page What if.</source>
        <translation>Lauf %1 ist auf der Seite „Was wäre, wenn“ geöffnet.</translation>
    </message>
    <message>
        <source>Run %1 is open on the page What if, but without its changes: %2</source>
        <translation>Lauf %1 ist auf der Seite „Was wäre, wenn“ geöffnet, aber ohne seine Änderungen: %2</translation>
    </message>
    <message>
        <source>“%1” is no kind of report: html, pdf, md, csv, json and xml (JUnit) are.</source>
        <translation>„%1“ ist keine Berichtsart: html, pdf, md, csv, json und xml (JUnit) sind es.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Export a report</source>
        <translation>Einen Bericht exportieren</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>Geschrieben nach %1</translation>
    </message>
</context>
<context>
    <name>SpanBars</name>
    <message>
        <source>Pull a bar or its edges; or choose it with ↑ ↓, move it with ← →, its end with Shift, its beginning with Ctrl.</source>
        <translation>Einen Balken oder seine Enden ziehen; oder mit ↑ ↓ wählen, mit ← → bewegen, mit Umschalt das Ende, mit Strg den Anfang.</translation>
    </message>
    <message>
        <source>Pull over free ground, or press Insert, for one more; Delete takes it away.</source>
        <translation>Über freie Fläche ziehen oder Einfg drücken fügt einen hinzu; Entf nimmt ihn weg.</translation>
    </message>
    <message>
        <source>To add one or take one away, edit the YAML: it is written on several lines.</source>
        <translation>Um einen hinzuzufügen oder wegzunehmen, das YAML ändern: Es steht auf mehreren Zeilen.</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>WhatIfPage</name>
    <message>
        <source>&amp;Numbers</source>
        <translation>&amp;Zahlen</translation>
    </message>
    <message>
        <source>F&amp;lows</source>
        <translation>F&amp;lows</translation>
    </message>
    <message>
        <source>&amp;Agents</source>
        <translation>&amp;Agenten</translation>
    </message>
    <message>
        <source>&amp;Centre</source>
        <translation>&amp;Center</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
    <message>
        <source>Which calls the charts show</source>
        <translation>Welche Anrufe die Diagramme zeigen</translation>
    </message>
    <message>
        <source>Days played</source>
        <translation>Gespielte Tage</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Keep what has been played so far (Esc)</source>
        <translation>Behalten, was bisher gespielt wurde (Esc)</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>%1: found %2, allowed is %3.</source>
        <translation>%1: gefunden: %2, erlaubt: %3.</translation>
    </message>
    <message numerus="yes">
        <source>%n more faults.</source>
        <translation>
            <numerusform>%n weiterer Fehler.</numerusform>
            <numerusform>%n weitere Fehler.</numerusform>
        </translation>
    </message>
    <message>
        <source>The charts show the last valid scenario.</source>
        <translation>Die Diagramme zeigen das letzte gültige Szenario.</translation>
    </message>
    <message>
        <source>Nothing can be simulated yet.</source>
        <translation>Noch kann nichts simuliert werden.</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>Noch einmal</translation>
    </message>
    <message numerus="yes">
        <source>%n days played</source>
        <translation>
            <numerusform>%n Tag gespielt</numerusform>
            <numerusform>%n Tage gespielt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 days</source>
        <translation>%1 von %2 Tagen</translation>
    </message>
</context>
<context>
    <name>YamlEditor</name>
    <message>
        <source>The scenario as YAML</source>
        <translation>Das Szenario als YAML</translation>
    </message>
</context>
<context>
    <name>charts</name>
    <message>
        <source>Calls in the queue</source>
        <translation>Anrufe in der Warteschlange</translation>
    </message>
    <message>
        <source>Announced and experienced wait</source>
        <translation>Angesagte und erlebte Wartezeit</translation>
    </message>
    <message>
        <source>Dissuading rate by reason</source>
        <translation>Abrateanteil nach Grund</translation>
    </message>
    <message>
        <source>What became of the calls</source>
        <translation>Was aus den Anrufen wurde</translation>
    </message>
    <message>
        <source>How long they waited</source>
        <translation>Wie lange sie warteten</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>What agents did</source>
        <translation>Was die Agenten taten</translation>
    </message>
    <message>
        <source>Chats at once</source>
        <translation>Chats zugleich</translation>
    </message>
    <message>
        <source>all calls</source>
        <translation>alle Anrufe</translation>
    </message>
    <message>
        <source>experienced</source>
        <translation>erlebt</translation>
    </message>
    <message>
        <source>accepted calls</source>
        <translation>zugelassene Anrufe</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>abandoned</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>dissuaded</source>
        <translation>abgeraten</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>whole run</source>
        <translation>ganzer Lauf</translation>
    </message>
    <message>
        <source>time of day</source>
        <translation>Tageszeit</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>gar nicht</translation>
    </message>
    <message>
        <source>in a call</source>
        <translation>im Gespräch</translation>
    </message>
    <message>
        <source>in chats</source>
        <translation>in Chats</translation>
    </message>
    <message>
        <source>wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>past the shift</source>
        <translation>nach der Schicht</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>expected wait too long</source>
        <translation>erwartete Wartezeit zu lang</translation>
    </message>
    <message>
        <source>queue too long</source>
        <translation>Schlange zu lang</translation>
    </message>
    <message>
        <source>too many waiting per agent</source>
        <translation>zu viele Wartende je Agent</translation>
    </message>
    <message>
        <source>had waited too long</source>
        <translation>zu lange gewartet</translation>
    </message>
    <message>
        <source>queue full</source>
        <translation>Schlange voll</translation>
    </message>
    <message>
        <source>average</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>average (in use)</source>
        <translation>Mittelwert (in Gebrauch)</translation>
    </message>
    <message>
        <source>queue length</source>
        <translation>Schlangenlänge</translation>
    </message>
    <message>
        <source>queue length (in use)</source>
        <translation>Schlangenlänge (in Gebrauch)</translation>
    </message>
    <message>
        <source>queue length patience</source>
        <translation>Schlangenlänge und Geduld</translation>
    </message>
    <message>
        <source>queue length patience (in use)</source>
        <translation>Schlangenlänge und Geduld (in Gebrauch)</translation>
    </message>
    <message>
        <source>last served</source>
        <translation>zuletzt bedient</translation>
    </message>
    <message>
        <source>last served (in use)</source>
        <translation>zuletzt bedient (in Gebrauch)</translation>
    </message>
    <message>
        <source>head of line</source>
        <translation>Kopf der Schlange</translation>
    </message>
    <message>
        <source>head of line (in use)</source>
        <translation>Kopf der Schlange (in Gebrauch)</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <source>now</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>Calls in the queue, today</source>
        <translation>Anrufe in der Warteschlange, heute</translation>
    </message>
    <message>
        <source>Agents, today</source>
        <translation>Agenten, heute</translation>
    </message>
    <message>
        <source>The last minutes</source>
        <translation>Die letzten Minuten</translation>
    </message>
    <message>
        <source>in the queue</source>
        <translation>in der Schlange</translation>
    </message>
    <message>
        <source>busy agents</source>
        <translation>beschäftigte Agenten</translation>
    </message>
    <message>
        <source>logged in</source>
        <translation>angemeldet</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>beschäftigt</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>kein Unterschied</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>calls</source>
        <translation>Anrufe</translation>
    </message>
    <message>
        <source>service level</source>
        <translation>Servicelevel</translation>
    </message>
    <message>
        <source>of offered calls</source>
        <translation>der angebotenen Anrufe</translation>
    </message>
    <message>
        <source>calls a day</source>
        <translation>Anrufe am Tag</translation>
    </message>
    <message>
        <source>calls a batch</source>
        <translation>Anrufe je Abschnitt</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>of accepted calls</source>
        <translation>der zugelassenen Anrufe</translation>
    </message>
    <message>
        <source>of the time present</source>
        <translation>der Anwesenheit</translation>
    </message>
    <message>
        <source>calls and agents</source>
        <translation>Anrufe und Agenten</translation>
    </message>
    <message>
        <source>Answered within %1</source>
        <translation>Angenommen binnen %1</translation>
    </message>
    <message>
        <source>What agents did: %1</source>
        <translation>Was die Agenten taten: %1</translation>
    </message>
    <message>
        <source>points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Agents&apos; time not free ÷ agents&apos; time present, by group.</source>
        <translation>Zeit der Agenten, in der sie nicht frei waren ÷ Zeit, in der sie da waren, je Gruppe.</translation>
    </message>
    <message>
        <source>Shares of the time in which agents were present, over the whole run; a call includes its ringing.</source>
        <translation>Anteile der Zeit, in der Agenten da waren, über den ganzen Lauf; zu einem Anruf gehört sein Klingeln.</translation>
    </message>
    <message>
        <source>Shares of the time in which agents of the group were present; a call includes its ringing.</source>
        <translation>Anteile der Zeit, in der Agenten der Gruppe da waren; zu einem Anruf gehört sein Klingeln.</translation>
    </message>
    <message>
        <source>Share of the time present in which an agent of the group had so many chats.</source>
        <translation>Anteil der Zeit, in der ein Agent der Gruppe da war und so viele Chats hatte.</translation>
    </message>
    <message>
        <source>The same figure of each run, by interval.</source>
        <translation>Dieselbe Zahl jedes Laufs, je Intervall.</translation>
    </message>
    <message>
        <source>Calls that wait for an agent, averaged over the time of each interval and over all days.</source>
        <translation>Anrufe, die auf einen Agenten warten, gemittelt über die Zeit jedes Intervalls und über alle Tage.</translation>
    </message>
    <message>
        <source>Calls that wait for an agent, averaged over the time of each interval and over all batches.</source>
        <translation>Anrufe, die auf einen Agenten warten, gemittelt über die Zeit jedes Intervalls und über alle Abschnitte.</translation>
    </message>
    <message>
        <source>Mean wait announced to callers who had to wait and were answered, beside what the same callers then waited.</source>
        <translation>Mittlere Wartezeit, die Anrufern angesagt wurde, die warten mussten und angenommen wurden, neben dem, was dieselben Anrufer dann warteten.</translation>
    </message>
    <message>
        <source>Calls that were dissuaded, whatever came of them, ÷ offered calls of the interval.</source>
        <translation>Anrufe, denen abgeraten wurde, was auch aus ihnen wurde, ÷ angebotene Anrufe des Intervalls.</translation>
    </message>
    <message>
        <source>Calls a day by how they ended; dissuaded: those who hung up after dissuading or were turned away by a limit.</source>
        <translation>Anrufe am Tag nach ihrem Ende; abgeraten: die danach auflegten oder an einer Grenze abgewiesen wurden.</translation>
    </message>
    <message>
        <source>Calls a batch by how they ended; dissuaded: those who hung up after dissuading or were turned away by a limit.</source>
        <translation>Anrufe je Abschnitt nach ihrem Ende; abgeraten: die danach auflegten oder an einer Grenze abgewiesen wurden.</translation>
    </message>
    <message>
        <source>Shares of accepted calls, by the time from arrival until an agent took the call or the caller left.</source>
        <translation>Anteile der zugelassenen Anrufe, nach der Zeit von der Ankunft, bis ein Agent den Anruf annahm oder der Anrufer ging.</translation>
    </message>
    <message>
        <source>Averaged over five minutes. The band holds eight days of ten of the scenario that is open.</source>
        <translation>Gemittelt über fünf Minuten. Das Band enthält acht von zehn Tagen des offenen Szenarios.</translation>
    </message>
    <message>
        <source>Averaged over five minutes. The band holds eight days of ten of the scenario that is open. Its day is another part of the clock than what was heard, so it is not shown.</source>
        <translation>Gemittelt über fünf Minuten. Das Band enthält acht von zehn Tagen des offenen Szenarios. Dessen Tag liegt zu anderer Uhrzeit als das Gehörte und wird deshalb nicht gezeigt.</translation>
    </message>
    <message>
        <source>Averaged over five minutes: logged in, and in calls, chats or wrap-up.</source>
        <translation>Gemittelt über fünf Minuten: angemeldet, und in Anrufen, Chats oder Nachbearbeitung.</translation>
    </message>
    <message>
        <source>Every state that came, as it came.</source>
        <translation>Jeder Zustand, der kam, wie er kam.</translation>
    </message>
    <message>
        <source>Difference to the base, with its interval; all intervals of the comparison hold together with %1</source>
        <translation>Unterschied zur Basis, mit seinem Intervall; alle Intervalle des Vergleichs gelten zusammen mit %1</translation>
    </message>
    <message>
        <source>Service level: answered in time / offered; the threshold is %1</source>
        <translation>Servicelevel: binnen der Schwelle angenommen / angeboten; die Schwelle ist %1</translation>
    </message>
    <message>
        <source>Service level: answered in time / (answered + abandoned after the threshold); the threshold is %1</source>
        <translation>Servicelevel: binnen der Schwelle angenommen / (angenommen + nach der Schwelle aufgelegt); die Schwelle ist %1</translation>
    </message>
    <message>
        <source>Service level: answered in time / (offered - abandoned within the threshold); the threshold is %1</source>
        <translation>Servicelevel: binnen der Schwelle angenommen / (angeboten - vor der Schwelle aufgelegt); die Schwelle ist %1</translation>
    </message>
    <message>
        <source>Calls in the queue, the next hours</source>
        <translation>Anrufe in der Warteschlange, die nächsten Stunden</translation>
    </message>
    <message>
        <source>Wait, the next hours</source>
        <translation>Wartezeit, die nächsten Stunden</translation>
    </message>
    <message>
        <source>From what is there now, by the scenario that is open. The band holds eight of ten of what may come.</source>
        <translation>Von dem, was jetzt da ist, nach dem offenen Szenario. Das Band enthält acht von zehn dessen, was kommen kann.</translation>
    </message>
    <message>
        <source>Announced wait and longest wait, today</source>
        <translation>Angesagte und längste Wartezeit, heute</translation>
    </message>
    <message>
        <source>Averaged over the time in which somebody waited: what the last in the queue was told, how long the first has waited.</source>
        <translation>Gemittelt über die Zeit, in der jemand wartete: was dem Letzten in der Schlange angesagt wurde, wie lange der Erste gewartet hat.</translation>
    </message>
    <message>
        <source>announced</source>
        <translation>angesagt</translation>
    </message>
    <message>
        <source>longest wait</source>
        <translation>längste Wartezeit</translation>
    </message>
    <message>
        <source>What became of the calls, today</source>
        <translation>Was aus den Anrufen wurde, heute</translation>
    </message>
    <message>
        <source>In each five minutes, by the statistics of the centre, since it has been looked at.</source>
        <translation>Je fünf Minuten, nach der Statistik des Centers, seit es betrachtet wird.</translation>
    </message>
</context>
</TS>
