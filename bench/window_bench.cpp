/// The window as `earshot-gui` shows it, with a clock in it.
///
///     window-bench BEGIN_NS PROFILE_FOLDER [PERSON FRAMES]
///
/// BEGIN_NS is when its parent started it, by CLOCK_MONOTONIC. Prints a line each for the first
/// frame and for the first one with people on it, in ms since then. With a person it scrolls from
/// the newest message of their conversation upwards, 120 points a frame, and prints of each frame
/// the time from the step to the end of its drawing and the processor time in it, in us, then how
/// many messages went by.
#include <QApplication>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTimer>
#include <cstdio>
#include <ctime>
#include <vector>

#include "core/control/paths.hpp"
#include "gui/application.hpp"
#include "gui/options.hpp"
#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

constexpr double step = 120;

std::int64_t nanoseconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

QQuickItem* find_below(QQuickItem& item, const QString& name) {
    if (item.objectName() == name) return &item;
    const auto children = item.childItems();
    for (auto* child : children)
        if (auto* found = find_below(*child, name)) return found;
    return nullptr;
}

class Bench : public QObject {
public:
    Bench(Application& application, std::int64_t begin, QString person, int frames)
        : application_(application), begin_(begin), person_(std::move(person)), frames_(frames) {
        connect(application.window(), &QQuickWindow::frameSwapped, this, &Bench::on_frame);
    }

private:
    void on_frame() {
        if (list_) return on_scrolled();
        const auto since = static_cast<double>(nanoseconds(CLOCK_MONOTONIC) - begin_) / 1e6;
        if (!had_frame_) std::printf("frame %.1f\n", since);
        had_frame_ = true;
        if (has_people_ || !application_.session().roster()->is_loaded()) return;
        has_people_ = true;
        std::printf("people %.1f\n", since);
        std::fflush(stdout);
        if (person_.isEmpty()) return QCoreApplication::exit(0);
        connect(application_.session().chat(), &Chat::settled, this, [this] {
            if (!list_ && application_.session().chat()->is_loaded())
                QTimer::singleShot(500, this, &Bench::begin_scrolling);
        });
        application_.session().chat()->open(person_);
    }

    void begin_scrolling() {
        if (list_) return;
        list_ = find_below(*application_.window()->contentItem(), QStringLiteral("timeline"));
        scroll();
    }

    void scroll() {
        const auto y = list_->property("contentY").toDouble();
        const auto top = list_->property("originY").toDouble();
        wall_ = nanoseconds(CLOCK_MONOTONIC);
        used_ = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
        list_->setProperty("contentY", std::max(top, y - step));
        application_.window()->update();
    }

    void on_scrolled() {
        if (wall_ == 0) return;
        const auto wall = nanoseconds(CLOCK_MONOTONIC) - wall_;
        const auto used = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - used_;
        wall_ = 0;
        std::printf("scrolled %lld %lld\n", static_cast<long long>(wall / 1000),
                    static_cast<long long>(used / 1000));
        if (--frames_ <= 0) return end();
        QTimer::singleShot(0, this, &Bench::scroll);
    }

    void end() {
        // The messages are numbered, and the newest one is on the lowest row at the beginning.
        auto* timeline = application_.session().chat()->timeline();
        const auto oldest = timeline->index(timeline->rowCount() - 1);
        std::printf(
            "oldest %s\n",
            qPrintable(timeline->data(oldest, TimelineModel::text_role).toString().left(24)));
        QCoreApplication::exit(0);
    }

    Application& application_;
    std::int64_t begin_;
    QString person_;
    int frames_;
    QQuickItem* list_ = nullptr;
    bool had_frame_ = false;
    bool has_people_ = false;
    std::int64_t wall_ = 0;
    std::int64_t used_ = 0;
};

}  // namespace
}  // namespace earshot::gui

int main(int argc, char** argv) {
    using namespace earshot::gui;
    if (argc != 3 && argc != 5) {
        std::fputs("usage: window-bench BEGIN_NS PROFILE_FOLDER [PERSON FRAMES]\n", stderr);
        return 2;
    }
    const auto begin = std::stoll(argv[1]);
    auto options =
        parse_options({QStringLiteral("--profile-dir"), QString::fromLocal8Bit(argv[2])});
    QQuickWindow::setSceneGraphBackend(QStringLiteral("software"));
    QApplication qt_application(argc, argv);
    Application::prepare();
    Application application(options.profile, options.settings_file);
    if (!application.load()) return 1;
    application.appearance().setWelcomed(true);
    Bench bench(application, begin, argc > 3 ? QString::fromLocal8Bit(argv[3]) : QString{},
                argc > 3 ? std::stoi(argv[4]) : 0);
    application.start();
    application.show();
    return QApplication::exec();
}
