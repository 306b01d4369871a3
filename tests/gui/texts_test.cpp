#include <QPainter>
#include <QTemporaryDir>
#include <QTextDocument>

#include "gui/autostart.hpp"
#include "gui/message_text.hpp"
#include "gui/options.hpp"
#include "gui/qr_code.hpp"
#include "gui/search_model.hpp"
#include "gui/times.hpp"
#include "gui/tray.hpp"
#include "tests/gui/stage.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

QVariantMap only_block(std::string_view text) {
    const auto blocks = blocks_of(text);
    REQUIRE(blocks.size() == 1);
    return blocks.front().toMap();
}

/// What a reader of the rich text sees.
QString seen(const QString& html) {
    QTextDocument document;
    document.setHtml("<p style=\"white-space:pre-wrap\">" + html + "</p>");
    return document.toPlainText();
}

TEST_CASE("message text becomes rich text in which nothing of it is HTML", "[texts]") {
    begin_application();
    const std::string hostile =
        "<b>no</b> <img src=\"file:///etc/passwd\"> &amp; <script>1</script>";
    const auto html = only_block(hostile)["html"].toString();
    CHECK(seen(html).toStdString() == hostile);
    CHECK_FALSE(html.contains("<img"));
    CHECK_FALSE(html.contains("<script"));
    // The marks that stand for colours cannot be smuggled in.
    const auto marked = QString("a") + QChar(link_color_mark) + "b" + QChar(code_color_mark);
    CHECK(only_block(marked.toStdString())["html"].toString() == "ab");
}

TEST_CASE("message text keeps bold, code, links, lists and quotes", "[texts]") {
    CHECK(only_block("that is **wrong**")["html"].toString() == "that is <b>wrong</b>");
    CHECK(only_block("in //nas/boards/rev-c.")["html"].toString().contains(
        "href=\"smb://nas/boards/rev-c\""));
    CHECK(only_block("see javascript:alert(1)")["html"].toString() == "see javascript:alert(1)");
    const auto code = only_block("```cpp\nint x = 1;\n```");
    CHECK(code["kind"].toString() == "code");
    CHECK(code["plain"].toString() == "int x = 1;");
    CHECK(code["language"].toString() == "cpp");
    const auto item = blocks_of("1. width\n2. depth").back().toMap();
    CHECK(item["marker"].toString() == "2.");
    CHECK(item["lists"].toInt() == 1);
    CHECK(only_block("> said")["quotes"].toInt() == 1);
    CHECK(only_block("שלום")["rightToLeft"].toBool());
}

TEST_CASE("message of a few emoji is told from one of words", "[texts]") {
    CHECK(is_few_emoji("👍"));
    CHECK(is_few_emoji("👩‍💻❤️"));
    CHECK(is_few_emoji(" 🎉🎉🎉 "));
    CHECK_FALSE(is_few_emoji("🎉🎉🎉🎉"));
    CHECK_FALSE(is_few_emoji("ok 👍"));
    CHECK_FALSE(is_few_emoji(""));
    CHECK_FALSE(is_few_emoji("12"));
}

TEST_CASE("long text is folded at a line or a letter, and never inside a character", "[texts]") {
    bool is_folded = false;
    CHECK(folded("short", is_folded) == "short");
    CHECK_FALSE(is_folded);
    CHECK(folded(QString("line\n").repeated(100), is_folded).count('\n') == folded_lines_max - 1);
    CHECK(is_folded);
    const auto emoji = "x" + QString("😀").repeated(3000);
    const auto cut = folded(emoji, is_folded);
    CHECK(is_folded);
    CHECK_FALSE(cut.back().isHighSurrogate());
}

TEST_CASE("search snippet is safe whatever ranges come with it", "[texts]") {
    CHECK(marked("a <b> c", {2, 3}) == "a <b>&lt;b&gt;</b> c");
    CHECK(marked("abc", {0, 99}) == "abc");
    CHECK(marked("abc", {-5, 2}) == "<b>ab</b>c");
    CHECK(marked("abc", {2, 1, 0, 1}) == "ab<b>c</b>");
    CHECK(marked("abc", {1}) == "abc");
    CHECK(marked("", {0, 1}).isEmpty());
}

TEST_CASE("times are words of the day they are said on", "[texts]") {
    begin_application();
    const auto now = QDateTime(QDate(2026, 11, 17), QTime(14, 40));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const Times times([now] { return now; });
    const auto at = [](int month, int day, int hour, int year = 2026) {
        return QDateTime(QDate(year, month, day), QTime(hour, 5)).toMSecsSinceEpoch();
    };
    CHECK(times.brief(at(11, 17, 9)) == "09:05");
    CHECK(times.brief(at(11, 16, 9)) == "Mon");
    CHECK(times.brief(at(11, 3, 9)) == "3 Nov");
    CHECK(times.brief(at(12, 24, 9, 2025)) == "24/12/2025");
    CHECK(times.brief(0).isEmpty());
    CHECK(times.day(at(11, 17, 9)) == "Today");
    CHECK(times.day(at(11, 16, 23)) == "Yesterday");
    CHECK(times.day(at(11, 2, 9)) == "Monday, 2 November");
    CHECK(times.moment(at(11, 16, 9)) == "yesterday at 09:05");
    CHECK(times.moment(at(11, 2, 9)) == "on 2 November at 09:05");
    // A stranger's clock may be ahead.
    CHECK(times.brief(at(11, 20, 9)) == "09:05");
}

