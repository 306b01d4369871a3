<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ChatPane</name>
    <message numerus="yes">
        <source>Encrypted for %n device(s) of %1</source>
        <translation>
            <numerusform>Encrypted for %1&apos;s device</numerusform>
            <numerusform>Encrypted for %1&apos;s %n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NetworkStrip</name>
    <message numerus="yes">
        <source>%n person(s) nearby, strangers do not see you</source>
        <translation>
            <numerusform>%n person nearby, strangers do not see you</numerusform>
            <numerusform>%n people nearby, strangers do not see you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) nearby · no server</source>
        <translation>
            <numerusform>%n person nearby · no server</numerusform>
            <numerusform>%n people nearby · no server</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueSheet</name>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>And %n more.</numerusform>
            <numerusform>And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RosterRow</name>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n unread message</numerusform>
            <numerusform>%n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchHere</name>
    <message numerus="yes">
        <source>More than %n message(s)</source>
        <translation>
            <numerusform>More than %n message</numerusform>
            <numerusform>More than %n messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message numerus="yes">
        <source>%n message(s) waiting</source>
        <translation>
            <numerusform>%n message waiting</numerusform>
            <numerusform>%n messages waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>kept for %1 by %n other(s)</source>
        <translation>
            <numerusform>kept for %1 by one other</numerusform>
            <numerusform>kept for %1 by %n others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>earshot::gui::Notifications</name>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>earshot::gui::QueueModel</name>
    <message numerus="yes">
        <source>Trying %n message(s) now</source>
        <translation>
            <numerusform>Trying %n message now</numerusform>
            <numerusform>Trying %n messages now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>earshot::gui::TimelineModel</name>
    <message numerus="yes">
        <source>%n message(s) of %1 did not come, or were taken back</source>
        <translation>
            <numerusform>A message of %1 did not come, or was taken back</numerusform>
            <numerusform>%n messages of %1 did not come, or were taken back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>earshot::gui::Times</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>earshot::gui::Tray</name>
    <message numerus="yes">
        <source>Earshot: %n unread message(s)</source>
        <translation>
            <numerusform>Earshot: %n unread message</numerusform>
            <numerusform>Earshot: %n unread messages</numerusform>
        </translation>
    </message>
</context>
</TS>
