<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
    <context>
        <name>EventLinesText</name>
        <message numerus="yes">
            <source>%1 and %n other(s)</source>
            <translation>
                <numerusform>%1 and %n other</numerusform>
                <numerusform>%1 and %n others</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::FleetPresenter</name>
        <message numerus="yes">
            <source>%n cluster(s)</source>
            <translation>
                <numerusform>%n cluster</numerusform>
                <numerusform>%n clusters</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::GraphPresenter</name>
        <message numerus="yes">
            <source>%n node(s)</source>
            <translation>
                <numerusform>%n node</numerusform>
                <numerusform>%n nodes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n edge(s)</source>
            <translation>
                <numerusform>%n edge</numerusform>
                <numerusform>%n edges</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinkWords</name>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 and %n more</numerusform>
                <numerusform>%1 and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 → %2: the path changed at %3, from %n hop(s) to %4</source>
            <translation>
                <numerusform>%1 → %2: the path changed at %3, from %n hop to %4</numerusform>
                <numerusform>%1 → %2: the path changed at %3, from %n hops to %4</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %2 %3, at this hour of the last %n week(s) %4 ± %5</source>
            <translation>
                <numerusform>%1: %2 %3, at this hour of the last week %4 ± %5</numerusform>
                <numerusform>%1: %2 %3, at this hour of the last %n weeks %4 ± %5</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %2 %3 is usual at this hour: %4 ± %5 in the last %n week(s)</source>
            <translation>
                <numerusform>%1: %2 %3 is usual at this hour: %4 ± %5 in the last week</numerusform>
                <numerusform>%1: %2 %3 is usual at this hour: %4 ± %5 in the last %n weeks</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::LinksPresenter</name>
        <message numerus="yes">
            <source>%1, rows call columns, change against the %n minutes before</source>
            <translation>
                <numerusform>%1, rows call columns, change against the minute before</numerusform>
                <numerusform>%1, rows call columns, change against the %n minutes before</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::pages::Words</name>
        <message numerus="yes">
            <source>%n s ago</source>
            <translation>
                <numerusform>%n s ago</numerusform>
                <numerusform>%n s ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n min ago</source>
            <translation>
                <numerusform>%n min ago</numerusform>
                <numerusform>%n min ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h ago</source>
            <translation>
                <numerusform>%n h ago</numerusform>
                <numerusform>%n h ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::InspectorPresenter</name>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n finding</numerusform>
                <numerusform>%n findings</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>causeway::app::shell::StatusLine</name>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n finding</numerusform>
                <numerusform>%n findings</numerusform>
            </translation>
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
    </context>
</TS>
