<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ComparePage</name>
    <message numerus="yes">
        <source>%n days of each, the same callers</source>
        <translation>
            <numerusform>%n day of each, the same callers</numerusform>
            <numerusform>%n days of each, the same callers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KnobPanel</name>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message numerus="yes">
        <source>%n calls wait.</source>
        <translation>
            <numerusform>%n call waits.</numerusform>
            <numerusform>%n calls wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agents are free.</source>
        <translation>
            <numerusform>%n agent is free.</numerusform>
            <numerusform>%n agents are free.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n faults in the scenario</source>
        <translation>
            <numerusform>%n fault in the scenario</numerusform>
            <numerusform>%n faults in the scenario</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunsPage</name>
    <message numerus="yes">
        <source>Remove %n runs for good?</source>
        <translation>
            <numerusform>Remove %n run for good?</numerusform>
            <numerusform>Remove %n runs for good?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs in %1</source>
        <translation>
            <numerusform>%n run in %1</numerusform>
            <numerusform>%n runs in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs against %1</source>
        <translation>
            <numerusform>%n run against %1</numerusform>
            <numerusform>%n runs against %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WhatIfPage</name>
    <message numerus="yes">
        <source>%n more faults.</source>
        <translation>
            <numerusform>%n more fault.</numerusform>
            <numerusform>%n more faults.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days played</source>
        <translation>
            <numerusform>%n day played</numerusform>
            <numerusform>%n days played</numerusform>
        </translation>
    </message>
</context>
</TS>
