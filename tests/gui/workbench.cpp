// SPDX-License-Identifier: Apache-2.0
#include "gui/workbench.h"

#include "app/app_style.h"
#include "app/file_dialog.h"
#include "app/theme.h"
#include "app/translations.h"
#include "support/places.h"

#include <QApplication>
#include <QDir>
#include <QListWidget>
#include <QPointer>
#include <QScreen>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace chartwright;

namespace chartwright_test {
namespace {

void setUpOnce()
{
    static bool done = false;
    if (done)
        return;
    done = true;
    installTranslations(QLocale::c());
    QApplication::setStyle(new AppStyle);
    // A drop-down that is being animated is not where it will be.
    QApplication::setEffectEnabled(Qt::UI_AnimateCombo, false);
    QApplication::setEffectEnabled(Qt::UI_AnimateMenu, false);
}

} // namespace

Workbench::Workbench(QSize size)
{
    setUpOnce();
    QSettings().clear();
    applyTheme(Settings::Theme::Light);
    m_window = std::make_unique<MainWindow>(&m_settings);
    m_window->resize(size);
    m_window->move(0, 0);
    m_window->show();
    m_hand = std::make_unique<Hand>(m_window.get());
    waitFor([this] { return m_window->isActiveWindow(); }, u"the window to be active"_s);
}

Workbench::~Workbench()
{
    if (QTest::currentTestFailed() && m_problems.isEmpty())
        shootFailure();
    m_window->session()->finish();
}

QString Workbench::problem() const
{
    return (m_problems + QStringList{m_hand->problem()}).join(u'\n').trimmed();
}

void Workbench::fail(const QString &what)
{
    if (m_problems.isEmpty())
        shootFailure();
    m_problems << what;
}

// What the screen showed at that moment says more; what fails after it does not.
void Workbench::shootFailure()
{
    const QDir folder(QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/../pictures"_s);
    folder.mkpath(u"."_s);
    m_window->screen()->grabWindow(0).save(folder.filePath(u"failure.png"_s));
}

bool Workbench::waitFor(const std::function<bool()> &done, const QString &what)
{
    if (!m_problems.isEmpty())
        return false;
    if (QTest::qWaitFor(done, 5000))
        return true;
    fail(u"waited in vain for "_s + what);
    return false;
}

void Workbench::newDrawing()
{
    m_hand->key(u"ctrl+n"_s);
    waitFor([this] { return m_window->session()->isOpen() && canvas().isVisible(); },
            u"a drawing"_s);
    waitFor([this] { return canvas().hasFocus(); }, u"the canvas to have the focus"_s);
}

void Workbench::openTodo()
{
    if (!m_window->openStarter(u"todo-app"_s))
        return fail(u"the starter cannot be opened"_s);
    waitFor([this] { return !document().isChecking(); }, u"the checks"_s);
    m_hand->key(u"ctrl+1"_s);
}

ResourceId Workbench::named(const QString &kind, const QString &name)
{
    const ResourcePtr r = topology().findByName(kind, name);
    return r ? r->id : ResourceId();
}

QWidget *Workbench::askToApply()
{
    m_hand->key(u"ctrl+shift+a"_s);
    const QString values = u"MissingValuesDialog"_s, question = u"ApplyDialog"_s;
    // The cluster is asked first.
    if (!QTest::qWaitFor([&] { return visible(values) || visible(question); }, 30'000)) {
        fail(u"waited in vain to be asked"_s);
        return nullptr;
    }
    if (visible(values) && opened(values))
        m_hand->key(u"alt+w"_s);
    return opened(question);
}

QPoint Workbench::onCanvas(QPointF scene)
{
    return canvas().viewport()->mapToGlobal(canvas().mapFromScene(scene).toPoint());
}

ResourceId Workbench::drop(const QString &kind, QPointF middle, const QString &name)
{
    if (!m_problems.isEmpty())
        return {};
    auto *list = m_window->findChild<QListWidget *>(u"palette:list"_s);
    QListWidgetItem *row = nullptr;
    for (int i = 0; i < list->count(); ++i) {
        if (list->item(i)->data(Qt::UserRole).toString() == kind)
            row = list->item(i);
    }
    if (!row) {
        fail(u"the palette has no "_s + kind);
        return {};
    }
    const QPoint from = list->viewport()->mapToGlobal(list->visualItemRect(row).center());
    const qsizetype before = topology().resources().size();
    m_hand->drag(from, onCanvas(middle));
    if (!waitFor([&] { return topology().resources().size() == before + 1; }, u"a new "_s + kind))
        return {};
    waitFor([this] { return m_window->selection()->ids().size() == 1; }, u"it to be selected"_s);
    const ResourceId id = m_window->selection()->ids().value(0);
    QWidget *edit = visible(u"header:name"_s);
    m_hand->click(edit);
    m_hand->key(u"ctrl+a"_s);
    m_hand->type(name);
    m_hand->key(u"Return"_s);
    waitFor([&] { return topology().find(id)->name == name; }, u"the name "_s + name);
    return id;
}

void Workbench::wire(const ResourceId &from, const QString &fromSocket, const ResourceId &to,
                     const QString &toSocket)
{
    if (!m_problems.isEmpty())
        return;
    const auto a = canvas().socketPosition(from, fromSocket, true);
    const auto b = canvas().socketPosition(to, toSocket, false);
    if (!a || !b) {
        fail(u"no socket: %1 %2, %3 %4"_s.arg(from.text, fromSocket, to.text, toSocket));
        return;
    }
    m_hand->drag(onCanvas(*a), onCanvas(*b));
}

void Workbench::choose(const QString &meaning, const QStringList &ticked)
{
    QWidget *chooser = nullptr;
    if (!waitFor([&] { return (chooser = visible(u"wireChooser"_s)) != nullptr; },
                 u"the chooser"_s))
        return;
    auto *meanings = chooser->findChild<QListWidget *>(u"wireChooser.meanings"_s);
    auto *ticks = chooser->findChild<QListWidget *>(u"wireChooser.ticks"_s);
    const auto at = [](const QListWidget *list, const QListWidgetItem *item, int x) {
        const QRect rect = list->visualItemRect(item);
        return list->viewport()->mapToGlobal(QPoint(rect.left() + x, rect.center().y()));
    };
    if (!meaning.isEmpty()) {
        const QList<QListWidgetItem *> rows = meanings->findItems(meaning, Qt::MatchExactly);
        if (rows.isEmpty())
            return fail(u"the chooser does not offer "_s + meaning);
        m_hand->click(at(meanings, rows.first(), 20));
        waitFor([&] { return meanings->currentItem() == rows.first(); }, meaning);
    }
    for (int i = 0; i < ticks->count(); ++i) {
        QListWidgetItem *item = ticks->item(i);
        const Qt::CheckState wanted = ticked.contains(item->text()) ? Qt::Checked : Qt::Unchecked;
        if (item->checkState() == wanted)
            continue;
        m_hand->click(at(ticks, item, 10));
        waitFor([&] { return item->checkState() == wanted; }, u"a tick at "_s + item->text());
    }
    QPointer<QWidget> open(chooser);
    m_hand->click(chooser->findChild<QWidget *>(u"wireChooser.accept"_s));
    waitFor([&] { return !open || !open->isVisible(); }, u"the chooser to close"_s);
}

void Workbench::select(const ResourceId &id)
{
    const QRectF node = canvas().nodeRect(id);
    m_hand->click(onCanvas({node.left() + 60, node.top() + 15}));
    waitFor([&] { return m_window->selection()->ids() == QList{id}; },
            u"the selection of "_s + id.text);
}

void Workbench::selectChart()
{
    const ResourceId id = topology().chart()->id;
    const QRectF frame = canvas().nodeRect(id);
    m_hand->click(onCanvas({frame.left() + 60, frame.top() + 12}));
    waitFor([&] { return m_window->selection()->ids() == QList{id}; },
            u"the selection of the Chart"_s);
}

QWidget *Workbench::opened(const QString &name)
{
    QWidget *out = nullptr;
    const auto isThere = [&] {
        out = m_window->findChild<QWidget *>(name);
        return out && out->isActiveWindow();
    };
    // A cluster may have to be asked first.
    if (!QTest::qWaitFor(isThere, 30'000)) {
        fail(u"waited in vain for the window "_s + name);
        return nullptr;
    }
    return settle(out) ? out : nullptr;
}

// A message that came or went moves what stands below it; a person waits for that.
bool Workbench::settle(const QWidget *widget)
{
    QPoint before;
    int calm = 0;
    return waitFor(
        [&] {
            const QPoint now = widget->mapToGlobal(QPoint());
            calm = std::exchange(before, now) == now && !document().isChecking() ? calm + 1 : 0;
            return calm >= 3;
        },
        u"%1 to stand still"_s.arg(widget->objectName()));
}

void Workbench::shoot(const QString &name)
{
    const QDir folder(QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/../pictures"_s);
    folder.mkpath(u"."_s);
    QTest::qWait(200); // until it is painted
    const QRect frame = m_window->frameGeometry();
    const QPixmap picture =
        m_window->screen()->grabWindow(0, frame.x(), frame.y(), frame.width(), frame.height());
    if (!picture.save(folder.filePath(name + u".png"_s)))
        fail(u"cannot write the picture "_s + name);
}

void Workbench::save(const QString &path)
{
    FileDialog::setNextFileName(path);
    m_hand->key(u"ctrl+s"_s);
    waitFor([this] { return !document().isModified() && !document().filePath().isEmpty(); },
            u"the project to be saved"_s);
}

void Workbench::exportInto(const QString &path)
{
    FileDialog::setNextFileName(path);
    m_hand->key(u"ctrl+shift+e"_s);
    waitFor([&] { return QFile::exists(path + u"/.chartwright/export.json"_s); }, u"an export"_s);
}

} // namespace chartwright_test
