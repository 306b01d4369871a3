import QtQuick
import Earshot

/// The sheets over the window. Each is made when it is wanted first: most starts need none.
Item {
    id: sheets

    required property var commands
    signal commandWanted(string command)

    Loader {
        id: doctor
        active: false
        sourceComponent: DoctorSheet {}
    }
    Loader {
        id: addSheet
        active: false
        sourceComponent: AddSheet {}
    }
    Loader {
        id: verifySheet
        active: false
        sourceComponent: VerifySheet {}
    }
    Loader {
        id: infoSheet
        active: false
        sourceComponent: InfoSheet {}
    }
    Loader {
        id: linkSheet
        active: false
        sourceComponent: LinkSheet {}
    }
    Loader {
        id: statusSheet
        active: false
        sourceComponent: StatusSheet {}
    }
    Loader {
        id: settingsSheet
        active: false
        sourceComponent: SettingsSheet {}
    }
    Connections {
        target: settingsSheet.item as SettingsSheet
        function onPassphraseWanted() {
            passphraseSheet.active = true;
            (passphraseSheet.item as PassphraseSheet).open();
        }
    }
    Loader {
        id: passphraseSheet
        active: false
        sourceComponent: PassphraseSheet {}
    }
    Loader {
        id: firstRun
        active: false
        sourceComponent: FirstRunSheet {}
    }
    Loader {
        id: forgetSheet
        active: false
        sourceComponent: ForgetSheet {}
    }
    Loader {
        id: queueSheet
        active: false
        sourceComponent: QueueSheet {}
    }
    Loader {
        id: quitSheet
        active: false
        sourceComponent: QuitSheet {}
    }
    Loader {
        id: keysSheet
        active: false
        sourceComponent: KeysSheet {}
    }
    Loader {
        id: switcher
        active: false
        sourceComponent: Switcher {}
    }
    Connections {
        target: switcher.item as Switcher
        function onCommandWanted(command: string) {
            sheets.commandWanted(command);
        }
    }

    function examine(person: string, name: string) {
        doctor.active = true;
        (doctor.item as DoctorSheet).examine(person, name);
    }
    function add() {
        addSheet.active = true;
        (addSheet.item as AddSheet).open();
    }
    function verify(person: string) {
        verifySheet.active = true;
        (verifySheet.item as VerifySheet).begin(person);
    }
    function info(message: string) {
        infoSheet.active = true;
        (infoSheet.item as InfoSheet).show(message);
    }
    function follow(target: string) {
        if (Session.opensAtOnce(target)) {
            Session.openLink(target);
            return;
        }
        linkSheet.active = true;
        (linkSheet.item as LinkSheet).ask(target);
    }
    function status() {
        statusSheet.active = true;
        (statusSheet.item as StatusSheet).open();
    }
    function settings() {
        settingsSheet.active = true;
        (settingsSheet.item as SettingsSheet).open();
    }
    function welcome() {
        firstRun.active = true;
        (firstRun.item as FirstRunSheet).open();
    }
    function forget() {
        forgetSheet.active = true;
        (forgetSheet.item as ForgetSheet).open();
    }
    function queue() {
        queueSheet.active = true;
        (queueSheet.item as QueueSheet).open();
    }
    function quit() {
        quitSheet.active = true;
        (quitSheet.item as QuitSheet).open();
    }
    function keys() {
        keysSheet.active = true;
        const sheet = keysSheet.item as KeysSheet;
        sheet.commands = commands;
        sheet.open();
    }
    function goTo() {
        switcher.active = true;
        (switcher.item as Switcher).open();
    }
}
