<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>EventLinesText</name>
        <message numerus="yes">
            <source>%1 and %n other(s)</source>
            <translation>
                <numerusform>%1 und %n weiterer</numerusform>
                <numerusform>%1 und %n weitere</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FindingsText</name>
        <message>
            <source>refused its configuration: %1</source>
            <translation>hat seine Konfiguration abgelehnt: %1</translation>
        </message>
        <message>
            <source>its certificate ends %1</source>
            <translation>Zertifikat läuft ab am %1</translation>
        </message>
        <message>
            <source>p95 %1 there, %2 back: not the wire</source>
            <translation>p95 %1 hin, %2 zurück: nicht die Leitung</translation>
        </message>
    </context>
    <context>
        <name>FleetStateText</name>
        <message>
            <source>Reading the fleet file</source>
            <translation>Flottendatei wird gelesen</translation>
        </message>
        <message>
            <source>The fleet file cannot be read</source>
            <translation>Die Flottendatei ist nicht lesbar</translation>
        </message>
        <message>
            <source>It is read again when it changes; Ctrl+O opens another.</source>
            <translation>Sie wird bei jeder Änderung neu gelesen; Strg+O öffnet eine andere.</translation>
        </message>
        <message>
            <source>No fleet is open</source>
            <translation>Keine Flotte geöffnet</translation>
        </message>
        <message>
            <source>A fleet file lists the clusters and how to reach them.</source>
            <translation>Eine Flottendatei nennt die Cluster und wie man sie erreicht.</translation>
        </message>
        <message>
            <source>Open one with Ctrl+O, or start the console with: causeway --fleet fleet.yaml</source>
            <translation>Mit Strg+O öffnen oder die Konsole so starten: causeway --fleet fleet.yaml</translation>
        </message>
        <message>
            <source>%1 does not let us in</source>
            <translation>%1 verweigert den Zugriff</translation>
        </message>
        <message>
            <source>%1 cannot be reached</source>
            <translation>%1 ist nicht erreichbar</translation>
        </message>
        <message>
            <source>%1 does not answer any more</source>
            <translation>%1 antwortet nicht mehr</translation>
        </message>
        <message>
            <source>Nothing is in the mesh yet</source>
            <translation>Das Mesh ist noch leer</translation>
        </message>
        <message>
            <source>Every cluster answers, and none has a service or traffic to show.</source>
            <translation>Alle Cluster antworten, aber keiner hat einen Dienst oder Verkehr vorzuweisen.</translation>
        </message>
        <message>
            <source>Start a workload with its proxy, or run: causeway-lab up --dir lab</source>
            <translation>Einen Workload mit seinem Proxy starten, oder: causeway-lab up --dir lab</translation>
        </message>
        <message>
            <source>Connecting to the clusters</source>
            <translation>Verbindung zu den Clustern wird aufgebaut</translation>
        </message>
        <message>
            <source>The first figures arrive within a few seconds.</source>
            <translation>Die ersten Zahlen kommen in wenigen Sekunden.</translation>
        </message>
        <message>
            <source>Reading back %1</source>
            <translation>%1 wird zurückgelesen</translation>
        </message>
        <message>
            <source>What this console recorded is read from the disk.</source>
            <translation>Die Aufzeichnung dieser Konsole wird von der Platte gelesen.</translation>
        </message>
        <message>
            <source>Nothing was recorded at %1</source>
            <translation>Um %1 wurde nichts aufgezeichnet</translation>
        </message>
        <message>
            <source>This console was not running then, or no cluster answered it. It keeps what it saw for a day.</source>
            <translation>Die Konsole lief damals nicht, oder kein Cluster hat geantwortet. Sie bewahrt einen Tag lang auf, was sie gesehen hat.</translation>
        </message>
        <message>
            <source>F5 goes back to live; a click on the time line goes elsewhere.</source>
            <translation>F5 führt zurück zu jetzt; ein Klick auf die Zeitleiste führt an eine andere Stelle.</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>Zurück zu jetzt</translation>
        </message>
        <message>
            <source>Open a fleet file…</source>
            <translation>Flottendatei öffnen…</translation>
        </message>
    </context>
    <context>
        <name>GoToTime</name>
        <message>
            <source>Time of day, date and time, or minutes back:</source>
            <translation>Uhrzeit, Datum und Uhrzeit, oder Minuten zurück:</translation>
        </message>
        <message>
            <source>Go to a time</source>
            <translation>Zu einem Zeitpunkt springen</translation>
        </message>
        <message>
            <source>“%1” is no time. These would be:</source>
            <translation>„%1“ ist kein Zeitpunkt. Möglich wären:</translation>
        </message>
    </context>
    <context>
        <name>GraphPictureText</name>
        <message>
            <source>only calls others</source>
            <translation>ruft nur andere auf</translation>
        </message>
    </context>
    <context>
        <name>LinkVerdictText</name>
        <message>
            <source>%1 fails: %2.</source>
            <translation>%1 schlägt fehl: %2.</translation>
        </message>
        <message>
            <source>%1: %2.</source>
            <translation>%1: %2.</translation>
        </message>
        <message>
            <source>%1 takes %2: %3.</source>
            <translation>%1 braucht %2: %3.</translation>
        </message>
        <message>
            <source>compared with the ways back</source>
            <translation>verglichen mit den Rückwegen</translation>
        </message>
        <message>
            <source>compared with the other links</source>
            <translation>verglichen mit den anderen Links</translation>
        </message>
        <message>
            <source>compared with the quarter of an hour before</source>
            <translation>verglichen mit der Viertelstunde davor</translation>
        </message>
        <message>
            <source>confidence %1</source>
            <translation>Sicherheit %1</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::FleetPresenter</name>
        <message>
            <source>Fleet</source>
            <translation>Flotte</translation>
        </message>
        <message numerus="yes">
            <source>%n cluster(s)</source>
            <translation>
                <numerusform>%n Cluster</numerusform>
                <numerusform>%n Cluster</numerusform>
            </translation>
        </message>
        <message>
            <source>services</source>
            <translation>Dienste</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>Anfragen</translation>
        </message>
        <message>
            <source>success</source>
            <translation>Erfolg</translation>
        </message>
        <message>
            <source>p99 latency</source>
            <translation>Latenz p99</translation>
        </message>
        <message>
            <source>mutual TLS</source>
            <translation>gegenseitiges TLS</translation>
        </message>
        <message>
            <source>open findings</source>
            <translation>offene Befunde</translation>
        </message>
        <message>
            <source>in cluster p95 %1</source>
            <translation>im Cluster p95 %1</translation>
        </message>
        <message>
            <source>p95 %1, %2</source>
            <translation>p95 %1, %2</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::GraphPage</name>
        <message>
            <source>Level of detail</source>
            <translation>Detailstufe</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Cluster</translation>
        </message>
        <message>
            <source>Namespaces</source>
            <translation>Namespaces</translation>
        </message>
        <message>
            <source>Services</source>
            <translation>Dienste</translation>
        </message>
        <message>
            <source>Shown as</source>
            <translation>Darstellung</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabelle</translation>
        </message>
        <message>
            <source>Filter, for example: cluster=aws and (p95 &gt; 40ms or success &lt; 99.5%)</source>
            <translation>Filter, zum Beispiel: cluster=aws and (p95 &gt; 40ms or success &lt; 99.5%)</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Call graph</source>
            <translation>Aufrufgraph</translation>
        </message>
        <message>
            <source>Edges of the call graph</source>
            <translation>Kanten des Aufrufgraphen</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::GraphPresenter</name>
        <message>
            <source>Graph</source>
            <translation>Graph</translation>
        </message>
        <message numerus="yes">
            <source>%n node(s)</source>
            <translation>
                <numerusform>%n Knoten</numerusform>
                <numerusform>%n Knoten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n edge(s)</source>
            <translation>
                <numerusform>%n Kante</numerusform>
                <numerusform>%n Kanten</numerusform>
            </translation>
        </message>
        <message>
            <source>, </source>
            <translation>, </translation>
        </message>
        <message>
            <source>the filter ends too early: expected %1</source>
            <translation>der Filter endet zu früh: erwartet %1</translation>
        </message>
        <message>
            <source>at %1: found “%2”, expected %3</source>
            <translation>an Stelle %1: „%2“ gefunden, erwartet %3</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkDetail</name>
        <message>
            <source>What a new connection costs (probes)</source>
            <translation>Was eine neue Verbindung kostet (Sonden)</translation>
        </message>
        <message>
            <source>Nothing was probed over this link in this window.</source>
            <translation>In diesem Fenster wurde über diesen Link nichts sondiert.</translation>
        </message>
        <message>
            <source>Wire, both ways</source>
            <translation>Leitung, hin und zurück</translation>
        </message>
        <message>
            <source>TCP connection</source>
            <translation>TCP-Verbindung</translation>
        </message>
        <message>
            <source>TLS handshake</source>
            <translation>TLS-Handshake</translation>
        </message>
        <message>
            <source>First request</source>
            <translation>Erste Anfrage</translation>
        </message>
        <message>
            <source>Warm request</source>
            <translation>Warme Anfrage</translation>
        </message>
        <message>
            <source>Both ends</source>
            <translation>Beide Enden</translation>
        </message>
        <message>
            <source>Neither cluster has told what is there.</source>
            <translation>Keiner der Cluster hat gesagt, was es dort gibt.</translation>
        </message>
        <message>
            <source>Gateways of %1</source>
            <translation>Gateways von %1</translation>
        </message>
        <message>
            <source>%1 of %2 connected</source>
            <translation>%1 von %2 verbunden</translation>
        </message>
        <message>
            <source>Certificate of %1</source>
            <translation>Zertifikat von %1</translation>
        </message>
        <message>
            <source>expired %1</source>
            <translation>abgelaufen %1</translation>
        </message>
        <message>
            <source>until %1</source>
            <translation>bis %1</translation>
        </message>
        <message>
            <source>Services mirrored</source>
            <translation>Gespiegelte Dienste</translation>
        </message>
        <message>
            <source>%1, all ready</source>
            <translation>%1, alle bereit</translation>
        </message>
        <message>
            <source>%1 of %2 ready, not %3</source>
            <translation>%1 von %2 bereit, nicht %3</translation>
        </message>
        <message>
            <source>Links that share a part of its way</source>
            <translation>Links mit einem gemeinsamen Stück Weg</translation>
        </message>
        <message>
            <source>No other link shares a gateway.</source>
            <translation>Kein anderer Link teilt ein Gateway.</translation>
        </message>
        <message>
            <source>the wire</source>
            <translation>die Leitung</translation>
        </message>
        <message>
            <source>the way into %1</source>
            <translation>der Weg nach %1 hinein</translation>
        </message>
        <message>
            <source>the way out of %1</source>
            <translation>der Weg aus %1 heraus</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Connections of requests</source>
            <translation>Verbindungen der Anfragen</translation>
        </message>
        <message>
            <source>%1, %2 sent again</source>
            <translation>%1, %2 erneut gesendet</translation>
        </message>
        <message>
            <source>Call through the mesh</source>
            <translation>Aufruf durch das Mesh</translation>
        </message>
        <message>
            <source>%1 there, %2 back</source>
            <translation>%1 hin, %2 zurück</translation>
        </message>
        <message>
            <source>Hops between gateways</source>
            <translation>Hops zwischen Gateways</translation>
        </message>
        <message>
            <source>%1, changed</source>
            <translation>%1, geändert</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkMatrix</name>
        <message>
            <source>%1 to %2: no link</source>
            <translation>%1 nach %2: kein Link</translation>
        </message>
        <message>
            <source>%1 to %2: %3, %4</source>
            <translation>%1 nach %2: %3, %4</translation>
        </message>
        <message>
            <source>Probes lose %1</source>
            <translation>Sonden verlieren %1</translation>
        </message>
        <message>
            <source>%1 there, %2 back: the wire cannot be the difference</source>
            <translation>%1 hin, %2 zurück: die Leitung kann nicht der Unterschied sein</translation>
        </message>
        <message>
            <source>slower than the others into %1</source>
            <translation>langsamer als die anderen nach %1</translation>
        </message>
        <message>
            <source>slower than the others out of %1</source>
            <translation>langsamer als die anderen aus %1</translation>
        </message>
        <message>
            <source>loss %1</source>
            <translation>Verlust %1</translation>
        </message>
        <message>
            <source>%1 to %2: %3</source>
            <translation>%1 nach %2: %3</translation>
        </message>
        <message>
            <source>Measure…</source>
            <translation>Messen…</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>Anfragen</translation>
        </message>
        <message>
            <source>probes on open connections</source>
            <translation>Sonden auf offenen Verbindungen</translation>
        </message>
        <message>
            <source>probes with new connections</source>
            <translation>Sonden mit neuen Verbindungen</translation>
        </message>
        <message>
            <source>datagrams, there and back</source>
            <translation>Datagramme, hin und zurück</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkWords</name>
        <message>
            <source>Way out of %1</source>
            <translation>Weg aus %1 heraus</translation>
        </message>
        <message>
            <source>Way into %1</source>
            <translation>Weg nach %1 hinein</translation>
        </message>
        <message>
            <source>Connections towards %1</source>
            <translation>Verbindungen zu %1</translation>
        </message>
        <message>
            <source>Network inside %1</source>
            <translation>Netz innerhalb von %1</translation>
        </message>
        <message>
            <source>Wire between %1 and %2</source>
            <translation>Leitung zwischen %1 und %2</translation>
        </message>
        <message>
            <source>%1 in %2 itself fails %3 of its requests</source>
            <translation>%1 in %2 lässt selbst %3 seiner Anfragen fehlschlagen</translation>
        </message>
        <message>
            <source>%1 of requests fail on the way out of %2</source>
            <translation>%1 der Anfragen schlagen auf dem Weg aus %2 fehl</translation>
        </message>
        <message>
            <source>%1 of requests fail between %2 and %3</source>
            <translation>%1 der Anfragen schlagen zwischen %2 und %3 fehl</translation>
        </message>
        <message>
            <source>%1 of requests fail on the way into %2</source>
            <translation>%1 der Anfragen schlagen auf dem Weg in %2 fehl</translation>
        </message>
        <message>
            <source>%1 fails %2 of its requests itself, usually %3</source>
            <translation>%1 lässt selbst %2 seiner Anfragen fehlschlagen, üblich sind %3</translation>
        </message>
        <message>
            <source>%1: %2 of requests fail without a service that failed them, usually %3</source>
            <translation>%1: %2 der Anfragen schlagen fehl, ohne dass ein Dienst sie hat fehlschlagen lassen, üblich sind %3</translation>
        </message>
        <message>
            <source>Services behind %1: they fail %2 of its requests</source>
            <translation>Dienste hinter %1: sie lassen %2 seiner Anfragen fehlschlagen</translation>
        </message>
        <message>
            <source>Way of %1: %2 of its requests fail there</source>
            <translation>Weg %1: %2 seiner Anfragen schlagen dort fehl</translation>
        </message>
        <message>
            <source>connections towards %1 are not reused, which adds %2</source>
            <translation>Verbindungen zu %1 werden nicht wiederverwendet, das kostet zusätzlich %2</translation>
        </message>
        <message>
            <source>setting up connections towards %1 adds %2</source>
            <translation>der Aufbau von Verbindungen zu %1 kostet zusätzlich %2</translation>
        </message>
        <message>
            <source>the way out of %1 adds %2</source>
            <translation>der Weg aus %1 heraus kostet zusätzlich %2</translation>
        </message>
        <message>
            <source>the way into %1 adds %2</source>
            <translation>der Weg nach %1 hinein kostet zusätzlich %2</translation>
        </message>
        <message>
            <source>%1 in %2 itself takes %3 longer</source>
            <translation>%1 in %2 selbst braucht %3 länger</translation>
        </message>
        <message>
            <source>the wire between %1 and %2 adds %3</source>
            <translation>die Leitung zwischen %1 und %2 kostet zusätzlich %3</translation>
        </message>
        <message>
            <source>See whether connections of %1 are reused</source>
            <translation>Prüfen, ob Verbindungen von %1 wiederverwendet werden</translation>
        </message>
        <message>
            <source>Look at the gateway of %1 and its limits</source>
            <translation>Das Gateway von %1 und seine Grenzen ansehen</translation>
        </message>
        <message>
            <source>Look at %1 in %2</source>
            <translation>%1 in %2 ansehen</translation>
        </message>
        <message>
            <source>Measure %1 → %2: it would tell more parts apart</source>
            <translation>%1 → %2 messen: das würde mehr Teile unterscheiden</translation>
        </message>
        <message>
            <source>See the legs of %1 apart</source>
            <translation>Die Abschnitte von %1 einzeln ansehen</translation>
        </message>
        <message>
            <source>Go through the checks of %1</source>
            <translation>Die Prüfungen von %1 durchgehen</translation>
        </message>
        <message>
            <source>Certificate of %1</source>
            <translation>Zertifikat von %1</translation>
        </message>
        <message>
            <source>Policy of %1</source>
            <translation>Richtlinie von %1</translation>
        </message>
        <message>
            <source>%1 → %2: %3 there, %4 back, so it is not the wire</source>
            <translation>%1 → %2: %3 hin, %4 zurück, also nicht die Leitung</translation>
        </message>
        <message>
            <source>%1: %2 %3, usually %4</source>
            <translation>%1: %2 %3, gewöhnlich %4</translation>
        </message>
        <message>
            <source>%1: each new connection %2, usually %3</source>
            <translation>%1: jede neue Verbindung %2, gewöhnlich %3</translation>
        </message>
        <message>
            <source>%1: %2 %3, on other links %4</source>
            <translation>%1: %2 %3, auf anderen Links %4</translation>
        </message>
        <message>
            <source>%1: %2 find a connection open, usually %3</source>
            <translation>%1: %2 finden eine offene Verbindung, gewöhnlich %3</translation>
        </message>
        <message>
            <source>%1: %2 find a connection open, on other links %3</source>
            <translation>%1: %2 finden eine offene Verbindung, auf anderen Links %3</translation>
        </message>
        <message>
            <source>%1 are left unexplained</source>
            <translation>%1 bleiben unerklärt</translation>
        </message>
        <message>
            <source>Cannot be told apart from %1 by what was measured</source>
            <translation>Mit dem Gemessenen nicht von %1 zu unterscheiden</translation>
        </message>
        <message>
            <source>Wire between %1 and %2: the same from both ends</source>
            <translation>Leitung zwischen %1 und %2: von beiden Enden gleich</translation>
        </message>
        <message>
            <source>%1 ↔ %2: %3 and %4</source>
            <translation>%1 ↔ %2: %3 und %4</translation>
        </message>
        <message>
            <source>Application in %1, if it is the same target: %1 → %1 takes %2 in all</source>
            <translation>Anwendung in %1, falls es dasselbe Ziel ist: %1 → %1 braucht insgesamt %2</translation>
        </message>
        <message>
            <source>%1: %2 on %3, otherwise %4</source>
            <translation>%1: %2 auf %3, sonst %4</translation>
        </message>
        <message>
            <source>the wire between %1 and %2 loses %3 of its packets</source>
            <translation>die Leitung zwischen %1 und %2 verliert %3 ihrer Pakete</translation>
        </message>
        <message>
            <source>policy of %1 in %2 refuses %3 of what a caller asks</source>
            <translation>die Richtlinie von %1 in %2 weist %3 dessen ab, was ein Aufrufer fragt</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 an %2</translation>
        </message>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 und %n weiterer</numerusform>
                <numerusform>%1 und %n weitere</numerusform>
            </translation>
        </message>
        <message>
            <source>%1  ·  squads: %2</source>
            <translation>%1  ·  Squads: %2</translation>
        </message>
        <message>
            <source>Look at the certificates of %1</source>
            <translation>Die Zertifikate von %1 ansehen</translation>
        </message>
        <message>
            <source>See which endpoints of %1 are gone</source>
            <translation>Nachsehen, welche Endpunkte von %1 fehlen</translation>
        </message>
        <message>
            <source>See which rules refuse %1</source>
            <translation>Nachsehen, welche Regeln %1 abweisen</translation>
        </message>
        <message>
            <source>%1: bare datagrams take %2 there and back, usually %3</source>
            <translation>%1: bloße Datagramme brauchen %2 hin und zurück, sonst %3</translation>
        </message>
        <message>
            <source>%1: bare datagrams take %2 there and back as usual, so the wire is not longer</source>
            <translation>%1: bloße Datagramme brauchen wie sonst %2 hin und zurück, die Leitung ist also nicht länger</translation>
        </message>
        <message>
            <source>%1: a probe takes %2 on an open connection, %3 with a new one</source>
            <translation>%1: eine Sonde braucht %2 auf offener Verbindung, %3 mit einer neuen</translation>
        </message>
        <message>
            <source>the certificate of %1 in %2 expired %3</source>
            <translation>das Zertifikat von %1 in %2 ist %3 abgelaufen</translation>
        </message>
        <message>
            <source>the certificate of %1 in %2 should have been renewed; it expires %3</source>
            <translation>das Zertifikat von %1 in %2 hätte erneuert werden sollen; es endet %3</translation>
        </message>
        <message>
            <source>%1: %2 of what %3 asks of %4 is refused, usually %5</source>
            <translation>%1: %2 dessen, was %3 von %4 will, wird abgewiesen, sonst %5</translation>
        </message>
        <message>
            <source>the proxy of %1 recorded that policy denied %2 to %3</source>
            <translation>der Proxy von %1 hat festgehalten, dass die Richtlinie %3 den Aufruf %2 verweigerte</translation>
        </message>
        <message>
            <source>%1 of %2 endpoints of %3 in %4 are ready</source>
            <translation>%1 von %2 Endpunkten von %3 in %4 sind bereit</translation>
        </message>
        <message>
            <source>%1 of %2 datagrams between %3 and %4 were lost (%5), usually %6</source>
            <translation>%1 von %2 Datagrammen zwischen %3 und %4 gingen verloren (%5), sonst %6</translation>
        </message>
        <message>
            <source>%1: the connections of requests say the same: %2 there and back, usually %3</source>
            <translation>%1: die Verbindungen der Anfragen sagen dasselbe: %2 hin und zurück, sonst %3</translation>
        </message>
        <message>
            <source>%1: the connections of requests do not say the same: %2 there and back, usually %3</source>
            <translation>%1: die Verbindungen der Anfragen sagen nicht dasselbe: %2 hin und zurück, sonst %3</translation>
        </message>
        <message numerus="yes">
            <source>%1 → %2: the path changed at %3, from %n hop(s) to %4</source>
            <translation>
                <numerusform>%1 → %2: der Weg änderte sich %3, von %n Hop auf %4</numerusform>
                <numerusform>%1 → %2: der Weg änderte sich %3, von %n Hops auf %4</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %2 %3, at this hour of the last %n week(s) %4 ± %5</source>
            <translation>
                <numerusform>%1: %2 %3, zu dieser Stunde der letzten Woche %4 ± %5</numerusform>
                <numerusform>%1: %2 %3, zu dieser Stunde der letzten %n Wochen %4 ± %5</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %2 %3 is usual at this hour: %4 ± %5 in the last %n week(s)</source>
            <translation>
                <numerusform>%1: %2 %3 ist zu dieser Stunde üblich: %4 ± %5 in der letzten Woche</numerusform>
                <numerusform>%1: %2 %3 ist zu dieser Stunde üblich: %4 ± %5 in den letzten %n Wochen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinksPage</name>
        <message>
            <source>Quantile</source>
            <translation>Quantil</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Anzeige</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Änderung</translation>
        </message>
        <message>
            <source>Latency of every link, rows call columns</source>
            <translation>Latenz jedes Links, Zeilen rufen Spalten auf</translation>
        </message>
        <message>
            <source>What is timed</source>
            <translation>Was gemessen wird</translation>
        </message>
        <message>
            <source>Traffic</source>
            <translation>Verkehr</translation>
        </message>
        <message>
            <source>Warm</source>
            <translation>Warm</translation>
        </message>
        <message>
            <source>Cold</source>
            <translation>Kalt</translation>
        </message>
        <message>
            <source>Wire</source>
            <translation>Leitung</translation>
        </message>
        <message>
            <source>Open latencies that somebody wrote down</source>
            <translation>Aufgeschriebene Latenzen öffnen</translation>
        </message>
        <message>
            <source>Latencies (*.csv);;All files (*)</source>
            <translation>Latenzen (*.csv);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>These are no latencies</source>
            <translation>Das sind keine Latenzen</translation>
        </message>
        <message>
            <source>%1: what somebody wrote down, not what the fleet measures</source>
            <translation>%1: was jemand aufgeschrieben hat, nicht was die Flotte misst</translation>
        </message>
        <message>
            <source>An example: seven latencies from a talk. Ctrl+O opens a fleet, the button above a file of your own.</source>
            <translation>Ein Beispiel: sieben Latenzen aus einem Vortrag. Strg+O öffnet eine Flotte, der Knopf oben eine eigene Datei.</translation>
        </message>
        <message>
            <source>Open latencies from a file (CSV: from,to,latency_ms)</source>
            <translation>Latenzen aus einer Datei öffnen (CSV: from,to,latency_ms)</translation>
        </message>
        <message>
            <source>Back to what is measured</source>
            <translation>Zurück zum Gemessenen</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinksPresenter</name>
        <message>
            <source>Links</source>
            <translation>Links</translation>
        </message>
        <message>
            <source>Send a request over a link, or move the time cursor.</source>
            <translation>Eine Anfrage über einen Link senden oder den Zeitcursor verschieben.</translation>
        </message>
        <message>
            <source>%1 fails: %2.</source>
            <translation>%1 schlägt fehl: %2.</translation>
        </message>
        <message>
            <source>%1 is as usual: p95 %2.</source>
            <translation>%1 ist wie üblich: p95 %2.</translation>
        </message>
        <message>
            <source>%1 takes %2, usually %3; no single leg explains it.</source>
            <translation>%1 braucht %2, üblich sind %3; kein einzelner Abschnitt erklärt es.</translation>
        </message>
        <message>
            <source>way back p95 %1</source>
            <translation>Rückweg p95 %1</translation>
        </message>
        <message>
            <source>usually %1</source>
            <translation>üblich %1</translation>
        </message>
        <message>
            <source>Where the time goes (mean of each leg, stacked)</source>
            <translation>Wohin die Zeit geht (Mittel je Abschnitt, gestapelt)</translation>
        </message>
        <message>
            <source>Latency over the link</source>
            <translation>Latenz über den Link</translation>
        </message>
        <message numerus="yes">
            <source>%1, rows call columns, change against the %n minutes before</source>
            <translation>
                <numerusform>%1, Zeilen rufen Spalten, Änderung gegen die Minute davor</numerusform>
                <numerusform>%1, Zeilen rufen Spalten, Änderung gegen die %n Minuten davor</numerusform>
            </translation>
        </message>
        <message>
            <source>No request crossed %1 in this window.</source>
            <translation>In diesem Fenster ging keine Anfrage über %1.</translation>
        </message>
        <message>
            <source>No request crossed a link in this window.</source>
            <translation>In diesem Fenster ging keine Anfrage über einen Link.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MeasureDialog</name>
        <message>
            <source>Copy CLI</source>
            <translation>CLI kopieren</translation>
        </message>
        <message>
            <source>Start measuring</source>
            <translation>Messen beginnen</translation>
        </message>
        <message>
            <source>Measure %1</source>
            <translation>%1 messen</translation>
        </message>
        <message>
            <source>With this object in %1 its gateways probe those of %2, once a second and with at most 2 kB/s, and %1 mirrors what %2 exports.</source>
            <translation>Mit diesem Objekt in %1 sondieren dessen Gateways die von %2, einmal in der Sekunde und mit höchstens 2 kB/s, und %1 spiegelt, was %2 exportiert.</translation>
        </message>
        <message>
            <source>The object as YAML</source>
            <translation>Das Objekt als YAML</translation>
        </message>
        <message>
            <source>Asking %1 how it reaches %2…</source>
            <translation>%1 wird gefragt, wie er %2 erreicht…</translation>
        </message>
        <message>
            <source>No cluster that answers has a link to %1: how it is reached is not known.</source>
            <translation>Kein Cluster, der antwortet, hat einen Link nach %1: wie er erreicht wird, ist nicht bekannt.</translation>
        </message>
        <message>
            <source>Its link to %1 is gone meanwhile.</source>
            <translation>Seinen Link nach %1 gibt es nicht mehr.</translation>
        </message>
        <message>
            <source>Nothing is changed before %1 has judged it.</source>
            <translation>Nichts wird geändert, bevor %1 es beurteilt hat.</translation>
        </message>
        <message>
            <source>Your role in %1 is viewer: somebody with the role author has to apply it.</source>
            <translation>Ihre Rolle in %1 ist viewer: jemand mit der Rolle author muss es anwenden.</translation>
        </message>
        <message>
            <source>%1 is production and locked: open the lock at the top first.</source>
            <translation>%1 ist Produktion und gesperrt: öffnen Sie erst das Schloss oben.</translation>
        </message>
        <message>
            <source>%1 judges it…</source>
            <translation>%1 beurteilt es…</translation>
        </message>
        <message>
            <source>%1 applies it…</source>
            <translation>%1 wendet es an…</translation>
        </message>
        <message>
            <source>%1 does not answer.</source>
            <translation>%1 antwortet nicht.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MetricsPage</name>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Table (*.csv);;Picture (*.png)</source>
            <translation>Tabelle (*.csv);;Bild (*.png)</translation>
        </message>
        <message>
            <source>%1 could not be written. Choose a folder you may write to.</source>
            <translation>%1 konnte nicht geschrieben werden. Bitte einen beschreibbaren Ordner wählen.</translation>
        </message>
        <message>
            <source>Save the figures as a table or the charts as a picture</source>
            <translation>Die Zahlen als Tabelle oder die Diagramme als Bild speichern</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MetricsPresenter</name>
        <message>
            <source>Metrics</source>
            <translation>Metriken</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>Anfragen</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fehlgeschlagen</translation>
        </message>
        <message>
            <source>Success</source>
            <translation>Erfolg</translation>
        </message>
        <message>
            <source>success</source>
            <translation>Erfolg</translation>
        </message>
        <message>
            <source>Latency seen by callers</source>
            <translation>Latenz aus Sicht der Aufrufer</translation>
        </message>
        <message>
            <source>Latency seen by callees</source>
            <translation>Latenz aus Sicht der Aufgerufenen</translation>
        </message>
        <message>
            <source>Connections</source>
            <translation>Verbindungen</translation>
        </message>
        <message>
            <source>opened</source>
            <translation>aufgebaut</translation>
        </message>
        <message>
            <source>requests that reused one</source>
            <translation>Anfragen über bestehende</translation>
        </message>
        <message>
            <source>Where requests are in latency</source>
            <translation>Verteilung der Anfragen über die Latenz</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::TableTexts</name>
        <message>
            <source>caller</source>
            <translation>Aufrufer</translation>
        </message>
        <message>
            <source>in</source>
            <translation>in</translation>
        </message>
        <message>
            <source>callee</source>
            <translation>Aufgerufener</translation>
        </message>
        <message>
            <source>protocol</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>TLS</source>
            <translation>TLS</translation>
        </message>
        <message>
            <source>link</source>
            <translation>Link</translation>
        </message>
        <message>
            <source>health</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>Anfragen</translation>
        </message>
        <message>
            <source>success</source>
            <translation>Erfolg</translation>
        </message>
        <message>
            <source>p50 at callee</source>
            <translation>p50 beim Aufgerufenen</translation>
        </message>
        <message>
            <source>p95 at callee</source>
            <translation>p95 beim Aufgerufenen</translation>
        </message>
        <message>
            <source>p99 at callee</source>
            <translation>p99 beim Aufgerufenen</translation>
        </message>
        <message>
            <source>attempts</source>
            <translation>Versuche</translation>
        </message>
        <message>
            <source>arrived</source>
            <translation>angekommen</translation>
        </message>
        <message>
            <source>change</source>
            <translation>Änderung</translation>
        </message>
        <message>
            <source>new connections</source>
            <translation>neue Verbindungen</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::VerdictCard</name>
        <message>
            <source>Why</source>
            <translation>Warum</translation>
        </message>
        <message>
            <source>Why not the others</source>
            <translation>Warum nicht die anderen</translation>
        </message>
        <message>
            <source>What next</source>
            <translation>Was nun</translation>
        </message>
        <message>
            <source>Hits %1</source>
            <translation>Betrifft %1</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::Words</name>
        <message>
            <source>ok</source>
            <translation>ok</translation>
        </message>
        <message>
            <source>degraded</source>
            <translation>beeinträchtigt</translation>
        </message>
        <message>
            <source>failing</source>
            <translation>gestört</translation>
        </message>
        <message>
            <source>not measured</source>
            <translation>nicht gemessen</translation>
        </message>
        <message>
            <source>as usual</source>
            <translation>wie üblich</translation>
        </message>
        <message>
            <source>no traffic in this window</source>
            <translation>kein Verkehr in diesem Zeitfenster</translation>
        </message>
        <message>
            <source>success is %1, below %2</source>
            <translation>Erfolg ist %1, unter %2</translation>
        </message>
        <message>
            <source>p95 is %1, usually %2</source>
            <translation>p95 ist %1, üblich %2</translation>
        </message>
        <message>
            <source>no endpoint is ready</source>
            <translation>kein Endpunkt ist bereit</translation>
        </message>
        <message>
            <source>requests travel in plain text</source>
            <translation>Anfragen laufen unverschlüsselt</translation>
        </message>
        <message>
            <source>its cluster does not answer</source>
            <translation>sein Cluster antwortet nicht</translation>
        </message>
        <message>
            <source>connecting</source>
            <translation>verbindet</translation>
        </message>
        <message>
            <source>%1, %2 of %3 proxies report</source>
            <translation>%1, %2 von %3 Proxys melden sich</translation>
        </message>
        <message>
            <source>no services yet</source>
            <translation>noch keine Dienste</translation>
        </message>
        <message>
            <source>stale %1</source>
            <translation>veraltet seit %1</translation>
        </message>
        <message>
            <source>access denied</source>
            <translation>Zugriff verweigert</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fehlgeschlagen</translation>
        </message>
        <message>
            <source>(retry in %1)</source>
            <translation>(neuer Versuch in %1)</translation>
        </message>
        <message>
            <source>connect at caller</source>
            <translation>Verbindungsaufbau beim Aufrufer</translation>
        </message>
        <message>
            <source>to egress gateway</source>
            <translation>zum Egress-Gateway</translation>
        </message>
        <message>
            <source>connection set-up</source>
            <translation>Verbindungsaufbau</translation>
        </message>
        <message>
            <source>wire</source>
            <translation>Leitung</translation>
        </message>
        <message>
            <source>to callee</source>
            <translation>zum Aufgerufenen</translation>
        </message>
        <message>
            <source>callee's proxy</source>
            <translation>Proxy des Aufgerufenen</translation>
        </message>
        <message>
            <source>application</source>
            <translation>Anwendung</translation>
        </message>
        <message numerus="yes">
            <source>%n s ago</source>
            <translation>
                <numerusform>vor %n s</numerusform>
                <numerusform>vor %n s</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n min ago</source>
            <translation>
                <numerusform>vor %n min</numerusform>
                <numerusform>vor %n min</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h ago</source>
            <translation>
                <numerusform>vor %n h</numerusform>
                <numerusform>vor %n h</numerusform>
            </translation>
        </message>
        <message>
            <source>Whole fleet</source>
            <translation>Gesamte Flotte</translation>
        </message>
        <message>
            <source>does not speak our protocol</source>
            <translation>spricht unser Protokoll nicht</translation>
        </message>
        <message>
            <source>has no room left</source>
            <translation>hat keinen Platz mehr</translation>
        </message>
        <message>
            <source>does not answer</source>
            <translation>antwortet nicht</translation>
        </message>
        <message>
            <source>our certificate is not accepted</source>
            <translation>unser Zertifikat wird nicht angenommen</translation>
        </message>
        <message>
            <source>its entry in the fleet file is wrong</source>
            <translation>ihr Eintrag in der Flottendatei ist falsch</translation>
        </message>
        <message>
            <source>stale %1, %2</source>
            <translation>veraltet seit %1, %2</translation>
        </message>
        <message>
            <source>connected</source>
            <translation>verbunden</translation>
        </message>
        <message>
            <source>disconnected</source>
            <translation>nicht mehr verbunden</translation>
        </message>
        <message>
            <source>has a new certificate</source>
            <translation>hat ein neues Zertifikat</translation>
        </message>
        <message>
            <source>refused its configuration: %1</source>
            <translation>hat seine Konfiguration abgelehnt: %1</translation>
        </message>
        <message>
            <source>created by %1</source>
            <translation>angelegt von %1</translation>
        </message>
        <message>
            <source>changed by %1</source>
            <translation>geändert von %1</translation>
        </message>
        <message>
            <source>deleted by %1</source>
            <translation>gelöscht von %1</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::WrittenMatrix</name>
        <message>
            <source>Example</source>
            <translation>Beispiel</translation>
        </message>
        <message>
            <source>%1 to %2: %3</source>
            <translation>%1 nach %2: %3</translation>
        </message>
        <message>
            <source>way back %1</source>
            <translation>Rückweg %1</translation>
        </message>
        <message>
            <source>%1 takes %2, and nothing stands out about it.</source>
            <translation>%1 braucht %2, und nichts daran fällt auf.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Commands</name>
        <message>
            <source>Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Go to Fleet</source>
            <translation>Zur Flotte</translation>
        </message>
        <message>
            <source>Go to Links</source>
            <translation>Zu den Links</translation>
        </message>
        <message>
            <source>Go to Graph</source>
            <translation>Zum Graphen</translation>
        </message>
        <message>
            <source>Go to Metrics</source>
            <translation>Zu den Metriken</translation>
        </message>
        <message>
            <source>Search commands and objects</source>
            <translation>Befehle und Objekte suchen</translation>
        </message>
        <message>
            <source>Filter what is shown</source>
            <translation>Anzeige filtern</translation>
        </message>
        <message>
            <source>Clear the filter</source>
            <translation>Filter löschen</translation>
        </message>
        <message>
            <source>Follow live data</source>
            <translation>Aktuellen Daten folgen</translation>
        </message>
        <message>
            <source>Pause or go on</source>
            <translation>Anhalten oder fortsetzen</translation>
        </message>
        <message>
            <source>One span earlier</source>
            <translation>Eine Zeitspanne früher</translation>
        </message>
        <message>
            <source>One span later</source>
            <translation>Eine Zeitspanne später</translation>
        </message>
        <message>
            <source>Go to a time</source>
            <translation>Zu einem Zeitpunkt springen</translation>
        </message>
        <message>
            <source>Step back</source>
            <translation>Einen Schritt zurück</translation>
        </message>
        <message>
            <source>Back in history</source>
            <translation>Zurück im Verlauf</translation>
        </message>
        <message>
            <source>Forward in history</source>
            <translation>Vorwärts im Verlauf</translation>
        </message>
        <message>
            <source>Show or hide the inspector</source>
            <translation>Inspektor ein- oder ausblenden</translation>
        </message>
        <message>
            <source>Open this page as a part of its own</source>
            <translation>Diese Seite als eigenen Bereich öffnen</translation>
        </message>
        <message>
            <source>Float or dock this part</source>
            <translation>Bereich lösen oder andocken</translation>
        </message>
        <message>
            <source>Move this part to the next side</source>
            <translation>Bereich an die nächste Seite verschieben</translation>
        </message>
        <message>
            <source>Stack this part on another as a tab</source>
            <translation>Bereich als Reiter auf einen anderen legen</translation>
        </message>
        <message>
            <source>Close this part</source>
            <translation>Bereich schließen</translation>
        </message>
        <message>
            <source>Go to the next part</source>
            <translation>Zum nächsten Bereich</translation>
        </message>
        <message>
            <source>Open this page in a new window</source>
            <translation>Diese Seite in neuem Fenster öffnen</translation>
        </message>
        <message>
            <source>Retry all clusters now</source>
            <translation>Alle Cluster jetzt erneut versuchen</translation>
        </message>
        <message>
            <source>Open a fleet file</source>
            <translation>Flottendatei öffnen</translation>
        </message>
        <message>
            <source>Switch between light and dark</source>
            <translation>Zwischen hell und dunkel wechseln</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Help on this page</source>
            <translation>Hilfe zu dieser Seite</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Inspector</name>
        <message>
            <source>Give the selection up  Esc</source>
            <translation>Auswahl aufheben  Esc</translation>
        </message>
        <message>
            <source>Give the selection up</source>
            <translation>Auswahl aufheben</translation>
        </message>
        <message>
            <source>Select %1</source>
            <translation>%1 auswählen</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Metriken</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>Copy CLI</source>
            <translation>CLI kopieren</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::InspectorPresenter</name>
        <message>
            <source>Cluster</source>
            <translation>Cluster</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>Dienst</translation>
        </message>
        <message>
            <source>Workload</source>
            <translation>Workload</translation>
        </message>
        <message>
            <source>Link</source>
            <translation>Link</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Aufruf</translation>
        </message>
        <message>
            <source>Fleet</source>
            <translation>Flotte</translation>
        </message>
        <message>
            <source>Figures</source>
            <translation>Zahlen</translation>
        </message>
        <message>
            <source>Nobody reported in this window.</source>
            <translation>In diesem Zeitfenster hat niemand berichtet.</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>Anfragen</translation>
        </message>
        <message>
            <source>success</source>
            <translation>Erfolg</translation>
        </message>
        <message>
            <source>p50 at the caller</source>
            <translation>p50 beim Aufrufer</translation>
        </message>
        <message>
            <source>p95 at the caller</source>
            <translation>p95 beim Aufrufer</translation>
        </message>
        <message>
            <source>p99 at the caller</source>
            <translation>p99 beim Aufrufer</translation>
        </message>
        <message>
            <source>p95 at the callee</source>
            <translation>p95 beim Aufgerufenen</translation>
        </message>
        <message>
            <source>new connections</source>
            <translation>neue Verbindungen</translation>
        </message>
        <message>
            <source>Legs (median)</source>
            <translation>Abschnitte (Median)</translation>
        </message>
        <message>
            <source>No hop reported its own time.</source>
            <translation>Kein Hop hat seine eigene Zeit gemeldet.</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Befunde</translation>
        </message>
        <message>
            <source>Nothing needs attention.</source>
            <translation>Nichts braucht Aufmerksamkeit.</translation>
        </message>
        <message>
            <source>There is nothing to judge yet.</source>
            <translation>Es gibt noch nichts zu beurteilen.</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>Ereignisse</translation>
        </message>
        <message>
            <source>None in this span.</source>
            <translation>Keine in dieser Zeitspanne.</translation>
        </message>
        <message>
            <source>Certificates</source>
            <translation>Zertifikate</translation>
        </message>
        <message>
            <source>None is known.</source>
            <translation>Keine bekannt.</translation>
        </message>
        <message>
            <source>valid until %1</source>
            <translation>gültig bis %1</translation>
        </message>
        <message>
            <source>Inventory</source>
            <translation>Bestand</translation>
        </message>
        <message>
            <source>services</source>
            <translation>Dienste</translation>
        </message>
        <message>
            <source>proxies connected</source>
            <translation>verbundene Proxys</translation>
        </message>
        <message>
            <source>region</source>
            <translation>Region</translation>
        </message>
        <message>
            <source>control plane</source>
            <translation>Control Plane</translation>
        </message>
        <message>
            <source>Next step</source>
            <translation>Nächster Schritt</translation>
        </message>
        <message>
            <source>cluster</source>
            <translation>Cluster</translation>
        </message>
        <message>
            <source>endpoints ready</source>
            <translation>Endpunkte bereit</translation>
        </message>
        <message>
            <source>squad</source>
            <translation>Team</translation>
        </message>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n Befund</numerusform>
                <numerusform>%n Befunde</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::MainWindow</name>
        <message>
            <source>Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Unlock production</source>
            <translation>Produktion entsperren</translation>
        </message>
        <message>
            <source>Changes to production clusters become possible until you lock them again or close the console. Unlock?</source>
            <translation>Änderungen an Produktionsclustern werden möglich, bis sie wieder gesperrt werden oder die Konsole geschlossen wird. Entsperren?</translation>
        </message>
        <message>
            <source>Open a fleet file</source>
            <translation>Flottendatei öffnen</translation>
        </message>
        <message>
            <source>Fleets (*.yaml *.yml);;Recorded scenes (*.json)</source>
            <translation>Flotten (*.yaml *.yml);;Aufgezeichnete Szenen (*.json)</translation>
        </message>
        <message>
            <source>Time line</source>
            <translation>Zeitleiste</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>Quellen</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektor</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Notifier</name>
        <message>
            <source>%1 fails</source>
            <translation>%1 schlägt fehl</translation>
        </message>
        <message>
            <source>%1 is not as usual</source>
            <translation>%1 ist nicht wie sonst</translation>
        </message>
        <message>
            <source>%1 is silent</source>
            <translation>%1 schweigt</translation>
        </message>
        <message>
            <source>%1 does not tell what its callers see.</source>
            <translation>%1 sagt nicht, was seine Aufrufer sehen.</translation>
        </message>
        <message>
            <source>%1 is well again</source>
            <translation>%1 ist wieder in Ordnung</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Palette</name>
        <message>
            <source>Search commands, services, links and clusters</source>
            <translation>Befehle, Dienste, Links und Cluster suchen</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Befehlspalette</translation>
        </message>
        <message>
            <source>Matches</source>
            <translation>Treffer</translation>
        </message>
        <message>
            <source>Nothing is called that. Try fewer letters.</source>
            <translation>Nichts heißt so. Mit weniger Buchstaben versuchen.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Farbschema</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Font</source>
            <translation>Schrift</translation>
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
            <source>Open Sans</source>
            <translation>Open Sans</translation>
        </message>
        <message>
            <source>The system's</source>
            <translation>Die des Systems</translation>
        </message>
        <message>
            <source>Notify when</source>
            <translation>Melden, wenn</translation>
        </message>
        <message>
            <source>a link fails</source>
            <translation>ein Link fehlschlägt</translation>
        </message>
        <message>
            <source>a link is not as usual</source>
            <translation>ein Link nicht wie sonst ist</translation>
        </message>
        <message>
            <source>the cluster that a link begins in is silent</source>
            <translation>der Cluster schweigt, in dem ein Link beginnt</translation>
        </message>
        <message>
            <source>a link is well again</source>
            <translation>ein Link wieder in Ordnung ist</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::StatusLine</name>
        <message>
            <source>no findings</source>
            <translation>keine Befunde</translation>
        </message>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n Befund</numerusform>
                <numerusform>%n Befunde</numerusform>
            </translation>
        </message>
        <message>
            <source>role: %1</source>
            <translation>Rolle: %1</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::TopBar</name>
        <message numerus="yes">
            <source>%n min</source>
            <translation>
                <numerusform>%n min</numerusform>
                <numerusform>%n min</numerusform>
            </translation>
        </message>
        <message>
            <source>Open a fleet…</source>
            <translation>Flotte öffnen…</translation>
        </message>
        <message>
            <source>%1 fleet</source>
            <translation>Flotte %1</translation>
        </message>
        <message>
            <source>Open a fleet file  Ctrl+O</source>
            <translation>Flottendatei öffnen  Strg+O</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>Live</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>Zurück zu Live</translation>
        </message>
        <message>
            <source>Pause  Space</source>
            <translation>Anhalten  Leertaste</translation>
        </message>
        <message>
            <source>Back to live  F5</source>
            <translation>Zurück zu Live  F5</translation>
        </message>
        <message>
            <source>Paused at %1, %2</source>
            <translation>Angehalten um %1, %2</translation>
        </message>
        <message>
            <source>In the past: %1, %2</source>
            <translation>Vergangenheit: %1, %2</translation>
        </message>
        <message>
            <source>Production, unlocked</source>
            <translation>Produktion, entsperrt</translation>
        </message>
        <message>
            <source>Production, read only</source>
            <translation>Produktion, nur lesen</translation>
        </message>
        <message>
            <source>In production: %1</source>
            <translation>In Produktion: %1</translation>
        </message>
        <message>
            <source>, </source>
            <translation>, </translation>
        </message>
        <message>
            <source>Search, commands, objects      Ctrl+K</source>
            <translation>Suche, Befehle, Objekte      Strg+K</translation>
        </message>
        <message>
            <source>Search, commands, objects</source>
            <translation>Suche, Befehle, Objekte</translation>
        </message>
        <message>
            <source>Inspector  Ctrl+I</source>
            <translation>Inspektor  Strg+I</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektor</translation>
        </message>
        <message>
            <source>Time span of the charts</source>
            <translation>Zeitspanne der Diagramme</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Workspace</name>
        <message>
            <source>Fleet</source>
            <translation>Flotte</translation>
        </message>
        <message>
            <source>Links</source>
            <translation>Links</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Metriken</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::widgets::GraphCanvas</name>
        <message>
            <source>%1 calls %2</source>
            <translation>%1 ruft %2 auf</translation>
        </message>
    </context>
</TS>
