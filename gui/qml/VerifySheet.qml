import QtQuick
import Earshot
import QtQuick.Layouts

/// Making sure of who somebody is: the number that both see, its QR code, or six digits compared
/// live.
Sheet {
    id: sheet

    readonly property var verification: Session.verification
    readonly property bool live: verification.stage !== "none" && verification.stage !== "agreed"
                                 && verification.stage !== "failed"
    readonly property string liveWords: {
        switch (verification.stage) {
        case "asked": return qsTr("%1 would like to compare with you now.").arg(verification.name);
        case "waiting": return qsTr("Waiting for %1 to begin, too…").arg(verification.name);
        case "exchanging": return qsTr("One moment…");
        case "comparing": return verification.theirs === "same"
            ? qsTr("%1 sees the same digits. Do you?").arg(verification.name)
            : qsTr("Does %1 see the same digits?").arg(verification.name);
        case "agreed": return qsTr("The digits are the same.");
        case "failed": return failureWords();
        default: return qsTr("Both begin at their computers, both see six digits, and both say "
                           + "whether they are the same.");
        }
    }

    objectName: "verifySheet"
    title: verification.verified ? qsTr("%1 is verified").arg(verification.name)
                                 : qsTr("Is this really %1?").arg(verification.name)
    lead: verification.verified
          ? qsTr("You have compared keys. Should the key ever change, you will be told.")
          : qsTr("Compare this number where you can be sure of each other: face to face, or on "
               + "the phone. It is the same on both sides if nobody stands between you.")
    wide: Theme.px(620)
    onClosed: verification.close()

    property string wrong: ""

    function begin(person: string) {
        wrong = "";
        theirs.clear();
        verification.open(person);
        open();
    }
    function failureWords(): string {
        switch (verification.failure) {
        case "different": return qsTr("The digits were different. Somebody may stand between "
                                    + "you: compare the long number face to face.");
        case "cheated": return qsTr("Their computer did not keep to the rules. Compare the long "
                                  + "number face to face.");
        case "silent": return qsTr("%1 did not answer in time.").arg(verification.name);
        case "link_lost": return qsTr("The connection was lost. Try again.");
        default: return qsTr("It was ended. Nothing has changed.");
        }
    }

    Connections {
        target: Session.verification
        function onFailed(words: string) {
            sheet.wrong = words;
        }
    }
    GridLayout {
        Layout.alignment: Qt.AlignHCenter
        columns: sheet.width > Theme.px(520) ? 2 : 1
        columnSpacing: Theme.gap8
        rowSpacing: Theme.gap3
        Grid {
            id: digits
            objectName: "safetyNumber"
            Layout.alignment: Qt.AlignHCenter | Qt.AlignVCenter
            columns: 3
            columnSpacing: Theme.gap4
            rowSpacing: Theme.gap2
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Safety number: %1").arg(sheet.verification.number.join(" "))
            Repeater {
                model: sheet.verification.number
                ThemeText {
                    required property string modelData
                    text: modelData
                    font.family: Appearance.monoFamily
                    font.pixelSize: Theme.px(20)
                    Accessible.ignored: true
                }
            }
        }
        QrCode {
            Layout.alignment: Qt.AlignHCenter
            implicitWidth: Theme.px(216)
            implicitHeight: implicitWidth
            visible: fits
            text: sheet.verification.qr
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("QR code of the safety number")
        }
    }
    RowLayout {
        Layout.fillWidth: true
        visible: !sheet.verification.verified
        spacing: Theme.gap2
        Field {
            id: theirs
            objectName: "theirNumber"
            Layout.fillWidth: true
            label: qsTr("Their number or code")
            hint: label
            wrong: sheet.wrong !== ""
            onTextChanged: sheet.wrong = ""
            onAccepted: Session.verification.confirm(text)
        }
        TextButton {
            enabled: theirs.text.trim() !== ""
            text: qsTr("Compare")
            onClicked: Session.verification.confirm(theirs.text)
        }
    }
    ThemeText {
        objectName: "verifyWrong"
        Layout.fillWidth: true
        visible: text !== ""
        text: sheet.wrong
        color: Theme.danger
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: 1
        color: Theme.line
    }
    ThemeText {
        text: qsTr("Or compare live")
        font.weight: Font.DemiBold
    }
    ThemeText {
        objectName: "liveWords"
        Layout.fillWidth: true
        text: sheet.liveWords
        color: sheet.verification.stage === "failed" ? Theme.attention : Theme.text2
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    ThemeText {
        objectName: "liveCode"
        Layout.alignment: Qt.AlignHCenter
        visible: sheet.verification.stage === "comparing"
        text: sheet.verification.code
        font.family: Appearance.monoFamily
        font.pixelSize: Theme.px(36)
        font.weight: Font.Bold
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.gap2
        TextButton {
            objectName: "startLive"
            visible: !sheet.live || sheet.verification.stage === "asked"
            text: sheet.verification.stage === "asked" ? qsTr("Compare now") : qsTr("Begin")
            onClicked: Session.verification.startLive()
        }
        TextButton {
            objectName: "liveSame"
            primary: true
            visible: sheet.verification.stage === "comparing"
            text: qsTr("They are the same")
            onClicked: Session.verification.confirmLive()
        }
        TextButton {
            objectName: "liveDifferent"
            harmful: true
            visible: sheet.verification.stage === "comparing"
            text: qsTr("They are different")
            onClicked: Session.verification.cancelLive(true)
        }
        TextButton {
            visible: sheet.live && sheet.verification.stage !== "asked"
            text: qsTr("Stop comparing")
            onClicked: Session.verification.cancelLive(false)
        }
    }
    actions: [
        TextButton {
            objectName: "numbersSame"
            primary: true
            visible: !sheet.verification.verified
            enabled: sheet.verification.number.length > 0
            text: qsTr("The numbers are the same")
            onClicked: Session.verification.confirmSame()
        },
        TextButton {
            objectName: "withdraw"
            harmful: true
            visible: sheet.verification.verified
            text: qsTr("Not verified any more")
            onClicked: Session.verification.withdraw()
        }
    ]
}
