<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sv" sourcelanguage="en">
    <context>
        <name>EventLinesText</name>
        <message numerus="yes">
            <source>%1 and %n other(s)</source>
            <translation>
                <numerusform>%1 och %n annan</numerusform>
                <numerusform>%1 och %n andra</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FindingsText</name>
        <message>
            <source>refused its configuration: %1</source>
            <translation>vägrade sin konfiguration: %1</translation>
        </message>
        <message>
            <source>its certificate ends %1</source>
            <translation>certifikatet går ut %1</translation>
        </message>
        <message>
            <source>p95 %1 there, %2 back: not the wire</source>
            <translation>p95 %1 dit, %2 tillbaka: inte nätet</translation>
        </message>
    </context>
    <context>
        <name>FleetStateText</name>
        <message>
            <source>Reading the fleet file</source>
            <translation>Läser flottfilen</translation>
        </message>
        <message>
            <source>The fleet file cannot be read</source>
            <translation>Flottfilen kan inte läsas</translation>
        </message>
        <message>
            <source>It is read again when it changes; Ctrl+O opens another.</source>
            <translation>Den läses igen när den ändras; Ctrl+O öppnar en annan.</translation>
        </message>
        <message>
            <source>No fleet is open</source>
            <translation>Ingen flotta är öppen</translation>
        </message>
        <message>
            <source>A fleet file lists the clusters and how to reach them.</source>
            <translation>En flottfil räknar upp klustren och hur de nås.</translation>
        </message>
        <message>
            <source>Open one with Ctrl+O, or start the console with: causeway --fleet fleet.yaml</source>
            <translation>Öppna en med Ctrl+O, eller starta konsolen med: causeway --fleet fleet.yaml</translation>
        </message>
        <message>
            <source>%1 does not let us in</source>
            <translation>%1 släpper inte in oss</translation>
        </message>
        <message>
            <source>%1 cannot be reached</source>
            <translation>%1 kan inte nås</translation>
        </message>
        <message>
            <source>%1 does not answer any more</source>
            <translation>%1 svarar inte längre</translation>
        </message>
        <message>
            <source>Nothing is in the mesh yet</source>
            <translation>Det finns inget i meshen ännu</translation>
        </message>
        <message>
            <source>Every cluster answers, and none has a service or traffic to show.</source>
            <translation>Alla kluster svarar, men inget har någon tjänst eller trafik att visa.</translation>
        </message>
        <message>
            <source>Start a workload with its proxy, or run: causeway-lab up --dir lab</source>
            <translation>Starta en arbetslast med sin proxy, eller kör: causeway-lab up --dir lab</translation>
        </message>
        <message>
            <source>Connecting to the clusters</source>
            <translation>Ansluter till klustren</translation>
        </message>
        <message>
            <source>The first figures arrive within a few seconds.</source>
            <translation>De första siffrorna kommer inom några sekunder.</translation>
        </message>
        <message>
            <source>Reading back %1</source>
            <translation>Läser tillbaka %1</translation>
        </message>
        <message>
            <source>What this console recorded is read from the disk.</source>
            <translation>Det som konsolen har spelat in läses från disken.</translation>
        </message>
        <message>
            <source>Nothing was recorded at %1</source>
            <translation>Inget spelades in %1</translation>
        </message>
        <message>
            <source>This console was not running then, or no cluster answered it. It keeps what it saw for a day.</source>
            <translation>Konsolen var inte igång då, eller så svarade inget kluster. Den sparar det den såg i ett dygn.</translation>
        </message>
        <message>
            <source>F5 goes back to live; a click on the time line goes elsewhere.</source>
            <translation>F5 går tillbaka till nu; ett klick på tidslinjen går någon annanstans.</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>Tillbaka till nu</translation>
        </message>
        <message>
            <source>Open a fleet file…</source>
            <translation>Öppna en flottfil…</translation>
        </message>
    </context>
    <context>
        <name>GoToTime</name>
        <message>
            <source>Time of day, date and time, or minutes back:</source>
            <translation>Klockslag, datum och klockslag, eller minuter tillbaka:</translation>
        </message>
        <message>
            <source>Go to a time</source>
            <translation>Gå till en tidpunkt</translation>
        </message>
        <message>
            <source>“%1” is no time. These would be:</source>
            <translation>”%1” är ingen tidpunkt. Så här går det:</translation>
        </message>
    </context>
    <context>
        <name>GraphPictureText</name>
        <message>
            <source>only calls others</source>
            <translation>anropar bara andra</translation>
        </message>
    </context>
    <context>
        <name>LinkVerdictText</name>
        <message>
            <source>%1 fails: %2.</source>
            <translation>%1 felar: %2.</translation>
        </message>
        <message>
            <source>%1: %2.</source>
            <translation>%1: %2.</translation>
        </message>
        <message>
            <source>%1 takes %2: %3.</source>
            <translation>%1 tar %2: %3.</translation>
        </message>
        <message>
            <source>compared with the ways back</source>
            <translation>jämfört med vägarna tillbaka</translation>
        </message>
        <message>
            <source>compared with the other links</source>
            <translation>jämfört med de andra länkarna</translation>
        </message>
        <message>
            <source>compared with the quarter of an hour before</source>
            <translation>jämfört med kvarten före</translation>
        </message>
        <message>
            <source>confidence %1</source>
            <translation>säkerhet %1</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::FleetPresenter</name>
        <message>
            <source>Fleet</source>
            <translation>Flotta</translation>
        </message>
        <message numerus="yes">
            <source>%n cluster(s)</source>
            <translation>
                <numerusform>%n kluster</numerusform>
                <numerusform>%n kluster</numerusform>
            </translation>
        </message>
        <message>
            <source>services</source>
            <translation>tjänster</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>anrop</translation>
        </message>
        <message>
            <source>success</source>
            <translation>lyckade</translation>
        </message>
        <message>
            <source>p99 latency</source>
            <translation>latens p99</translation>
        </message>
        <message>
            <source>mutual TLS</source>
            <translation>ömsesidig TLS</translation>
        </message>
        <message>
            <source>open findings</source>
            <translation>öppna fynd</translation>
        </message>
        <message>
            <source>in cluster p95 %1</source>
            <translation>i klustret p95 %1</translation>
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
            <translation>Detaljnivå</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Kluster</translation>
        </message>
        <message>
            <source>Namespaces</source>
            <translation>Namnrymder</translation>
        </message>
        <message>
            <source>Services</source>
            <translation>Tjänster</translation>
        </message>
        <message>
            <source>Shown as</source>
            <translation>Visas som</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graf</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabell</translation>
        </message>
        <message>
            <source>Filter, for example: cluster=aws and (p95 &gt; 40ms or success &lt; 99.5%)</source>
            <translation>Filter, till exempel: cluster=aws and (p95 &gt; 40ms or success &lt; 99.5%)</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Call graph</source>
            <translation>Anropsgraf</translation>
        </message>
        <message>
            <source>Edges of the call graph</source>
            <translation>Anropsgrafens kanter</translation>
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
                <numerusform>%n nod</numerusform>
                <numerusform>%n noder</numerusform>
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
            <translation>filtret slutar för tidigt: väntade %1</translation>
        </message>
        <message>
            <source>at %1: found “%2”, expected %3</source>
            <translation>vid %1: fann ”%2”, väntade %3</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkDetail</name>
        <message>
            <source>What a new connection costs (probes)</source>
            <translation>Vad en ny anslutning kostar (sonder)</translation>
        </message>
        <message>
            <source>Nothing was probed over this link in this window.</source>
            <translation>Inget sonderades över denna länk i detta fönster.</translation>
        </message>
        <message>
            <source>Wire, both ways</source>
            <translation>Ledningen, fram och tillbaka</translation>
        </message>
        <message>
            <source>TCP connection</source>
            <translation>TCP-anslutning</translation>
        </message>
        <message>
            <source>TLS handshake</source>
            <translation>TLS-handskakning</translation>
        </message>
        <message>
            <source>First request</source>
            <translation>Första förfrågan</translation>
        </message>
        <message>
            <source>Warm request</source>
            <translation>Varm förfrågan</translation>
        </message>
        <message>
            <source>Both ends</source>
            <translation>Båda ändarna</translation>
        </message>
        <message>
            <source>Neither cluster has told what is there.</source>
            <translation>Inget av klustren har berättat vad som finns.</translation>
        </message>
        <message>
            <source>Gateways of %1</source>
            <translation>Gatewayer i %1</translation>
        </message>
        <message>
            <source>%1 of %2 connected</source>
            <translation>%1 av %2 anslutna</translation>
        </message>
        <message>
            <source>Certificate of %1</source>
            <translation>Certifikat för %1</translation>
        </message>
        <message>
            <source>expired %1</source>
            <translation>gick ut %1</translation>
        </message>
        <message>
            <source>until %1</source>
            <translation>till %1</translation>
        </message>
        <message>
            <source>Services mirrored</source>
            <translation>Speglade tjänster</translation>
        </message>
        <message>
            <source>%1, all ready</source>
            <translation>%1, alla redo</translation>
        </message>
        <message>
            <source>%1 of %2 ready, not %3</source>
            <translation>%1 av %2 redo, inte %3</translation>
        </message>
        <message>
            <source>Links that share a part of its way</source>
            <translation>Länkar som delar en del av vägen</translation>
        </message>
        <message>
            <source>No other link shares a gateway.</source>
            <translation>Ingen annan länk delar en gateway.</translation>
        </message>
        <message>
            <source>the wire</source>
            <translation>ledningen</translation>
        </message>
        <message>
            <source>the way into %1</source>
            <translation>vägen in i %1</translation>
        </message>
        <message>
            <source>the way out of %1</source>
            <translation>vägen ut ur %1</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Connections of requests</source>
            <translation>Förfrågningarnas anslutningar</translation>
        </message>
        <message>
            <source>%1, %2 sent again</source>
            <translation>%1, %2 skickade igen</translation>
        </message>
        <message>
            <source>Call through the mesh</source>
            <translation>Anrop genom meshen</translation>
        </message>
        <message>
            <source>%1 there, %2 back</source>
            <translation>%1 dit, %2 tillbaka</translation>
        </message>
        <message>
            <source>Hops between gateways</source>
            <translation>Hopp mellan gatewayer</translation>
        </message>
        <message>
            <source>%1, changed</source>
            <translation>%1, ändrat</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkMatrix</name>
        <message>
            <source>%1 to %2: no link</source>
            <translation>%1 till %2: ingen länk</translation>
        </message>
        <message>
            <source>%1 to %2: %3, %4</source>
            <translation>%1 till %2: %3, %4</translation>
        </message>
        <message>
            <source>Probes lose %1</source>
            <translation>Sonder förlorar %1</translation>
        </message>
        <message>
            <source>%1 there, %2 back: the wire cannot be the difference</source>
            <translation>%1 dit, %2 tillbaka: nätet kan inte vara skillnaden</translation>
        </message>
        <message>
            <source>slower than the others into %1</source>
            <translation>långsammare än de andra in till %1</translation>
        </message>
        <message>
            <source>slower than the others out of %1</source>
            <translation>långsammare än de andra ut från %1</translation>
        </message>
        <message>
            <source>loss %1</source>
            <translation>förlust %1</translation>
        </message>
        <message>
            <source>%1 to %2: %3</source>
            <translation>%1 till %2: %3</translation>
        </message>
        <message>
            <source>Measure…</source>
            <translation>Mät…</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>anrop</translation>
        </message>
        <message>
            <source>probes on open connections</source>
            <translation>sonder på öppna anslutningar</translation>
        </message>
        <message>
            <source>probes with new connections</source>
            <translation>sonder med nya anslutningar</translation>
        </message>
        <message>
            <source>datagrams, there and back</source>
            <translation>datagram, fram och tillbaka</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkWords</name>
        <message>
            <source>Way out of %1</source>
            <translation>Vägen ut ur %1</translation>
        </message>
        <message>
            <source>Way into %1</source>
            <translation>Vägen in i %1</translation>
        </message>
        <message>
            <source>Connections towards %1</source>
            <translation>Anslutningar mot %1</translation>
        </message>
        <message>
            <source>Network inside %1</source>
            <translation>Nätet inom %1</translation>
        </message>
        <message>
            <source>Wire between %1 and %2</source>
            <translation>Nätet mellan %1 och %2</translation>
        </message>
        <message>
            <source>%1 in %2 itself fails %3 of its requests</source>
            <translation>%1 i %2 misslyckas själv med %3 av sina anrop</translation>
        </message>
        <message>
            <source>%1 of requests fail on the way out of %2</source>
            <translation>%1 av anropen misslyckas på vägen ut ur %2</translation>
        </message>
        <message>
            <source>%1 of requests fail between %2 and %3</source>
            <translation>%1 av anropen misslyckas mellan %2 och %3</translation>
        </message>
        <message>
            <source>%1 of requests fail on the way into %2</source>
            <translation>%1 av anropen misslyckas på vägen in i %2</translation>
        </message>
        <message>
            <source>%1 fails %2 of its requests itself, usually %3</source>
            <translation>%1 misslyckas själv med %2 av sina anrop, vanligen %3</translation>
        </message>
        <message>
            <source>%1: %2 of requests fail without a service that failed them, usually %3</source>
            <translation>%1: %2 av anropen misslyckas utan att någon tjänst har misslyckats, vanligen %3</translation>
        </message>
        <message>
            <source>Services behind %1: they fail %2 of its requests</source>
            <translation>Tjänster bakom %1: de misslyckas med %2 av dess anrop</translation>
        </message>
        <message>
            <source>Way of %1: %2 of its requests fail there</source>
            <translation>Vägen %1: %2 av dess anrop misslyckas där</translation>
        </message>
        <message>
            <source>connections towards %1 are not reused, which adds %2</source>
            <translation>anslutningar mot %1 återanvänds inte, vilket lägger till %2</translation>
        </message>
        <message>
            <source>setting up connections towards %1 adds %2</source>
            <translation>att upprätta anslutningar mot %1 lägger till %2</translation>
        </message>
        <message>
            <source>the way out of %1 adds %2</source>
            <translation>vägen ut ur %1 lägger till %2</translation>
        </message>
        <message>
            <source>the way into %1 adds %2</source>
            <translation>vägen in i %1 lägger till %2</translation>
        </message>
        <message>
            <source>%1 in %2 itself takes %3 longer</source>
            <translation>%1 i %2 tar själv %3 längre</translation>
        </message>
        <message>
            <source>the wire between %1 and %2 adds %3</source>
            <translation>nätet mellan %1 och %2 lägger till %3</translation>
        </message>
        <message>
            <source>See whether connections of %1 are reused</source>
            <translation>Se om anslutningar på %1 återanvänds</translation>
        </message>
        <message>
            <source>Look at the gateway of %1 and its limits</source>
            <translation>Se på gatewayen i %1 och dess gränser</translation>
        </message>
        <message>
            <source>Look at %1 in %2</source>
            <translation>Se på %1 i %2</translation>
        </message>
        <message>
            <source>Measure %1 → %2: it would tell more parts apart</source>
            <translation>Mät %1 → %2: det skulle skilja fler delar åt</translation>
        </message>
        <message>
            <source>See the legs of %1 apart</source>
            <translation>Se delsträckorna på %1 var för sig</translation>
        </message>
        <message>
            <source>Go through the checks of %1</source>
            <translation>Gå igenom kontrollerna av %1</translation>
        </message>
        <message>
            <source>Certificate of %1</source>
            <translation>Certifikat för %1</translation>
        </message>
        <message>
            <source>Policy of %1</source>
            <translation>Policy för %1</translation>
        </message>
        <message>
            <source>%1 → %2: %3 there, %4 back, so it is not the wire</source>
            <translation>%1 → %2: %3 dit, %4 tillbaka, så det är inte nätet</translation>
        </message>
        <message>
            <source>%1: %2 %3, usually %4</source>
            <translation>%1: %2 %3, vanligtvis %4</translation>
        </message>
        <message>
            <source>%1: each new connection %2, usually %3</source>
            <translation>%1: varje ny anslutning %2, vanligtvis %3</translation>
        </message>
        <message>
            <source>%1: %2 %3, on other links %4</source>
            <translation>%1: %2 %3, på andra länkar %4</translation>
        </message>
        <message>
            <source>%1: %2 find a connection open, usually %3</source>
            <translation>%1: %2 hittar en öppen anslutning, vanligtvis %3</translation>
        </message>
        <message>
            <source>%1: %2 find a connection open, on other links %3</source>
            <translation>%1: %2 hittar en öppen anslutning, på andra länkar %3</translation>
        </message>
        <message>
            <source>%1 are left unexplained</source>
            <translation>%1 är oförklarade</translation>
        </message>
        <message>
            <source>Cannot be told apart from %1 by what was measured</source>
            <translation>Kan inte skiljas från %1 med det som har mätts</translation>
        </message>
        <message>
            <source>Wire between %1 and %2: the same from both ends</source>
            <translation>Nätet mellan %1 och %2: detsamma från båda ändar</translation>
        </message>
        <message>
            <source>%1 ↔ %2: %3 and %4</source>
            <translation>%1 ↔ %2: %3 och %4</translation>
        </message>
        <message>
            <source>Application in %1, if it is the same target: %1 → %1 takes %2 in all</source>
            <translation>Applikationen i %1, om målet är detsamma: %1 → %1 tar %2 totalt</translation>
        </message>
        <message>
            <source>%1: %2 on %3, otherwise %4</source>
            <translation>%1: %2 på %3, annars %4</translation>
        </message>
        <message>
            <source>the wire between %1 and %2 loses %3 of its packets</source>
            <translation>ledningen mellan %1 och %2 förlorar %3 av sina paket</translation>
        </message>
        <message>
            <source>policy of %1 in %2 refuses %3 of what a caller asks</source>
            <translation>policyn för %1 i %2 avvisar %3 av vad en anropare ber om</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 till %2</translation>
        </message>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 och %n till</numerusform>
                <numerusform>%1 och %n till</numerusform>
            </translation>
        </message>
        <message>
            <source>%1  ·  squads: %2</source>
            <translation>%1  ·  squader: %2</translation>
        </message>
        <message>
            <source>Look at the certificates of %1</source>
            <translation>Titta på certifikaten i %1</translation>
        </message>
        <message>
            <source>See which endpoints of %1 are gone</source>
            <translation>Se vilka ändpunkter av %1 som är borta</translation>
        </message>
        <message>
            <source>See which rules refuse %1</source>
            <translation>Se vilka regler som avvisar %1</translation>
        </message>
        <message>
            <source>%1: bare datagrams take %2 there and back, usually %3</source>
            <translation>%1: rena datagram tar %2 fram och tillbaka, vanligen %3</translation>
        </message>
        <message>
            <source>%1: bare datagrams take %2 there and back as usual, so the wire is not longer</source>
            <translation>%1: rena datagram tar %2 fram och tillbaka som vanligt, så ledningen är inte längre</translation>
        </message>
        <message>
            <source>%1: a probe takes %2 on an open connection, %3 with a new one</source>
            <translation>%1: en sond tar %2 på en öppen anslutning, %3 med en ny</translation>
        </message>
        <message>
            <source>the certificate of %1 in %2 expired %3</source>
            <translation>certifikatet för %1 i %2 gick ut %3</translation>
        </message>
        <message>
            <source>the certificate of %1 in %2 should have been renewed; it expires %3</source>
            <translation>certifikatet för %1 i %2 borde ha förnyats; det går ut %3</translation>
        </message>
        <message>
            <source>%1: %2 of what %3 asks of %4 is refused, usually %5</source>
            <translation>%1: %2 av vad %3 ber %4 om avvisas, vanligen %5</translation>
        </message>
        <message>
            <source>the proxy of %1 recorded that policy denied %2 to %3</source>
            <translation>proxyn för %1 har noterat att policyn nekade %3 %2</translation>
        </message>
        <message>
            <source>%1 of %2 endpoints of %3 in %4 are ready</source>
            <translation>%1 av %2 ändpunkter av %3 i %4 är redo</translation>
        </message>
        <message>
            <source>%1 of %2 datagrams between %3 and %4 were lost (%5), usually %6</source>
            <translation>%1 av %2 datagram mellan %3 och %4 gick förlorade (%5), vanligen %6</translation>
        </message>
        <message>
            <source>%1: the connections of requests say the same: %2 there and back, usually %3</source>
            <translation>%1: förfrågningarnas anslutningar säger detsamma: %2 fram och tillbaka, vanligen %3</translation>
        </message>
        <message>
            <source>%1: the connections of requests do not say the same: %2 there and back, usually %3</source>
            <translation>%1: förfrågningarnas anslutningar säger inte detsamma: %2 fram och tillbaka, vanligen %3</translation>
        </message>
        <message numerus="yes">
            <source>%1 → %2: the path changed at %3, from %n hop(s) to %4</source>
            <translation>
                <numerusform>%1 → %2: vägen ändrades %3, från %n hopp till %4</numerusform>
                <numerusform>%1 → %2: vägen ändrades %3, från %n hopp till %4</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %2 %3, at this hour of the last %n week(s) %4 ± %5</source>
            <translation>
                <numerusform>%1: %2 %3, vid denna timme förra veckan %4 ± %5</numerusform>
                <numerusform>%1: %2 %3, vid denna timme de senaste %n veckorna %4 ± %5</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %2 %3 is usual at this hour: %4 ± %5 in the last %n week(s)</source>
            <translation>
                <numerusform>%1: %2 %3 är vanligt vid denna timme: %4 ± %5 förra veckan</numerusform>
                <numerusform>%1: %2 %3 är vanligt vid denna timme: %4 ± %5 de senaste %n veckorna</numerusform>
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
            <translation>Visa</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Värde</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Ändring</translation>
        </message>
        <message>
            <source>Latency of every link, rows call columns</source>
            <translation>Latens för varje länk, rader anropar kolumner</translation>
        </message>
        <message>
            <source>What is timed</source>
            <translation>Vad som tidtas</translation>
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
            <translation>Kall</translation>
        </message>
        <message>
            <source>Wire</source>
            <translation>Ledning</translation>
        </message>
        <message>
            <source>Open latencies that somebody wrote down</source>
            <translation>Öppna latenser som någon skrivit ner</translation>
        </message>
        <message>
            <source>Latencies (*.csv);;All files (*)</source>
            <translation>Latenser (*.csv);;Alla filer (*)</translation>
        </message>
        <message>
            <source>These are no latencies</source>
            <translation>Det är inga latenser</translation>
        </message>
        <message>
            <source>%1: what somebody wrote down, not what the fleet measures</source>
            <translation>%1: vad någon skrivit ner, inte vad flottan mäter</translation>
        </message>
        <message>
            <source>An example: seven latencies from a talk. Ctrl+O opens a fleet, the button above a file of your own.</source>
            <translation>Ett exempel: sju latenser från ett föredrag. Ctrl+O öppnar en flotta, knappen ovan en egen fil.</translation>
        </message>
        <message>
            <source>Open latencies from a file (CSV: from,to,latency_ms)</source>
            <translation>Öppna latenser från en fil (CSV: from,to,latency_ms)</translation>
        </message>
        <message>
            <source>Back to what is measured</source>
            <translation>Tillbaka till det uppmätta</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinksPresenter</name>
        <message>
            <source>Links</source>
            <translation>Länkar</translation>
        </message>
        <message>
            <source>Send a request over a link, or move the time cursor.</source>
            <translation>Skicka ett anrop över en länk, eller flytta tidsmarkören.</translation>
        </message>
        <message>
            <source>%1 fails: %2.</source>
            <translation>%1 felar: %2.</translation>
        </message>
        <message>
            <source>%1 is as usual: p95 %2.</source>
            <translation>%1 är som vanligt: p95 %2.</translation>
        </message>
        <message>
            <source>%1 takes %2, usually %3; no single leg explains it.</source>
            <translation>%1 tar %2, vanligen %3; ingen enskild delsträcka förklarar det.</translation>
        </message>
        <message>
            <source>way back p95 %1</source>
            <translation>vägen tillbaka p95 %1</translation>
        </message>
        <message>
            <source>usually %1</source>
            <translation>vanligen %1</translation>
        </message>
        <message>
            <source>Where the time goes (mean of each leg, stacked)</source>
            <translation>Vart tiden går (medel för varje delsträcka, staplat)</translation>
        </message>
        <message>
            <source>Latency over the link</source>
            <translation>Latens över länken</translation>
        </message>
        <message numerus="yes">
            <source>%1, rows call columns, change against the %n minutes before</source>
            <translation>
                <numerusform>%1, rader anropar kolumner, ändring mot minuten före</numerusform>
                <numerusform>%1, rader anropar kolumner, ändring mot de %n minuterna före</numerusform>
            </translation>
        </message>
        <message>
            <source>No request crossed %1 in this window.</source>
            <translation>Ingen förfrågan gick över %1 i detta fönster.</translation>
        </message>
        <message>
            <source>No request crossed a link in this window.</source>
            <translation>Ingen förfrågan gick över en länk i detta fönster.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MeasureDialog</name>
        <message>
            <source>Copy CLI</source>
            <translation>Kopiera CLI</translation>
        </message>
        <message>
            <source>Start measuring</source>
            <translation>Börja mäta</translation>
        </message>
        <message>
            <source>Measure %1</source>
            <translation>Mät %1</translation>
        </message>
        <message>
            <source>With this object in %1 its gateways probe those of %2, once a second and with at most 2 kB/s, and %1 mirrors what %2 exports.</source>
            <translation>Med detta objekt i %1 sonderar dess gatewayer dem i %2, en gång i sekunden och med högst 2 kB/s, och %1 speglar det som %2 exporterar.</translation>
        </message>
        <message>
            <source>The object as YAML</source>
            <translation>Objektet som YAML</translation>
        </message>
        <message>
            <source>Asking %1 how it reaches %2…</source>
            <translation>Frågar %1 hur det når %2…</translation>
        </message>
        <message>
            <source>No cluster that answers has a link to %1: how it is reached is not known.</source>
            <translation>Inget kluster som svarar har en länk till %1: hur det nås är inte känt.</translation>
        </message>
        <message>
            <source>Its link to %1 is gone meanwhile.</source>
            <translation>Dess länk till %1 har försvunnit under tiden.</translation>
        </message>
        <message>
            <source>Nothing is changed before %1 has judged it.</source>
            <translation>Inget ändras innan %1 har bedömt det.</translation>
        </message>
        <message>
            <source>Your role in %1 is viewer: somebody with the role author has to apply it.</source>
            <translation>Din roll i %1 är viewer: någon med rollen author måste tillämpa det.</translation>
        </message>
        <message>
            <source>%1 is production and locked: open the lock at the top first.</source>
            <translation>%1 är produktion och låst: öppna först låset upptill.</translation>
        </message>
        <message>
            <source>%1 judges it…</source>
            <translation>%1 bedömer det…</translation>
        </message>
        <message>
            <source>%1 applies it…</source>
            <translation>%1 tillämpar det…</translation>
        </message>
        <message>
            <source>%1 does not answer.</source>
            <translation>%1 svarar inte.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MetricsPage</name>
        <message>
            <source>Export</source>
            <translation>Exportera</translation>
        </message>
        <message>
            <source>Table (*.csv);;Picture (*.png)</source>
            <translation>Tabell (*.csv);;Bild (*.png)</translation>
        </message>
        <message>
            <source>%1 could not be written. Choose a folder you may write to.</source>
            <translation>%1 kunde inte skrivas. Välj en mapp som du får skriva i.</translation>
        </message>
        <message>
            <source>Save the figures as a table or the charts as a picture</source>
            <translation>Spara siffrorna som tabell eller diagrammen som bild</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::MetricsPresenter</name>
        <message>
            <source>Metrics</source>
            <translation>Mätdata</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>Anrop</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alla</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>misslyckade</translation>
        </message>
        <message>
            <source>Success</source>
            <translation>Lyckade</translation>
        </message>
        <message>
            <source>success</source>
            <translation>lyckade</translation>
        </message>
        <message>
            <source>Latency seen by callers</source>
            <translation>Latens sedd av anropare</translation>
        </message>
        <message>
            <source>Latency seen by callees</source>
            <translation>Latens sedd av anropade</translation>
        </message>
        <message>
            <source>Connections</source>
            <translation>Förbindelser</translation>
        </message>
        <message>
            <source>opened</source>
            <translation>öppnade</translation>
        </message>
        <message>
            <source>requests that reused one</source>
            <translation>anrop som återanvände en</translation>
        </message>
        <message>
            <source>Where requests are in latency</source>
            <translation>Var anropen ligger i latens</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::TableTexts</name>
        <message>
            <source>caller</source>
            <translation>anropare</translation>
        </message>
        <message>
            <source>in</source>
            <translation>i</translation>
        </message>
        <message>
            <source>callee</source>
            <translation>anropad</translation>
        </message>
        <message>
            <source>protocol</source>
            <translation>protokoll</translation>
        </message>
        <message>
            <source>TLS</source>
            <translation>TLS</translation>
        </message>
        <message>
            <source>link</source>
            <translation>länk</translation>
        </message>
        <message>
            <source>health</source>
            <translation>hälsa</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>anrop</translation>
        </message>
        <message>
            <source>success</source>
            <translation>lyckade</translation>
        </message>
        <message>
            <source>p50 at callee</source>
            <translation>p50 hos anropad</translation>
        </message>
        <message>
            <source>p95 at callee</source>
            <translation>p95 hos anropad</translation>
        </message>
        <message>
            <source>p99 at callee</source>
            <translation>p99 hos anropad</translation>
        </message>
        <message>
            <source>attempts</source>
            <translation>försök</translation>
        </message>
        <message>
            <source>arrived</source>
            <translation>framme</translation>
        </message>
        <message>
            <source>change</source>
            <translation>ändring</translation>
        </message>
        <message>
            <source>new connections</source>
            <translation>nya förbindelser</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::VerdictCard</name>
        <message>
            <source>Why</source>
            <translation>Varför</translation>
        </message>
        <message>
            <source>Why not the others</source>
            <translation>Varför inte de andra</translation>
        </message>
        <message>
            <source>What next</source>
            <translation>Vad nu</translation>
        </message>
        <message>
            <source>Hits %1</source>
            <translation>Drabbar %1</translation>
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
            <translation>försämrad</translation>
        </message>
        <message>
            <source>failing</source>
            <translation>felar</translation>
        </message>
        <message>
            <source>not measured</source>
            <translation>inte mätt</translation>
        </message>
        <message>
            <source>as usual</source>
            <translation>som vanligt</translation>
        </message>
        <message>
            <source>no traffic in this window</source>
            <translation>ingen trafik i det här fönstret</translation>
        </message>
        <message>
            <source>success is %1, below %2</source>
            <translation>lyckade är %1, under %2</translation>
        </message>
        <message>
            <source>p95 is %1, usually %2</source>
            <translation>p95 är %1, vanligen %2</translation>
        </message>
        <message>
            <source>no endpoint is ready</source>
            <translation>ingen ändpunkt är redo</translation>
        </message>
        <message>
            <source>requests travel in plain text</source>
            <translation>anrop går okrypterade</translation>
        </message>
        <message>
            <source>its cluster does not answer</source>
            <translation>dess kluster svarar inte</translation>
        </message>
        <message>
            <source>connecting</source>
            <translation>ansluter</translation>
        </message>
        <message>
            <source>%1, %2 of %3 proxies report</source>
            <translation>%1, %2 av %3 proxyer rapporterar</translation>
        </message>
        <message>
            <source>no services yet</source>
            <translation>inga tjänster ännu</translation>
        </message>
        <message>
            <source>stale %1</source>
            <translation>föråldrad %1</translation>
        </message>
        <message>
            <source>access denied</source>
            <translation>åtkomst nekad</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>misslyckade</translation>
        </message>
        <message>
            <source>(retry in %1)</source>
            <translation>(nytt försök om %1)</translation>
        </message>
        <message>
            <source>connect at caller</source>
            <translation>anslutning hos anroparen</translation>
        </message>
        <message>
            <source>to egress gateway</source>
            <translation>till utgående gateway</translation>
        </message>
        <message>
            <source>connection set-up</source>
            <translation>uppkoppling</translation>
        </message>
        <message>
            <source>wire</source>
            <translation>nätet</translation>
        </message>
        <message>
            <source>to callee</source>
            <translation>till anropad</translation>
        </message>
        <message>
            <source>callee's proxy</source>
            <translation>anropads proxy</translation>
        </message>
        <message>
            <source>application</source>
            <translation>applikation</translation>
        </message>
        <message numerus="yes">
            <source>%n s ago</source>
            <translation>
                <numerusform>för %n s sedan</numerusform>
                <numerusform>för %n s sedan</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n min ago</source>
            <translation>
                <numerusform>för %n min sedan</numerusform>
                <numerusform>för %n min sedan</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h ago</source>
            <translation>
                <numerusform>för %n tim sedan</numerusform>
                <numerusform>för %n tim sedan</numerusform>
            </translation>
        </message>
        <message>
            <source>Whole fleet</source>
            <translation>Hela flottan</translation>
        </message>
        <message>
            <source>does not speak our protocol</source>
            <translation>talar inte vårt protokoll</translation>
        </message>
        <message>
            <source>has no room left</source>
            <translation>har inget utrymme kvar</translation>
        </message>
        <message>
            <source>does not answer</source>
            <translation>svarar inte</translation>
        </message>
        <message>
            <source>our certificate is not accepted</source>
            <translation>vårt certifikat godtas inte</translation>
        </message>
        <message>
            <source>its entry in the fleet file is wrong</source>
            <translation>dess post i flottfilen är fel</translation>
        </message>
        <message>
            <source>stale %1, %2</source>
            <translation>föråldrad %1, %2</translation>
        </message>
        <message>
            <source>connected</source>
            <translation>ansluten</translation>
        </message>
        <message>
            <source>disconnected</source>
            <translation>inte längre ansluten</translation>
        </message>
        <message>
            <source>has a new certificate</source>
            <translation>har fått ett nytt certifikat</translation>
        </message>
        <message>
            <source>refused its configuration: %1</source>
            <translation>avvisade sin konfiguration: %1</translation>
        </message>
        <message>
            <source>created by %1</source>
            <translation>skapad av %1</translation>
        </message>
        <message>
            <source>changed by %1</source>
            <translation>ändrad av %1</translation>
        </message>
        <message>
            <source>deleted by %1</source>
            <translation>borttagen av %1</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::WrittenMatrix</name>
        <message>
            <source>Example</source>
            <translation>Exempel</translation>
        </message>
        <message>
            <source>%1 to %2: %3</source>
            <translation>%1 till %2: %3</translation>
        </message>
        <message>
            <source>way back %1</source>
            <translation>vägen tillbaka %1</translation>
        </message>
        <message>
            <source>%1 takes %2, and nothing stands out about it.</source>
            <translation>%1 tar %2, och inget med det sticker ut.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Commands</name>
        <message>
            <source>Shortcuts</source>
            <translation>Kortkommandon</translation>
        </message>
        <message>
            <source>Go to Fleet</source>
            <translation>Gå till Flotta</translation>
        </message>
        <message>
            <source>Go to Links</source>
            <translation>Gå till Länkar</translation>
        </message>
        <message>
            <source>Go to Graph</source>
            <translation>Gå till Graf</translation>
        </message>
        <message>
            <source>Go to Metrics</source>
            <translation>Gå till Mätdata</translation>
        </message>
        <message>
            <source>Search commands and objects</source>
            <translation>Sök kommandon och objekt</translation>
        </message>
        <message>
            <source>Filter what is shown</source>
            <translation>Filtrera det som visas</translation>
        </message>
        <message>
            <source>Clear the filter</source>
            <translation>Rensa filtret</translation>
        </message>
        <message>
            <source>Follow live data</source>
            <translation>Följ aktuella data</translation>
        </message>
        <message>
            <source>Pause or go on</source>
            <translation>Pausa eller fortsätt</translation>
        </message>
        <message>
            <source>One span earlier</source>
            <translation>Ett tidsspann tidigare</translation>
        </message>
        <message>
            <source>One span later</source>
            <translation>Ett tidsspann senare</translation>
        </message>
        <message>
            <source>Go to a time</source>
            <translation>Gå till en tidpunkt</translation>
        </message>
        <message>
            <source>Step back</source>
            <translation>Ett steg tillbaka</translation>
        </message>
        <message>
            <source>Back in history</source>
            <translation>Bakåt i historiken</translation>
        </message>
        <message>
            <source>Forward in history</source>
            <translation>Framåt i historiken</translation>
        </message>
        <message>
            <source>Show or hide the inspector</source>
            <translation>Visa eller dölj inspektören</translation>
        </message>
        <message>
            <source>Open this page as a part of its own</source>
            <translation>Öppna sidan som en egen del</translation>
        </message>
        <message>
            <source>Float or dock this part</source>
            <translation>Lossa eller docka delen</translation>
        </message>
        <message>
            <source>Move this part to the next side</source>
            <translation>Flytta delen till nästa sida</translation>
        </message>
        <message>
            <source>Stack this part on another as a tab</source>
            <translation>Lägg delen som flik på en annan</translation>
        </message>
        <message>
            <source>Close this part</source>
            <translation>Stäng delen</translation>
        </message>
        <message>
            <source>Go to the next part</source>
            <translation>Gå till nästa del</translation>
        </message>
        <message>
            <source>Open this page in a new window</source>
            <translation>Öppna sidan i ett nytt fönster</translation>
        </message>
        <message>
            <source>Retry all clusters now</source>
            <translation>Försök med alla kluster igen nu</translation>
        </message>
        <message>
            <source>Open a fleet file</source>
            <translation>Öppna en flottfil</translation>
        </message>
        <message>
            <source>Switch between light and dark</source>
            <translation>Växla mellan ljust och mörkt</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Inställningar</translation>
        </message>
        <message>
            <source>Help on this page</source>
            <translation>Hjälp om den här sidan</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Avsluta</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Inspector</name>
        <message>
            <source>Give the selection up  Esc</source>
            <translation>Släpp markeringen  Esc</translation>
        </message>
        <message>
            <source>Give the selection up</source>
            <translation>Släpp markeringen</translation>
        </message>
        <message>
            <source>Select %1</source>
            <translation>Välj %1</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Mätdata</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graf</translation>
        </message>
        <message>
            <source>Copy CLI</source>
            <translation>Kopiera CLI</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::InspectorPresenter</name>
        <message>
            <source>Cluster</source>
            <translation>Kluster</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>Tjänst</translation>
        </message>
        <message>
            <source>Workload</source>
            <translation>Arbetslast</translation>
        </message>
        <message>
            <source>Link</source>
            <translation>Länk</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Anrop</translation>
        </message>
        <message>
            <source>Fleet</source>
            <translation>Flotta</translation>
        </message>
        <message>
            <source>Figures</source>
            <translation>Siffror</translation>
        </message>
        <message>
            <source>Nobody reported in this window.</source>
            <translation>Ingen rapporterade i det här fönstret.</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>anrop</translation>
        </message>
        <message>
            <source>success</source>
            <translation>lyckade</translation>
        </message>
        <message>
            <source>p50 at the caller</source>
            <translation>p50 hos anroparen</translation>
        </message>
        <message>
            <source>p95 at the caller</source>
            <translation>p95 hos anroparen</translation>
        </message>
        <message>
            <source>p99 at the caller</source>
            <translation>p99 hos anroparen</translation>
        </message>
        <message>
            <source>p95 at the callee</source>
            <translation>p95 hos den anropade</translation>
        </message>
        <message>
            <source>new connections</source>
            <translation>nya förbindelser</translation>
        </message>
        <message>
            <source>Legs (median)</source>
            <translation>Delsträckor (median)</translation>
        </message>
        <message>
            <source>No hop reported its own time.</source>
            <translation>Inget hopp rapporterade sin egen tid.</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Fynd</translation>
        </message>
        <message>
            <source>Nothing needs attention.</source>
            <translation>Inget kräver uppmärksamhet.</translation>
        </message>
        <message>
            <source>There is nothing to judge yet.</source>
            <translation>Det finns inget att bedöma ännu.</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>Händelser</translation>
        </message>
        <message>
            <source>None in this span.</source>
            <translation>Inga i det här tidsspannet.</translation>
        </message>
        <message>
            <source>Certificates</source>
            <translation>Certifikat</translation>
        </message>
        <message>
            <source>None is known.</source>
            <translation>Inga är kända.</translation>
        </message>
        <message>
            <source>valid until %1</source>
            <translation>giltigt till %1</translation>
        </message>
        <message>
            <source>Inventory</source>
            <translation>Inventarium</translation>
        </message>
        <message>
            <source>services</source>
            <translation>tjänster</translation>
        </message>
        <message>
            <source>proxies connected</source>
            <translation>anslutna proxyer</translation>
        </message>
        <message>
            <source>region</source>
            <translation>region</translation>
        </message>
        <message>
            <source>control plane</source>
            <translation>kontrollplan</translation>
        </message>
        <message>
            <source>Next step</source>
            <translation>Nästa steg</translation>
        </message>
        <message>
            <source>cluster</source>
            <translation>kluster</translation>
        </message>
        <message>
            <source>endpoints ready</source>
            <translation>ändpunkter redo</translation>
        </message>
        <message>
            <source>squad</source>
            <translation>team</translation>
        </message>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n fynd</numerusform>
                <numerusform>%n fynd</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::MainWindow</name>
        <message>
            <source>Shortcuts</source>
            <translation>Kortkommandon</translation>
        </message>
        <message>
            <source>Unlock production</source>
            <translation>Lås upp produktion</translation>
        </message>
        <message>
            <source>Changes to production clusters become possible until you lock them again or close the console. Unlock?</source>
            <translation>Ändringar i produktionskluster blir möjliga tills du låser dem igen eller stänger konsolen. Lås upp?</translation>
        </message>
        <message>
            <source>Open a fleet file</source>
            <translation>Öppna en flottfil</translation>
        </message>
        <message>
            <source>Fleets (*.yaml *.yml);;Recorded scenes (*.json)</source>
            <translation>Flottor (*.yaml *.yml);;Inspelade scener (*.json)</translation>
        </message>
        <message>
            <source>Time line</source>
            <translation>Tidslinje</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>Källor</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektör</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Notifier</name>
        <message>
            <source>%1 fails</source>
            <translation>%1 felar</translation>
        </message>
        <message>
            <source>%1 is not as usual</source>
            <translation>%1 är inte som vanligt</translation>
        </message>
        <message>
            <source>%1 is silent</source>
            <translation>%1 är tyst</translation>
        </message>
        <message>
            <source>%1 does not tell what its callers see.</source>
            <translation>%1 berättar inte vad dess anropare ser.</translation>
        </message>
        <message>
            <source>%1 is well again</source>
            <translation>%1 mår bra igen</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Palette</name>
        <message>
            <source>Search commands, services, links and clusters</source>
            <translation>Sök kommandon, tjänster, länkar och kluster</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Kommandopalett</translation>
        </message>
        <message>
            <source>Matches</source>
            <translation>Träffar</translation>
        </message>
        <message>
            <source>Nothing is called that. Try fewer letters.</source>
            <translation>Inget heter så. Försök med färre bokstäver.</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>Inställningar</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Tema</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Språk</translation>
        </message>
        <message>
            <source>Font</source>
            <translation>Typsnitt</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>Som systemet</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Ljust</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Mörkt</translation>
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
            <translation>Meddela när</translation>
        </message>
        <message>
            <source>a link fails</source>
            <translation>en länk felar</translation>
        </message>
        <message>
            <source>a link is not as usual</source>
            <translation>en länk inte är som vanligt</translation>
        </message>
        <message>
            <source>the cluster that a link begins in is silent</source>
            <translation>klustret som en länk börjar i är tyst</translation>
        </message>
        <message>
            <source>a link is well again</source>
            <translation>en länk mår bra igen</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::StatusLine</name>
        <message>
            <source>no findings</source>
            <translation>inga fynd</translation>
        </message>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n fynd</numerusform>
                <numerusform>%n fynd</numerusform>
            </translation>
        </message>
        <message>
            <source>role: %1</source>
            <translation>roll: %1</translation>
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
            <translation>Öppna en flotta…</translation>
        </message>
        <message>
            <source>%1 fleet</source>
            <translation>flottan %1</translation>
        </message>
        <message>
            <source>Open a fleet file  Ctrl+O</source>
            <translation>Öppna en flottfil  Ctrl+O</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>Live</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>Tillbaka till live</translation>
        </message>
        <message>
            <source>Pause  Space</source>
            <translation>Pausa  Blanksteg</translation>
        </message>
        <message>
            <source>Back to live  F5</source>
            <translation>Tillbaka till live  F5</translation>
        </message>
        <message>
            <source>Paused at %1, %2</source>
            <translation>Pausad %1, %2</translation>
        </message>
        <message>
            <source>In the past: %1, %2</source>
            <translation>Förfluten tid: %1, %2</translation>
        </message>
        <message>
            <source>Production, unlocked</source>
            <translation>Produktion, upplåst</translation>
        </message>
        <message>
            <source>Production, read only</source>
            <translation>Produktion, skrivskyddad</translation>
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
            <translation>Sök, kommandon, objekt      Ctrl+K</translation>
        </message>
        <message>
            <source>Search, commands, objects</source>
            <translation>Sök, kommandon, objekt</translation>
        </message>
        <message>
            <source>Inspector  Ctrl+I</source>
            <translation>Inspektör  Ctrl+I</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektör</translation>
        </message>
        <message>
            <source>Time span of the charts</source>
            <translation>Diagrammens tidsspann</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::Workspace</name>
        <message>
            <source>Fleet</source>
            <translation>Flotta</translation>
        </message>
        <message>
            <source>Links</source>
            <translation>Länkar</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graf</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>Mätdata</translation>
        </message>
    </context>
    <context>
        <name>causeway::app::widgets::GraphCanvas</name>
        <message>
            <source>%1 calls %2</source>
            <translation>%1 anropar %2</translation>
        </message>
    </context>
</TS>
