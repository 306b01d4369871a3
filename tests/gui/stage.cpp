#include "tests/gui/stage.hpp"

#include <QApplication>
#include <QElapsedTimer>
#include <QFont>
#include <QTest>
#include <QTimeZone>
#include <cstdlib>
#include <string>

#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

constexpr int patience_ms = 20'000;  // For what takes milliseconds on an idle machine.

QQuickItem* find_below(QQuickItem& item, const std::function<bool(QQuickItem&)>& is_wanted) {
    if (!item.isVisible()) return nullptr;
    if (is_wanted(item)) return &item;
    const auto children = item.childItems();
    for (auto* child : children)
        if (auto* found = find_below(*child, is_wanted)) return found;
    return nullptr;
}

}  // namespace

void begin_application(int factor) {
    if (QCoreApplication::instance()) return;
    // NOLINTBEGIN(concurrency-mt-unsafe): before any thread.
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
    setenv("QT_QUICK_BACKEND", "software", 1);
    setenv("QT_SCALE_FACTOR", std::to_string(factor).c_str(), 1);
    setenv("FONTCONFIG_FILE", EARSHOT_SOURCE_DIR "/tests/gui/fonts.conf", 1);
    setenv("TZ", "UTC", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
    // NOLINTEND(concurrency-mt-unsafe)
    static int argc = 1;
    static char name[] = "test";
    static char* argv[] = {name, nullptr};
    // tidy(new_delete): it ends with the process, after everything static.
    new QApplication(argc, argv);
    Application::prepare();
}

bool until(const std::function<bool()>& condition) {
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > patience_ms) return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

void settle() {
    for (int i = 0; i < 20; ++i) QTest::qWait(1);
}

void walk(QQuickItem& item, const std::function<void(QQuickItem&)>& visit) {
    if (!item.isVisible()) return;
    visit(item);
    const auto children = item.childItems();
    for (auto* child : children) walk(*child, visit);
}

Stage::Stage(PaperOffice& office, int minute, const QString& profile_name) : office_(office) {
    begin_application();
    office.listen();
    Session::Profile profile;
    profile.name = profile_name;
    profile.places = {
        .folder = office.folder(), .socket_folder = office.folder(), .socket = office.socket()};
    profile.autostart_file = QString::fromStdString(office.folder() + "/autostart/a.desktop");
    application_ = std::make_unique<Application>(
        profile, QString::fromStdString(office.folder() + "/window.ini"),
        [minute] { return QDateTime::fromMSecsSinceEpoch(PaperOffice::at(minute)).toLocalTime(); });
    QObject::connect(&application_->engine(), &QQmlEngine::warnings,
                     [this](const QList<QQmlError>& warnings) {
                         for (const auto& warning : warnings)
                             warnings_ += warning.toString() + QChar('\n');
                     });
    appearance().setWelcomed(true);
    REQUIRE(application_->load());
}

Stage::~Stage() { CHECK(warnings_.toStdString() == ""); }

void Stage::open(int width, int height) {
    appear(width, height);
    REQUIRE(until([&] { return session().roster()->is_loaded(); }));
    settle();
}

void Stage::appear(int width, int height) {
    application_->start();
    resize(width, height);
    application_->show();
    REQUIRE(until([&] { return window().isExposed() && window().isActive(); }));
}

void Stage::resize(int width, int height) {
    window().setWidth(width);
    window().setHeight(height);
    settle();
}

void Stage::visit(const std::string& person) {
    session().chat()->open(QString::fromStdString(person));
    REQUIRE(until([&] {
        return session().chat()->person().id == QString::fromStdString(person) &&
               session().chat()->is_loaded();
    }));
    settle();
}

QQuickItem* Stage::find(const QString& name) {
    return find_below(*window().contentItem(),
                      [&](QQuickItem& item) { return item.objectName() == name; });
}

QQuickItem& Stage::item(const QString& name) {
    auto* found = find(name);
    INFO("looking for " << name.toStdString());
    REQUIRE(found != nullptr);
    return *found;
}

bool Stage::shows_words(const QString& words) {
    return find_below(*window().contentItem(), [&](QQuickItem& item) {
               return item.property("text").toString().contains(words);
           }) != nullptr;
}

void Stage::click(const QString& name, Qt::MouseButton button) {
    auto& target = item(name);
    const auto middle = target.mapToScene({target.width() / 2, target.height() / 2}).toPoint();
    QTest::mouseClick(&window(), button, {}, middle);
    settle();
}

void Stage::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(&window(), key, modifiers);
    settle();
}

void Stage::type(const QString& text) {
    for (const auto letter : text) {
        QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(letter));
        QKeyEvent release(QEvent::KeyRelease, 0, Qt::NoModifier, QString(letter));
        QCoreApplication::sendEvent(&window(), &press);
        QCoreApplication::sendEvent(&window(), &release);
    }
    settle();
}

bool Stage::is_still() {
    return find_below(*window().contentItem(), [](QQuickItem& item) {
               return item.inherits("QQuickPopupItem") && item.opacity() < 1;
           }) == nullptr;
}

QImage Stage::grab() {
    // Away from everything that would look different under the pointer.
    QTest::mouseMove(&window(), {window().width() - 3, 3});
    QTest::mouseMove(&window(), {window().width() - 2, 2});
    settle();
    window().grabWindow();  // Layouts of wrapped text take a frame to come to rest.
    settle();
    return window().grabWindow();
}

}  // namespace earshot::gui