TEST_CASE("QR code takes what fits and says so when something does not", "[texts]") {
    begin_application();
    QrCode code;
    CHECK_FALSE(code.fits());
    code.set_text("ESQ1:GEZD");
    CHECK(code.fits());
    code.set_text(QString(5000, 'x'));
    CHECK_FALSE(code.fits());

    code.set_text("ESQ1:GEZD");
    code.setSize({200, 200});
    QImage image(200, 200, QImage::Format_RGB32);
    image.fill(Qt::red);
    QPainter painter(&image);
    code.paint(&painter);
    painter.end();
    // A quiet zone all around, then the dark corner of the finder pattern.
    CHECK(image.pixelColor(2, 2) == Qt::white);
    int dark = 0;
    while (dark < 199 && image.pixelColor(dark, dark) != Qt::black) ++dark;
    CHECK(dark > 16);
    CHECK(dark < 60);
}

TEST_CASE("links say where they lead, also where letters deceive", "[texts]") {
    CHECK(Session::targetWords("https://example.org/a") == "https://example.org/a");
    CHECK(Session::targetWords("https://ехample.org/").contains("xn--"));
    CHECK(Session::opensAtOnce("https://example.org"));
    CHECK_FALSE(Session::opensAtOnce("smb://nas/share"));
    CHECK_FALSE(Session::opensAtOnce("file:///bin/sh"));
}

TEST_CASE("command line names the profile to window and daemon alike", "[texts]") {
    begin_application();
    qputenv("HOME", "/home/alice/");
    qunsetenv("XDG_RUNTIME_DIR");
    const auto plain = parse_options({});
    CHECK(plain.exit_code < 0);
    CHECK(plain.profile.name.isEmpty());
    const auto named = parse_options({"--profile", "work", "earshot:abc"});
    CHECK(named.profile.name == "work");
    CHECK(named.profile.starter.options == QStringList{"--profile", "work"});
    CHECK(named.argument == "earshot:abc");
    CHECK(named.profile.places.folder.ends_with("/earshot/work"));
    const auto folder = parse_options({"--profile-dir", "/home/alice/p"});
    CHECK(folder.profile.places.socket == "/home/alice/p/control.sock");
    CHECK_FALSE(folder.is_hidden);
    CHECK(folder.profile.autostart_file != plain.profile.autostart_file);
    CHECK(plain.profile.autostart_file.endsWith("/autostart/earshot.desktop"));
    CHECK(named.profile.autostart_file.endsWith("/autostart/earshot-work.desktop"));
    CHECK(parse_options({"--hidden"}).is_hidden);
    const auto relative = parse_options({"--profile-dir", "p"}).profile.starter.options;
    CHECK(QDir::isAbsolutePath(relative.last()));
    CHECK(parse_options({"--profile", "../x"}).exit_code == 2);
    CHECK(parse_options({"--nonsense"}).exit_code == 2);
    CHECK(parse_options({"--help"}).exit_code == 0);
    CHECK(parse_options({"--version"}).text.startsWith("earshot-gui "));
}

TEST_CASE("desktop starts the window hidden once somebody wants it", "[texts]") {
    begin_application();
    QTemporaryDir folder;
    const auto place = folder.filePath("autostart/earshot.desktop");
    Autostart autostart(place, {"/opt/a b/earshot-gui", "--hidden"});
    CHECK_FALSE(autostart.is_enabled());
    autostart.setEnabled(true);
    CHECK(autostart.is_enabled());
    QFile file(place);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const auto entry = QString::fromUtf8(file.readAll());
    CHECK(entry.startsWith("[Desktop Entry]\nType=Application\n"));
    CHECK(entry.contains("\nExec=\"/opt/a b/earshot-gui\" \"--hidden\"\n"));
    file.close();
    // As desktops switch one off.
    REQUIRE(file.open(QIODevice::Append));
    file.write("Hidden=true\n");
    file.close();
    CHECK_FALSE(autostart.is_enabled());
    autostart.setEnabled(true);
    CHECK(autostart.is_enabled());
    autostart.setEnabled(false);
    CHECK_FALSE(QFile::exists(place));
    CHECK(Autostart::exec({R"(a"$`\b%c)"}) == R"("a\\"\\$\\`\\\\b%%c")");
}

TEST_CASE("tray icon shows that something is unread, at every size", "[texts]") {
    begin_application();
    const auto plain = Tray::icon(false);
    const auto marked = Tray::icon(true);
    REQUIRE(plain.availableSizes().size() == 5);
    for (const auto size : plain.availableSizes()) {
        const auto one = plain.pixmap(size).toImage();
        const auto other = marked.pixmap(size).toImage();
        CHECK(one.size() == size);
        CHECK(one.pixelColor(size.width() / 2, size.height() - 3).alpha() == 255);
        CHECK(other.pixelColor(size.width() * 3 / 4, size.height() / 4) == QColor("#F0A36B"));
        CHECK(one != other);
    }
}

}  // namespace
}  // namespace earshot::gui
