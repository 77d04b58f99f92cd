<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="da">
    <context>
        <name>EventLinesText</name>
        <message numerus="yes">
            <source>%1 and %n other(s)</source>
            <translation>
                <numerusform>%1 og %n anden</numerusform>
                <numerusform>%1 og %n andre</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FindingsText</name>
        <message>
            <source>refused its configuration: %1</source>
            <translation>afviste sin konfiguration: %1</translation>
        </message>
        <message>
            <source>its certificate ends %1</source>
            <translation>dens certifikat udløber %1</translation>
        </message>
        <message>
            <source>p95 %1 there, %2 back: not the wire</source>
            <translation>p95 %1 ud, %2 hjem: ikke ledningen</translation>
        </message>
    </context>
    <context>
        <name>FleetStateText</name>
        <message>
            <source>Reading the fleet file</source>
            <translation>Læser flådefilen</translation>
        </message>
        <message>
            <source>The fleet file cannot be read</source>
            <translation>Flådefilen kan ikke læses</translation>
        </message>
        <message>
            <source>It is read again when it changes; Ctrl+O opens another.</source>
            <translation>Den læses igen, når den ændres; Ctrl+O åbner en anden.</translation>
        </message>
        <message>
            <source>No fleet is open</source>
            <translation>Ingen flåde er åben</translation>
        </message>
        <message>
            <source>A fleet file lists the clusters and how to reach them.</source>
            <translation>En flådefil opregner klyngerne, og hvordan de nås.</translation>
        </message>
        <message>
            <source>Open one with Ctrl+O, or start the console with: causeway --fleet fleet.yaml</source>
            <translation>Åbn en med Ctrl+O, eller start konsollen med: causeway --fleet fleet.yaml</translation>
        </message>
        <message>
            <source>%1 does not let us in</source>
            <translation>%1 lukker os ikke ind</translation>
        </message>
        <message>
            <source>%1 cannot be reached</source>
            <translation>%1 kan ikke nås</translation>
        </message>
        <message>
            <source>%1 does not answer any more</source>
            <translation>%1 svarer ikke længere</translation>
        </message>
        <message>
            <source>Nothing is in the mesh yet</source>
            <translation>Der er intet i meshet endnu</translation>
        </message>
        <message>
            <source>Every cluster answers, and none has a service or traffic to show.</source>
            <translation>Alle klynger svarer, og ingen har tjenester eller trafik at vise.</translation>
        </message>
        <message>
            <source>Start a workload with its proxy, or run: causeway-lab up --dir lab</source>
            <translation>Start en workload med sin proxy, eller kør: causeway-lab up --dir lab</translation>
        </message>
        <message>
            <source>Connecting to the clusters</source>
            <translation>Forbinder til klyngerne</translation>
        </message>
        <message>
            <source>The first figures arrive within a few seconds.</source>
            <translation>De første tal kommer inden for få sekunder.</translation>
        </message>
        <message>
            <source>Reading back %1</source>
            <translation>Læser %1 tilbage</translation>
        </message>
        <message>
            <source>What this console recorded is read from the disk.</source>
            <translation>Det, konsollen har optaget, læses fra disken.</translation>
        </message>
        <message>
            <source>Nothing was recorded at %1</source>
            <translation>Intet blev optaget %1</translation>
        </message>
        <message>
            <source>This console was not running then, or no cluster answered it. It keeps what it saw for a day.</source>
            <translation>Konsollen kørte ikke dengang, eller ingen klynge svarede. Den gemmer i et døgn, hvad den så.</translation>
        </message>
        <message>
            <source>F5 goes back to live; a click on the time line goes elsewhere.</source>
            <translation>F5 går tilbage til live; et klik på tidslinjen går et andet sted hen.</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>Tilbage til live</translation>
        </message>
        <message>
            <source>Open a fleet file…</source>
            <translation>Åbn en flådefil…</translation>
        </message>
    </context>
    <context>
        <name>GoToTime</name>
        <message>
            <source>Time of day, date and time, or minutes back:</source>
            <translation>Klokkeslæt, dato og klokkeslæt, eller minutter tilbage:</translation>
        </message>
        <message>
            <source>Go to a time</source>
            <translation>Gå til et tidspunkt</translation>
        </message>
        <message>
            <source>“%1” is no time. These would be:</source>
            <translation>“%1” er intet tidspunkt. Dette ville være:</translation>
        </message>
    </context>
    <context>
        <name>GraphPictureText</name>
        <message>
            <source>only calls others</source>
            <translation>kalder kun andre</translation>
        </message>
    </context>
    <context>
        <name>LinkVerdictText</name>
        <message>
            <source>%1 fails: %2.</source>
            <translation>%1 fejler: %2.</translation>
        </message>
        <message>
            <source>%1: %2.</source>
            <translation>%1: %2.</translation>
        </message>
        <message>
            <source>%1 takes %2: %3.</source>
            <translation>%1 tager %2: %3.</translation>
        </message>
        <message>
            <source>compared with the ways back</source>
            <translation>sammenlignet med vejene tilbage</translation>
        </message>
        <message>
            <source>compared with the other links</source>
            <translation>sammenlignet med de andre links</translation>
        </message>
        <message>
            <source>compared with the quarter of an hour before</source>
            <translation>sammenlignet med kvarteret før</translation>
        </message>
        <message>
            <source>confidence %1</source>
            <translation>sikkerhed %1</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::FleetPresenter</name>
        <message>
            <source>Fleet</source>
            <translation>Flåde</translation>
        </message>
        <message numerus="yes">
            <source>%n cluster(s)</source>
            <translation>
                <numerusform>%n klynge</numerusform>
                <numerusform>%n klynger</numerusform>
            </translation>
        </message>
        <message>
            <source>services</source>
            <translation>tjenester</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>forespørgsler</translation>
        </message>
        <message>
            <source>success</source>
            <translation>succes</translation>
        </message>
        <message>
            <source>p99 latency</source>
            <translation>p99-latens</translation>
        </message>
        <message>
            <source>mutual TLS</source>
            <translation>gensidig TLS</translation>
        </message>
        <message>
            <source>open findings</source>
            <translation>åbne fund</translation>
        </message>
        <message>
            <source>in cluster p95 %1</source>
            <translation>i klyngen p95 %1</translation>
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
            <translation>Detaljegrad</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Klynger</translation>
        </message>
        <message>
            <source>Namespaces</source>
            <translation>Navnerum</translation>
        </message>
        <message>
            <source>Services</source>
            <translation>Tjenester</translation>
        </message>
        <message>
            <source>Shown as</source>
            <translation>Vist som</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graf</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabel</translation>
        </message>
        <message>
            <source>Filter, for example: cluster=aws and (p95 &gt; 40ms or success &lt; 99.5%)</source>
            <translation>Filter, for eksempel: cluster=aws and (p95 &gt; 40ms or success &lt; 99.5%)</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Call graph</source>
            <translation>Kaldegraf</translation>
        </message>
        <message>
            <source>Edges of the call graph</source>
            <translation>Kaldegrafens kanter</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::GraphPresenter</name>
        <message>
            <source>Graph</source>
            <translation>Graf</translation>
        </message>
        <message numerus="yes">
            <source>%n node(s)</source>
            <translation>
                <numerusform>%n knude</numerusform>
                <numerusform>%n knuder</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n edge(s)</source>
            <translation>
                <numerusform>%n kant</numerusform>
                <numerusform>%n kanter</numerusform>
            </translation>
        </message>
        <message>
            <source>, </source>
            <translation>, </translation>
        </message>
        <message>
            <source>the filter ends too early: expected %1</source>
            <translation>filteret slutter for tidligt: ventede %1</translation>
        </message>
        <message>
            <source>at %1: found “%2”, expected %3</source>
            <translation>ved %1: fandt “%2”, ventede %3</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkDetail</name>
        <message>
            <source>What a new connection costs (probes)</source>
            <translation>Hvad en ny forbindelse koster (prober)</translation>
        </message>
        <message>
            <source>Nothing was probed over this link in this window.</source>
            <translation>Intet blev probet over denne forbindelse i dette vindue.</translation>
        </message>
        <message>
            <source>Wire, both ways</source>
            <translation>Ledning, frem og tilbage</translation>
        </message>
        <message>
            <source>TCP connection</source>
            <translation>TCP-forbindelse</translation>
        </message>
        <message>
            <source>TLS handshake</source>
            <translation>TLS-handshake</translation>
        </message>
        <message>
            <source>First request</source>
            <translation>Første forespørgsel</translation>
        </message>
        <message>
            <source>Warm request</source>
            <translation>Varm forespørgsel</translation>
        </message>
        <message>
            <source>Both ends</source>
            <translation>Begge ender</translation>
        </message>
        <message>
            <source>Neither cluster has told what is there.</source>
            <translation>Ingen af klyngerne har fortalt, hvad der findes.</translation>
        </message>
        <message>
            <source>Gateways of %1</source>
            <translation>Gateways i %1</translation>
        </message>
        <message>
            <source>%1 of %2 connected</source>
            <translation>%1 af %2 forbundet</translation>
        </message>
        <message>
            <source>Certificate of %1</source>
            <translation>Certifikat for %1</translation>
        </message>
        <message>
            <source>expired %1</source>
            <translation>udløb %1</translation>
        </message>
        <message>
            <source>until %1</source>
            <translation>til %1</translation>
        </message>
        <message>
            <source>Services mirrored</source>
            <translation>Spejlede tjenester</translation>
        </message>
        <message>
            <source>%1, all ready</source>
            <translation>%1, alle klar</translation>
        </message>
        <message>
            <source>%1 of %2 ready, not %3</source>
            <translation>%1 af %2 klar, ikke %3</translation>
        </message>
        <message>
            <source>Links that share a part of its way</source>
            <translation>Links, der deler en del af vejen</translation>
        </message>
        <message>
            <source>No other link shares a gateway.</source>
            <translation>Intet andet link deler en gateway.</translation>
        </message>
        <message>
            <source>the wire</source>
            <translation>ledningen</translation>
        </message>
        <message>
            <source>the way into %1</source>
            <translation>vejen ind i %1</translation>
        </message>
        <message>
            <source>the way out of %1</source>
            <translation>vejen ud af %1</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Connections of requests</source>
            <translation>Forespørgslernes forbindelser</translation>
        </message>
        <message>
            <source>%1, %2 sent again</source>
            <translation>%1, %2 sendt igen</translation>
        </message>
        <message>
            <source>Call through the mesh</source>
            <translation>Kald gennem meshet</translation>
        </message>
        <message>
            <source>%1 there, %2 back</source>
            <translation>%1 frem, %2 tilbage</translation>
        </message>
        <message>
            <source>Hops between gateways</source>
            <translation>Hop mellem gateways</translation>
        </message>
        <message>
            <source>%1, changed</source>
            <translation>%1, ændret</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkMatrix</name>
        <message>
            <source>%1 to %2: no link</source>
            <translation>%1 til %2: intet link</translation>
        </message>
        <message>
            <source>%1 to %2: %3, %4</source>
            <translation>%1 til %2: %3, %4</translation>
        </message>
        <message>
            <source>Probes lose %1</source>
            <translation>Prober mister %1</translation>
        </message>
        <message>
            <source>%1 there, %2 back: the wire cannot be the difference</source>
            <translation>%1 ud, %2 hjem: ledningen kan ikke være forskellen</translation>
        </message>
        <message>
            <source>slower than the others into %1</source>
            <translation>langsommere end de andre ind i %1</translation>
        </message>
        <message>
            <source>slower than the others out of %1</source>
            <translation>langsommere end de andre ud af %1</translation>
        </message>
        <message>
            <source>loss %1</source>
            <translation>tab %1</translation>
        </message>
        <message>
            <source>%1 to %2: %3</source>
            <translation>%1 til %2: %3</translation>
        </message>
        <message>
            <source>Measure…</source>
            <translation>Mål…</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>forespørgsler</translation>
        </message>
        <message>
            <source>probes on open connections</source>
            <translation>prober på åbne forbindelser</translation>
        </message>
        <message>
            <source>probes with new connections</source>
            <translation>prober med nye forbindelser</translation>
        </message>
        <message>
            <source>datagrams, there and back</source>
            <translation>datagrammer, frem og tilbage</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkWords</name>
        <message>
            <source>Way out of %1</source>
            <translation>Vejen ud af %1</translation>
        </message>
        <message>
            <source>Way into %1</source>
            <translation>Vejen ind i %1</translation>
        </message>
        <message>
            <source>Connections towards %1</source>
            <translation>Forbindelser mod %1</translation>
        </message>
        <message>
            <source>Network inside %1</source>
            <translation>Netværket inden i %1</translation>
        </message>
        <message>
            <source>Wire between %1 and %2</source>
            <translation>Ledningen mellem %1 og %2</translation>
        </message>
        <message>
            <source>%1 in %2 itself fails %3 of its requests</source>
            <translation>%1 i %2 fejler selv på %3 af sine forespørgsler</translation>
        </message>
        <message>
            <source>%1 of requests fail on the way out of %2</source>
            <translation>%1 af forespørgslerne fejler på vejen ud af %2</translation>
        </message>
        <message>
            <source>%1 of requests fail between %2 and %3</source>
            <translation>%1 af forespørgslerne fejler mellem %2 og %3</translation>
        </message>
        <message>
            <source>%1 of requests fail on the way into %2</source>
            <translation>%1 af forespørgslerne fejler på vejen ind i %2</translation>
        </message>
        <message>
            <source>%1 fails %2 of its requests itself, usually %3</source>
            <translation>%1 fejler selv på %2 af sine forespørgsler, normalt %3</translation>
        </message>
        <message>
            <source>%1: %2 of requests fail without a service that failed them, usually %3</source>
            <translation>%1: %2 af forespørgslerne fejler, uden at en tjeneste har fejlet, normalt %3</translation>
        </message>
        <message>
            <source>Services behind %1: they fail %2 of its requests</source>
            <translation>Tjenester bag %1: de fejler på %2 af dens forespørgsler</translation>
        </message>
        <message>
            <source>Way of %1: %2 of its requests fail there</source>
            <translation>Vejen %1: %2 af dens forespørgsler fejler der</translation>
        </message>
        <message>
            <source>connections towards %1 are not reused, which adds %2</source>
            <translation>forbindelser mod %1 genbruges ikke, hvilket lægger %2 til</translation>
        </message>
        <message>
            <source>setting up connections towards %1 adds %2</source>
            <translation>opsætning af forbindelser mod %1 lægger %2 til</translation>
        </message>
        <message>
            <source>the way out of %1 adds %2</source>
            <translation>vejen ud af %1 lægger %2 til</translation>
        </message>
        <message>
            <source>the way into %1 adds %2</source>
            <translation>vejen ind i %1 lægger %2 til</translation>
        </message>
        <message>
            <source>%1 in %2 itself takes %3 longer</source>
            <translation>%1 i %2 bruger selv %3 mere</translation>
        </message>
        <message>
            <source>the wire between %1 and %2 adds %3</source>
            <translation>ledningen mellem %1 og %2 lægger %3 til</translation>
        </message>
        <message>
            <source>See whether connections of %1 are reused</source>
            <translation>Se, om forbindelser på %1 genbruges</translation>
        </message>
        <message>
            <source>Look at the gateway of %1 and its limits</source>
            <translation>Se på gatewayen i %1 og dens grænser</translation>
        </message>
        <message>
            <source>Look at %1 in %2</source>
            <translation>Se på %1 i %2</translation>
        </message>
        <message>
            <source>Measure %1 → %2: it would tell more parts apart</source>
            <translation>Mål %1 → %2: det ville skille flere dele fra hinanden</translation>
        </message>
        <message>
            <source>See the legs of %1 apart</source>
            <translation>Se benene af %1 hver for sig</translation>
        </message>
        <message>
            <source>Go through the checks of %1</source>
            <translation>Gå kontrollerne af %1 igennem</translation>
        </message>
        <message>
            <source>Certificate of %1</source>
            <translation>Certifikat for %1</translation>
        </message>
        <message>
            <source>Policy of %1</source>
            <translation>Politik for %1</translation>
        </message>
        <message>
            <source>%1 → %2: %3 there, %4 back, so it is not the wire</source>
            <translation>%1 → %2: %3 ud, %4 hjem, så det er ikke ledningen</translation>
        </message>
        <message>
            <source>%1: %2 %3, usually %4</source>
            <translation>%1: %2 %3, normalt %4</translation>
        </message>
        <message>
            <source>%1: each new connection %2, usually %3</source>
            <translation>%1: hver ny forbindelse %2, normalt %3</translation>
        </message>
        <message>
            <source>%1: %2 %3, on other links %4</source>
            <translation>%1: %2 %3, på andre links %4</translation>
        </message>
        <message>
            <source>%1: %2 find a connection open, usually %3</source>
            <translation>%1: %2 finder en åben forbindelse, normalt %3</translation>
        </message>
        <message>
            <source>%1: %2 find a connection open, on other links %3</source>
            <translation>%1: %2 finder en åben forbindelse, på andre links %3</translation>
        </message>
        <message>
            <source>%1 are left unexplained</source>
            <translation>%1 er ikke forklaret</translation>
        </message>
        <message>
            <source>Cannot be told apart from %1 by what was measured</source>
            <translation>Kan ikke skelnes fra %1 med det, der er målt</translation>
        </message>
        <message>
            <source>Wire between %1 and %2: the same from both ends</source>
            <translation>Ledningen mellem %1 og %2: den samme fra begge ender</translation>
        </message>
        <message>
            <source>%1 ↔ %2: %3 and %4</source>
            <translation>%1 ↔ %2: %3 og %4</translation>
        </message>
        <message>
            <source>Application in %1, if it is the same target: %1 → %1 takes %2 in all</source>
            <translation>Applikationen i %1, hvis målet er det samme: %1 → %1 tager %2 i alt</translation>
        </message>
        <message>
            <source>%1: %2 on %3, otherwise %4</source>
            <translation>%1: %2 på %3, ellers %4</translation>
        </message>
        <message>
            <source>the wire between %1 and %2 loses %3 of its packets</source>
            <translation>ledningen mellem %1 og %2 mister %3 af sine pakker</translation>
        </message>
        <message>
            <source>policy of %1 in %2 refuses %3 of what a caller asks</source>
            <translation>politikken for %1 i %2 afviser %3 af det, en kalder beder om</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 til %2</translation>
        </message>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 og %n mere</numerusform>
                <numerusform>%1 og %n mere</numerusform>
            </translation>
        </message>
        <message>
            <source>%1  ·  squads: %2</source>
            <translation>%1  ·  squads: %2</translation>
        </message>
        <message>
            <source>Look at the certificates of %1</source>
            <translation>Se på certifikaterne i %1</translation>
        </message>
        <message>
            <source>See which endpoints of %1 are gone</source>
            <translation>Se, hvilke endepunkter af %1 der er væk</translation>
        </message>
        <message>
            <source>See which rules refuse %1</source>
            <translation>Se, hvilke regler der afviser %1</translation>
        </message>
        <message>
            <source>%1: bare datagrams take %2 there and back, usually %3</source>
            <translation>%1: rene datagrammer tager %2 frem og tilbage, normalt %3</translation>
        </message>
        <message>
            <source>%1: bare datagrams take %2 there and back as usual, so the wire is not longer</source>
            <translation>%1: rene datagrammer tager %2 frem og tilbage som normalt, så ledningen er ikke længere</translation>
        </message>
        <message>
            <source>%1: a probe takes %2 on an open connection, %3 with a new one</source>
            <translation>%1: en probe tager %2 på en åben forbindelse, %3 med en ny</translation>
        </message>
        <message>
            <source>the certificate of %1 in %2 expired %3</source>
            <translation>certifikatet for %1 i %2 udløb %3</translation>
        </message>
        <message>
            <source>the certificate of %1 in %2 should have been renewed; it expires %3</source>
            <translation>certifikatet for %1 i %2 burde være fornyet; det udløber %3</translation>
        </message>
        <message>
            <source>%1: %2 of what %3 asks of %4 is refused, usually %5</source>
            <translation>%1: %2 af det, %3 beder %4 om, afvises, normalt %5</translation>
        </message>
        <message>
            <source>the proxy of %1 recorded that policy denied %2 to %3</source>
            <translation>proxyen for %1 har noteret, at politikken nægtede %3 %2</translation>
        </message>
        <message>
            <source>%1 of %2 endpoints of %3 in %4 are ready</source>
            <translation>%1 af %2 endepunkter af %3 i %4 er klar</translation>
        </message>
        <message>
            <source>%1 of %2 datagrams between %3 and %4 were lost (%5), usually %6</source>
            <translation>%1 af %2 datagrammer mellem %3 og %4 gik tabt (%5), normalt %6</translation>
        </message>
        <message>
            <source>%1: the connections of requests say the same: %2 there and back, usually %3</source>
            <translation>%1: forespørgslernes forbindelser siger det samme: %2 frem og tilbage, normalt %3</translation>
        </message>
        <message>
            <source>%1: the connections of requests do not say the same: %2 there and back, usually %3</source>
            <translation>%1: forespørgslernes forbindelser siger ikke det samme: %2 frem og tilbage, normalt %3</translation>
        </message>
        <message numerus="yes">
            <source>%1 → %2: the path changed at %3, from %n hop(s) to %4</source>
            <translation>
                <numerusform>%1 → %2: vejen skiftede %3, fra %n hop til %4</numerusform>
                <numerusform>%1 → %2: vejen skiftede %3, fra %n hop til %4</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %2 %3, at this hour of the last %n week(s) %4 ± %5</source>
            <translation>
                <numerusform>%1: %2 %3, på denne time i den sidste uge %4 ± %5</numerusform>
                <numerusform>%1: %2 %3, på denne time i de sidste %n uger %4 ± %5</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %2 %3 is usual at this hour: %4 ± %5 in the last %n week(s)</source>
            <translation>
                <numerusform>%1: %2 %3 er normalt på denne time: %4 ± %5 i den sidste uge</numerusform>
                <numerusform>%1: %2 %3 er normalt på denne time: %4 ± %5 i de sidste %n uger</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinksPage</name>
        <message>
            <source>Quantile</source>
            <translation>Kvantil</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Vis</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Værdi</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Ændring</translation>
        </message>
        <message>
            <source>Latency of every link, rows call columns</source>
            <translation>Hvert links latens, rækker kalder kolonner</translation>
        </message>
        <message>
            <source>What is timed</source>
            <translation>Hvad der tages tid på</translation>
        </message>
        <message>
            <source>Traffic</source>
            <translation>Trafik</translation>
        </message>
        <message>
            <source>Warm</source>
            <translation>Varm</translation>
        </message>
        <message>
            <source>Cold</source>
            <translation>Kold</translation>
        </message>
        <message>
            <source>Wire</source>
            <translation>Ledning</translation>
        </message>
        <message>
            <source>Open latencies that somebody wrote down</source>
            <translation>Åbn latenser, som nogen har skrevet ned</translation>
        </message>
        <message>
            <source>Latencies (*.csv);;All files (*)</source>
            <translation>Latenser (*.csv);;Alle filer (*)</translation>
        </message>
        <message>
            <source>These are no latencies</source>
            <translation>Det er ikke latenser</translation>
        </message>
        <message>
            <source>%1: what somebody wrote down, not what the fleet measures</source>
            <translation>%1: det, nogen har skrevet ned, ikke det, flåden måler</translation>
        </message>
        <message>
            <source>An example: seven latencies from a talk. Ctrl+O opens a fleet, the button above a file of your own.</source>
            <translation>Et eksempel: syv latenser fra et foredrag. Ctrl+O åbner en flåde, knappen ovenfor en fil af dine egne.</translation>
        </message>
        <message>
            <source>Open latencies from a file (CSV: from,to,latency_ms)</source>
            <translation>Åbn latenser fra en fil (CSV: from,to,latency_ms)</translation>
        </message>
        <message>
            <source>Back to what is measured</source>
            <translation>Tilbage til det målte</translation>
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
            <translation>Send en forespørgsel over et link, eller flyt tidsmarkøren.</translation>
        </message>
        <message>
            <source>%1 is as usual: p95 %2.</source>
            <translation>%1 er som sædvanlig: p95 %2.</translation>
        </message>
        <message>
            <source>%1 takes %2, usually %3; no single leg explains it.</source>
            <translation>%1 tager %2, normalt %3; intet enkelt stykke forklarer det.</translation>
        </message>
        <message>
            <source>way back p95 %1</source>
            <translation>vejen tilbage p95 %1</translation>
        </message>
        <message>
            <source>usually %1</source>
            <translation>normalt %1</translation>
        </message>
        <message>
            <source>Where the time goes (mean of each leg, stacked)</source>
            <translation>Hvor tiden går hen (gennemsnit af hvert stykke, stablet)</translation>
        </message>
        <message>
            <source>Latency over the link</source>
            <translation>Latens over linket</translation>
        </message>
        <message>
            <source>%1 fails: %2.</source>
            <translation>%1 fejler: %2.</translation>
        </message>
        <message numerus="yes">
            <source>%1, rows call columns, change against the %n minutes before</source>
            <translation>
                <numerusform>%1, rækker kalder kolonner, ændring mod minuttet før</numerusform>
                <numerusform>%1, rækker kalder kolonner, ændring mod de %n minutter før</numerusform>
            </translation>
        </message>
        <message>
            <source>No request crossed %1 in this window.</source>
            <translation>Ingen forespørgsel krydsede %1 i dette vindue.</translation>
        </message>
        <message>
            <source>No request crossed a link in this window.</source>
            <translation>Ingen forespørgsel krydsede et link i dette vindue.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MeasureDialog</name>
        <message>
            <source>Copy CLI</source>
            <translation>Kopiér CLI</translation>
        </message>
        <message>
            <source>Start measuring</source>
            <translation>Begynd at måle</translation>
        </message>
        <message>
            <source>Measure %1</source>
            <translation>Mål %1</translation>
        </message>
        <message>
            <source>With this object in %1 its gateways probe those of %2, once a second and with at most 2 kB/s, and %1 mirrors what %2 exports.</source>
            <translation>Med dette objekt i %1 prober dens gateways dem i %2, en gang i sekundet og med højst 2 kB/s, og %1 spejler det, %2 eksporterer.</translation>
        </message>
        <message>
            <source>The object as YAML</source>
            <translation>Objektet som YAML</translation>
        </message>
        <message>
            <source>Asking %1 how it reaches %2…</source>
            <translation>Spørger %1, hvordan den når %2…</translation>
        </message>
        <message>
            <source>No cluster that answers has a link to %1: how it is reached is not known.</source>
            <translation>Ingen klynge, der svarer, har et link til %1: det vides ikke, hvordan den nås.</translation>
        </message>
        <message>
            <source>Its link to %1 is gone meanwhile.</source>
            <translation>Dens link til %1 er forsvundet imens.</translation>
        </message>
        <message>
            <source>Nothing is changed before %1 has judged it.</source>
            <translation>Intet ændres, før %1 har bedømt det.</translation>
        </message>
        <message>
            <source>Your role in %1 is viewer: somebody with the role author has to apply it.</source>
            <translation>Din rolle i %1 er viewer: en med rollen author skal anvende det.</translation>
        </message>
        <message>
            <source>%1 is production and locked: open the lock at the top first.</source>
            <translation>%1 er produktion og låst: åbn først låsen foroven.</translation>
        </message>
        <message>
            <source>%1 judges it…</source>
            <translation>%1 bedømmer det…</translation>
        </message>
        <message>
            <source>%1 applies it…</source>
            <translation>%1 anvender det…</translation>
        </message>
        <message>
            <source>%1 does not answer.</source>
            <translation>%1 svarer ikke.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MetricsPage</name>
        <message>
            <source>Export</source>
            <translation>Eksportér</translation>
        </message>
        <message>
            <source>Table (*.csv);;Picture (*.png)</source>
            <translation>Tabel (*.csv);;Billede (*.png)</translation>
        </message>
        <message>
            <source>%1 could not be written. Choose a folder you may write to.</source>
            <translation>%1 kunne ikke skrives. Vælg en mappe, du må skrive i.</translation>
        </message>
        <message>
            <source>Save the figures as a table or the charts as a picture</source>
            <translation>Gem tallene som en tabel eller diagrammerne som et billede</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MetricsPresenter</name>
        <message>
            <source>Metrics</source>
            <translation>Målinger</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>Forespørgsler</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fejlede</translation>
        </message>
        <message>
            <source>Success</source>
            <translation>Succes</translation>
        </message>
        <message>
            <source>success</source>
            <translation>succes</translation>
        </message>
        <message>
            <source>Latency seen by callers</source>
            <translation>Latens set af kaldere</translation>
        </message>
        <message>
            <source>Latency seen by callees</source>
            <translation>Latens set af kaldte</translation>
        </message>
        <message>
            <source>Connections</source>
            <translation>Forbindelser</translation>
        </message>
        <message>
            <source>opened</source>
            <translation>åbnet</translation>
        </message>
        <message>
            <source>requests that reused one</source>
            <translation>forespørgsler, der genbrugte en</translation>
        </message>
        <message>
            <source>Where requests are in latency</source>
            <translation>Hvor forespørgslerne ligger i latens</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::TableTexts</name>
        <message>
            <source>caller</source>
            <translation>kalder</translation>
        </message>
        <message>
            <source>in</source>
            <translation>i</translation>
        </message>
        <message>
            <source>callee</source>
            <translation>kaldt</translation>
        </message>
        <message>
            <source>protocol</source>
            <translation>protokol</translation>
        </message>
        <message>
            <source>TLS</source>
            <translation>TLS</translation>
        </message>
        <message>
            <source>link</source>
            <translation>link</translation>
        </message>
        <message>
            <source>health</source>
            <translation>helbred</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>forespørgsler</translation>
        </message>
        <message>
            <source>success</source>
            <translation>succes</translation>
        </message>
        <message>
            <source>p50 at callee</source>
            <translation>p50 hos kaldte</translation>
        </message>
        <message>
            <source>p95 at callee</source>
            <translation>p95 hos kaldte</translation>
        </message>
        <message>
            <source>p99 at callee</source>
            <translation>p99 hos kaldte</translation>
        </message>
        <message>
            <source>attempts</source>
            <translation>forsøg</translation>
        </message>
        <message>
            <source>arrived</source>
            <translation>ankommet</translation>
        </message>
        <message>
            <source>change</source>
            <translation>ændring</translation>
        </message>
        <message>
            <source>new connections</source>
            <translation>nye forbindelser</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::VerdictCard</name>
        <message>
            <source>Why</source>
            <translation>Hvorfor</translation>
        </message>
        <message>
            <source>Why not the others</source>
            <translation>Hvorfor ikke de andre</translation>
        </message>
        <message>
            <source>What next</source>
            <translation>Hvad nu</translation>
        </message>
        <message>
            <source>Hits %1</source>
            <translation>Rammer %1</translation>
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
            <translation>forringet</translation>
        </message>
        <message>
            <source>failing</source>
            <translation>fejler</translation>
        </message>
        <message>
            <source>not measured</source>
            <translation>ikke målt</translation>
        </message>
        <message>
            <source>as usual</source>
            <translation>som sædvanlig</translation>
        </message>
        <message>
            <source>no traffic in this window</source>
            <translation>ingen trafik i dette vindue</translation>
        </message>
        <message>
            <source>success is %1, below %2</source>
            <translation>succes er %1, under %2</translation>
        </message>
        <message>
            <source>p95 is %1, usually %2</source>
            <translation>p95 er %1, normalt %2</translation>
        </message>
        <message>
            <source>no endpoint is ready</source>
            <translation>intet endepunkt er klar</translation>
        </message>
        <message>
            <source>requests travel in plain text</source>
            <translation>forespørgsler sendes ukrypteret</translation>
        </message>
        <message>
            <source>its cluster does not answer</source>
            <translation>dens klynge svarer ikke</translation>
        </message>
        <message>
            <source>connecting</source>
            <translation>forbinder</translation>
        </message>
        <message>
            <source>%1, %2 of %3 proxies report</source>
            <translation>%1, %2 af %3 proxyer rapporterer</translation>
        </message>
        <message>
            <source>no services yet</source>
            <translation>ingen tjenester endnu</translation>
        </message>
        <message>
            <source>stale %1</source>
            <translation>forældet %1</translation>
        </message>
        <message>
            <source>access denied</source>
            <translation>adgang nægtet</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fejlede</translation>
        </message>
        <message>
            <source>(retry in %1)</source>
            <translation>(prøver igen om %1)</translation>
        </message>
        <message>
            <source>connect at caller</source>
            <translation>forbindelse hos kalder</translation>
        </message>
        <message>
            <source>to egress gateway</source>
            <translation>til udgående gateway</translation>
        </message>
        <message>
            <source>connection set-up</source>
            <translation>opsætning af forbindelse</translation>
        </message>
        <message>
            <source>wire</source>
            <translation>ledning</translation>
        </message>
        <message>
            <source>to callee</source>
            <translation>til kaldte</translation>
        </message>
        <message>
            <source>callee's proxy</source>
            <translation>kaldtes proxy</translation>
        </message>
        <message>
            <source>application</source>
            <translation>applikation</translation>
        </message>
        <message>
            <source>Whole fleet</source>
            <translation>Hele flåden</translation>
        </message>
        <message numerus="yes">
            <source>%n s ago</source>
            <translation>
                <numerusform>for %n s siden</numerusform>
                <numerusform>for %n s siden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n min ago</source>
            <translation>
                <numerusform>for %n min siden</numerusform>
                <numerusform>for %n min siden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h ago</source>
            <translation>
                <numerusform>for %n time siden</numerusform>
                <numerusform>for %n timer siden</numerusform>
            </translation>
        </message>
        <message>
            <source>does not speak our protocol</source>
            <translation>taler ikke vores protokol</translation>
        </message>
        <message>
            <source>has no room left</source>
            <translation>har ikke mere plads</translation>
        </message>
        <message>
            <source>does not answer</source>
            <translation>svarer ikke</translation>
        </message>
        <message>
            <source>our certificate is not accepted</source>
            <translation>vores certifikat godtages ikke</translation>
        </message>
        <message>
            <source>its entry in the fleet file is wrong</source>
            <translation>dens post i flådefilen er forkert</translation>
        </message>
        <message>
            <source>stale %1, %2</source>
            <translation>forældet %1, %2</translation>
        </message>
        <message>
            <source>connected</source>
            <translation>forbundet</translation>
        </message>
        <message>
            <source>disconnected</source>
            <translation>ikke længere forbundet</translation>
        </message>
        <message>
            <source>has a new certificate</source>
            <translation>har fået et nyt certifikat</translation>
        </message>
        <message>
            <source>refused its configuration: %1</source>
            <translation>afviste sin konfiguration: %1</translation>
        </message>
        <message>
            <source>created by %1</source>
            <translation>oprettet af %1</translation>
        </message>
        <message>
            <source>changed by %1</source>
            <translation>ændret af %1</translation>
        </message>
        <message>
            <source>deleted by %1</source>
            <translation>slettet af %1</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::WrittenMatrix</name>
        <message>
            <source>Example</source>
            <translation>Eksempel</translation>
        </message>
        <message>
            <source>%1 to %2: %3</source>
            <translation>%1 til %2: %3</translation>
        </message>
        <message>
            <source>way back %1</source>
            <translation>vejen tilbage %1</translation>
        </message>
        <message>
            <source>%1 takes %2, and nothing stands out about it.</source>
            <translation>%1 tager %2, og intet ved det skiller sig ud.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Commands</name>
        <message>
            <source>Shortcuts</source>
            <translation>Genveje</translation>
        </message>
        <message>
            <source>Go to Fleet</source>
            <translation>Gå til Flåde</translation>
        </message>
        <message>
            <source>Go to Links</source>
            <translation>Gå til Links</translation>
        </message>
        <message>
            <source>Go to Graph</source>
            <translation>Gå til Graf</translation>
        </message>
        <message>
            <source>Go to Metrics</source>
            <translation>Gå til Målinger</translation>
        </message>
        <message>
            <source>Search commands and objects</source>
            <translation>Søg i kommandoer og objekter</translation>
        </message>
        <message>
            <source>Filter what is shown</source>
            <translation>Filtrér det viste</translation>
        </message>
        <message>
            <source>Clear the filter</source>
            <translation>Ryd filteret</translation>
        </message>
        <message>
            <source>Follow live data</source>
            <translation>Følg data live</translation>
        </message>
        <message>
            <source>Pause or go on</source>
            <translation>Pause eller fortsæt</translation>
        </message>
        <message>
            <source>Step back</source>
            <translation>Et skridt tilbage</translation>
        </message>
        <message>
            <source>Back in history</source>
            <translation>Tilbage i historikken</translation>
        </message>
        <message>
            <source>Forward in history</source>
            <translation>Frem i historikken</translation>
        </message>
        <message>
            <source>Show or hide the inspector</source>
            <translation>Vis eller skjul inspektøren</translation>
        </message>
        <message>
            <source>Retry all clusters now</source>
            <translation>Prøv alle klynger igen nu</translation>
        </message>
        <message>
            <source>Open a fleet file</source>
            <translation>Åbn en flådefil</translation>
        </message>
        <message>
            <source>Switch between light and dark</source>
            <translation>Skift mellem lyst og mørkt</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Indstillinger</translation>
        </message>
        <message>
            <source>Help on this page</source>
            <translation>Hjælp til denne side</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Afslut</translation>
        </message>
        <message>
            <source>One span earlier</source>
            <translation>Et tidsrum tidligere</translation>
        </message>
        <message>
            <source>One span later</source>
            <translation>Et tidsrum senere</translation>
        </message>
        <message>
            <source>Go to a time</source>
            <translation>Gå til et tidspunkt</translation>
        </message>
        <message>
            <source>Open this page as a part of its own</source>
            <translation>Åbn siden som en del for sig</translation>
        </message>
        <message>
            <source>Float or dock this part</source>
            <translation>Løsn eller fastgør delen</translation>
        </message>
        <message>
            <source>Move this part to the next side</source>
            <translation>Flyt delen til næste side</translation>
        </message>
        <message>
            <source>Stack this part on another as a tab</source>
            <translation>Læg delen som faneblad på en anden</translation>
        </message>
        <message>
            <source>Close this part</source>
            <translation>Luk delen</translation>
        </message>
        <message>
            <source>Go to the next part</source>
            <translation>Gå til næste del</translation>
        </message>
        <message>
            <source>Open this page in a new window</source>
            <translation>Åbn siden i et nyt vindue</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Inspector</name>
        <message>
            <source>Give the selection up  Esc</source>
            <translation>Slip det valgte  Esc</translation>
        </message>
        <message>
            <source>Give the selection up</source>
            <translation>Slip det valgte</translation>
        </message>
        <message>
            <source>Select %1</source>
            <translation>Vælg %1</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Målinger</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graf</translation>
        </message>
        <message>
            <source>Copy CLI</source>
            <translation>Kopiér CLI</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::InspectorPresenter</name>
        <message>
            <source>Cluster</source>
            <translation>Klynge</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>Tjeneste</translation>
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
            <translation>Kald</translation>
        </message>
        <message>
            <source>Fleet</source>
            <translation>Flåde</translation>
        </message>
        <message>
            <source>Figures</source>
            <translation>Tal</translation>
        </message>
        <message>
            <source>Nobody reported in this window.</source>
            <translation>Ingen rapporterede i dette vindue.</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>forespørgsler</translation>
        </message>
        <message>
            <source>success</source>
            <translation>succes</translation>
        </message>
        <message>
            <source>p50 at the caller</source>
            <translation>p50 hos kalderen</translation>
        </message>
        <message>
            <source>p95 at the caller</source>
            <translation>p95 hos kalderen</translation>
        </message>
        <message>
            <source>p99 at the caller</source>
            <translation>p99 hos kalderen</translation>
        </message>
        <message>
            <source>p95 at the callee</source>
            <translation>p95 hos den kaldte</translation>
        </message>
        <message>
            <source>new connections</source>
            <translation>nye forbindelser</translation>
        </message>
        <message>
            <source>Legs (median)</source>
            <translation>Stykker (median)</translation>
        </message>
        <message>
            <source>No hop reported its own time.</source>
            <translation>Intet led rapporterede sin egen tid.</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Fund</translation>
        </message>
        <message>
            <source>Nothing needs attention.</source>
            <translation>Intet kræver opmærksomhed.</translation>
        </message>
        <message>
            <source>There is nothing to judge yet.</source>
            <translation>Der er intet at bedømme endnu.</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>Hændelser</translation>
        </message>
        <message>
            <source>None in this span.</source>
            <translation>Ingen i dette tidsrum.</translation>
        </message>
        <message>
            <source>Certificates</source>
            <translation>Certifikater</translation>
        </message>
        <message>
            <source>None is known.</source>
            <translation>Ingen kendes.</translation>
        </message>
        <message>
            <source>valid until %1</source>
            <translation>gyldigt til %1</translation>
        </message>
        <message>
            <source>Inventory</source>
            <translation>Beholdning</translation>
        </message>
        <message>
            <source>services</source>
            <translation>tjenester</translation>
        </message>
        <message>
            <source>proxies connected</source>
            <translation>forbundne proxyer</translation>
        </message>
        <message>
            <source>region</source>
            <translation>region</translation>
        </message>
        <message>
            <source>control plane</source>
            <translation>kontrolplan</translation>
        </message>
        <message>
            <source>Next step</source>
            <translation>Næste skridt</translation>
        </message>
        <message>
            <source>cluster</source>
            <translation>klynge</translation>
        </message>
        <message>
            <source>endpoints ready</source>
            <translation>klare endepunkter</translation>
        </message>
        <message>
            <source>squad</source>
            <translation>hold</translation>
        </message>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n fund</numerusform>
                <numerusform>%n fund</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::MainWindow</name>
        <message>
            <source>Shortcuts</source>
            <translation>Genveje</translation>
        </message>
        <message>
            <source>Unlock production</source>
            <translation>Lås produktion op</translation>
        </message>
        <message>
            <source>Changes to production clusters become possible until you lock them again or close the console. Unlock?</source>
            <translation>Det bliver muligt at ændre produktionsklynger, indtil du låser dem igen eller lukker konsollen. Lås op?</translation>
        </message>
        <message>
            <source>Open a fleet file</source>
            <translation>Åbn en flådefil</translation>
        </message>
        <message>
            <source>Fleets (*.yaml *.yml);;Recorded scenes (*.json)</source>
            <translation>Flåder (*.yaml *.yml);;Optagne scener (*.json)</translation>
        </message>
        <message>
            <source>Time line</source>
            <translation>Tidslinje</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>Kilder</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektør</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Notifier</name>
        <message>
            <source>%1 fails</source>
            <translation>%1 fejler</translation>
        </message>
        <message>
            <source>%1 is not as usual</source>
            <translation>%1 er ikke som normalt</translation>
        </message>
        <message>
            <source>%1 is silent</source>
            <translation>%1 er tavs</translation>
        </message>
        <message>
            <source>%1 does not tell what its callers see.</source>
            <translation>%1 fortæller ikke, hvad dens kaldere ser.</translation>
        </message>
        <message>
            <source>%1 is well again</source>
            <translation>%1 er rask igen</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Palette</name>
        <message>
            <source>Search commands, services, links and clusters</source>
            <translation>Søg i kommandoer, tjenester, links og klynger</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Kommandopalet</translation>
        </message>
        <message>
            <source>Matches</source>
            <translation>Resultater</translation>
        </message>
        <message>
            <source>Nothing is called that. Try fewer letters.</source>
            <translation>Intet hedder det. Prøv færre bogstaver.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>Indstillinger</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Tema</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprog</translation>
        </message>
        <message>
            <source>Font</source>
            <translation>Skrift</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>Som systemet</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Lyst</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Mørkt</translation>
        </message>
        <message>
            <source>Open Sans</source>
            <translation>Open Sans</translation>
        </message>
        <message>
            <source>The system's</source>
            <translation>Systemets</translation>
        </message>
        <message>
            <source>Notify when</source>
            <translation>Giv besked, når</translation>
        </message>
        <message>
            <source>a link fails</source>
            <translation>et link fejler</translation>
        </message>
        <message>
            <source>a link is not as usual</source>
            <translation>et link ikke er som normalt</translation>
        </message>
        <message>
            <source>the cluster that a link begins in is silent</source>
            <translation>den klynge, et link begynder i, er tavs</translation>
        </message>
        <message>
            <source>a link is well again</source>
            <translation>et link er raskt igen</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::StatusLine</name>
        <message>
            <source>no findings</source>
            <translation>ingen fund</translation>
        </message>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n fund</numerusform>
                <numerusform>%n fund</numerusform>
            </translation>
        </message>
        <message>
            <source>role: %1</source>
            <translation>rolle: %1</translation>
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
            <translation>Åbn en flåde…</translation>
        </message>
        <message>
            <source>%1 fleet</source>
            <translation>%1-flåden</translation>
        </message>
        <message>
            <source>Open a fleet file  Ctrl+O</source>
            <translation>Åbn en flådefil  Ctrl+O</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>Live</translation>
        </message>
        <message>
            <source>Pause  Space</source>
            <translation>Pause  Mellemrum</translation>
        </message>
        <message>
            <source>Back to live  F5</source>
            <translation>Tilbage til live  F5</translation>
        </message>
        <message>
            <source>Production, unlocked</source>
            <translation>Produktion, låst op</translation>
        </message>
        <message>
            <source>Production, read only</source>
            <translation>Produktion, kun læsning</translation>
        </message>
        <message>
            <source>In production: %1</source>
            <translation>I produktion: %1</translation>
        </message>
        <message>
            <source>, </source>
            <translation>, </translation>
        </message>
        <message>
            <source>Search, commands, objects      Ctrl+K</source>
            <translation>Søg, kommandoer, objekter      Ctrl+K</translation>
        </message>
        <message>
            <source>Search, commands, objects</source>
            <translation>Søg, kommandoer, objekter</translation>
        </message>
        <message>
            <source>Inspector  Ctrl+I</source>
            <translation>Inspektør  Ctrl+I</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektør</translation>
        </message>
        <message>
            <source>Time span of the charts</source>
            <translation>Diagrammernes tidsrum</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>Tilbage til live</translation>
        </message>
        <message>
            <source>Paused at %1, %2</source>
            <translation>På pause %1, %2</translation>
        </message>
        <message>
            <source>In the past: %1, %2</source>
            <translation>I fortiden: %1, %2</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Workspace</name>
        <message>
            <source>Fleet</source>
            <translation>Flåde</translation>
        </message>
        <message>
            <source>Links</source>
            <translation>Links</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graf</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Målinger</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::widgets::GraphCanvas</name>
        <message>
            <source>%1 calls %2</source>
            <translation>%1 kalder %2</translation>
        </message>
    </context>
</TS>
