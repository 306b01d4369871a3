#pragma once

#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>
#include <functional>
#include <memory>

#include "gui/application.hpp"
#include "tests/gui/paper_office.hpp"

/// The whole window against a paper office, without a display and at a told time: what a test
/// clicks and looks at.
namespace earshot::gui {

/// The one QApplication of a test program: offscreen, software renderer, pinned fonts and time
/// zone; every point of the design is `factor` pixels wide.
void begin_application(int factor = 1);

/// Runs the event loop until `condition` holds; false when it does not within a generous time.
bool until(const std::function<bool()>& condition);
/// Runs what is due now, a few turns long.
void settle();

/// An item and all below it, as far as they are visible. Delegates of lists are children of no
/// QObject tree: only so are they found.
void walk(QQuickItem& item, const std::function<void(QQuickItem&)>& visit);

class Stage {
public:
    /// The office must be filled, and hears from now on. The clock stands at `minute` of its
    /// morning. `profile` is empty for the usual one.
    explicit Stage(PaperOffice& office, int minute = 400, const QString& profile = {});
    ~Stage();

    Application& application() { return *application_; }
    PaperOffice& office() { return office_; }
    Session& session() { return application_->session(); }
    Appearance& appearance() { return application_->appearance(); }
    QQuickWindow& window() { return *application_->window(); }

    /// Connects, shows the window in this size, waits for the lists.
    void open(int width = 1200, int height = 800);
    /// The same, whatever the office says.
    void appear(int width = 1200, int height = 800);
    void resize(int width, int height);
    /// Opens the conversation with somebody and waits for its messages.
    void visit(const std::string& person);

    /// The first visible item of this objectName, anywhere in the window; null where there is none.
    QQuickItem* find(const QString& name);
    /// Fails the test where there is none.
    QQuickItem& item(const QString& name);
    bool shows(const QString& name) { return find(name) != nullptr; }
    /// Whether some visible text of the window holds these words.
    bool shows_words(const QString& words);

    /// What is being written.
    QString composer_text() { return item("composer").property("text").toString(); }

    void click(const QString& name, Qt::MouseButton button = Qt::LeftButton);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString& text);

    /// No sheet is coming or going.
    bool is_still();
    QImage grab();

private:
    PaperOffice& office_;
    std::unique_ptr<Application> application_;
    QString warnings_;  ///< Of QML; there must be none.
};

}  // namespace earshot::gui
