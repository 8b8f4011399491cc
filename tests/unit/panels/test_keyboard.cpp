// SPDX-License-Identifier: Apache-2.0
#include "model/edits.h"
#include "unit/panels/fixture.h"

#include <QSignalSpy>
#include <QVBoxLayout>

using namespace chartwright;
using namespace chartwright_test;

namespace {

QString focused()
{
    const QWidget *w = QApplication::focusWidget();
    return w ? w->objectName() : QString();
}

void tab(Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::keyClick(QApplication::focusWidget(), modifiers ? Qt::Key_Backtab : Qt::Key_Tab,
                    modifiers);
}

// "+" of a list or map of what is selected.
bool press(PanelFixture &f, const QString &add)
{
    auto *button = f.find<QToolButton>(QStringLiteral("add:") + add);
    if (button)
        PanelFixture::click(button);
    return button;
}

} // namespace

// The panel without a mouse.
class TestKeyboard : public PanelTest
{
    Q_OBJECT
private slots:
    void tabFromANewKeyGoesToItsValue();
    void tabFromANewKeyOfASecretStaysForTheNext();
    void tabFromANewOverrideGoesToItsValue();
    void tabGoesDownThePanel();
    void tabFollowsWhereRowsStandNotWhenTheyWereMade();
    void tabLeavesAtTheEnds();
    void aNewLineStaysWhileAnotherWindowIsLookedAt();
    void focusingAFieldDoesNotChangeIt();
    void undoKeysAreTheDocuments_data();
    void undoKeysAreTheDocuments();
};

// What is typed next is meant for the value; anywhere else it would do something.
void TestKeyboard::tabFromANewKeyGoesToItsValue()
{
    PanelFixture f;
    const QString config = QStringLiteral("config-0001");
    f.select(config);
    for (const QString &key : {QStringLiteral("FIRST"), QStringLiteral("SECOND")}) {
        QVERIFY(press(f, QStringLiteral("data")));
        QTest::keyClicks(QApplication::focusWidget(), key);
        tab();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("info"));
        QCOMPARE(f.value(config, QStringLiteral("data.") + key).toString(), QStringLiteral("info"));
    }
}

void TestKeyboard::tabFromANewKeyOfASecretStaysForTheNext()
{
    PanelFixture f;
    const QString secret = QStringLiteral("secrets-0001");
    f.select(secret);
    QVERIFY(press(f, QStringLiteral("data")));
    for (const QString &key : {QStringLiteral("FIRST"), QStringLiteral("SECOND")}) {
        QTest::keyClicks(QApplication::focusWidget(), key);
        tab();
        QVERIFY(f.value(secret, QStringLiteral("data")).map().contains(key));
    }
    QCOMPARE(focused(), QStringLiteral("newKey:data"));
    // One that cannot be a key says so and does not hold the person.
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("FIRST"));
    tab();
    QVERIFY(focused() != u"newKey:data");
    QCOMPARE(f.value(secret, QStringLiteral("data")).map().size(), 5);
}

void TestKeyboard::tabFromANewOverrideGoesToItsValue()
{
    PanelFixture f;
    const QString release = QStringLiteral("release-0001");
    f.select(release);
    QVERIFY(press(f, QStringLiteral("overrides")));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("backend.replicas"));
    tab();
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("4"));
    QCOMPARE(f.value(release, QStringLiteral("overrides")).list().value(0)[u"value"], Value(4));
}

void TestKeyboard::tabGoesDownThePanel()
{
    PanelFixture f;
    f.select(Backend);
    f.panel.focusName();
    QCoreApplication::processEvents(); // rows have no place before they are laid out
    const auto *body = f.find<QWidget>(QStringLiteral("properties:body"));
    QSet<QWidget *> seen;
    int before = -1000;
    for (QWidget *now = QApplication::focusWidget(); !seen.contains(now);
         now = QApplication::focusWidget()) {
        seen.insert(now);
        if (body->isAncestorOf(now)) {
            const int y = now->mapTo(body, now->rect().center()).y();
            QVERIFY2(y > before - 13, qPrintable(now->objectName()));
            before = y;
        }
        tab();
    }
    QVERIFY2(seen.size() > 15, qPrintable(QString::number(seen.size())));
}

// A second container's card and rows are made after everything that stands below it.
void TestKeyboard::tabFollowsWhereRowsStandNotWhenTheyWereMade()
{
    PanelFixture f;
    f.select(Backend);
    QCoreApplication::processEvents();
    QVERIFY(press(f, QStringLiteral("spec.template.spec.containers")));
    const auto *name = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(name);
    const QString own = name->objectName();
    tab();
    QVERIFY2(focused().contains(QLatin1String("containers")), qPrintable(own + u' ' + focused()));
    tab(Qt::ShiftModifier);
    QCOMPARE(focused(), own);
}

void TestKeyboard::tabLeavesAtTheEnds()
{
    PanelFixture f;
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    QLineEdit above, below;
    layout->addWidget(&above);
    layout->addWidget(&f.panel);
    layout->addWidget(&below);
    window.resize(340, 1000);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    f.select(QStringLiteral("config-0001"));
    above.setFocus();
    tab();
    QVERIFY(f.panel.isAncestorOf(QApplication::focusWidget()));
    tab(Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget(), &above);
    for (int i = 0; i < 200 && QApplication::focusWidget() != &below; ++i)
        tab();
    QCOMPARE(QApplication::focusWidget(), &below);
    tab(Qt::ShiftModifier);
    QVERIFY(f.panel.isAncestorOf(QApplication::focusWidget()));
    f.panel.setParent(nullptr);
}

void TestKeyboard::aNewLineStaysWhileAnotherWindowIsLookedAt()
{
    PanelFixture f;
    const QString chart = f.document.topology().chart()->id.text;
    f.select(chart);
    QVERIFY(press(f, QStringLiteral("keywords")));
    const QString line = focused();
    QVERIFY2(line.startsWith(QLatin1String("field:keywords")), qPrintable(line));
    QWidget other;
    other.show();
    other.activateWindow();
    QTRY_VERIFY(!f.panel.isActiveWindow());
    f.document.push(renameResource(f.document.topology(), {chart}, QStringLiteral("other")));
    QTest::qWait(20);
    f.panel.activateWindow();
    QTRY_COMPARE(focused(), line);
    // Left for good, it goes.
    tab(Qt::ShiftModifier);
    QTest::qWait(20);
    QVERIFY(!f.find<QLineEdit>(line) || !f.find<QLineEdit>(line)->isVisible());
}

void TestKeyboard::focusingAFieldDoesNotChangeIt()
{
    PanelFixture f;
    f.select(Backend);
    for (QComboBox *combo : f.panel.findChildren<QComboBox *>())
        combo->setFocus();
    for (QLineEdit *edit : f.panel.findChildren<QLineEdit *>())
        edit->setFocus();
    f.select(Frontend);
    QCOMPARE(f.document.undoStack()->count(), 0);
    QVERIFY(f.document.topology() == todoApp());
}

void TestKeyboard::undoKeysAreTheDocuments_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("prepare");
    const auto row = [](const char *name, const QString &id, const QString &field,
                        const QString &prepare = {}) {
        QTest::newRow(name) << id << field << prepare;
    };
    row("line", Backend, QStringLiteral("spec.replicas"));
    row("value of a ConfigMap", QStringLiteral("config-0001"), QStringLiteral("data.LOG_LEVEL"));
    row("label", Backend, QStringLiteral("metadata.labels.tier"),
        QStringLiteral("metadata.labels.tier"));
    row("annotation", Backend, QStringLiteral("metadata.annotations.note"),
        QStringLiteral("metadata.annotations.note"));
    row("node selector", Backend, QStringLiteral("spec.template.spec.nodeSelector.disk"),
        QStringLiteral("spec.template.spec.nodeSelector.disk"));
    row("text", Backend, Container + QStringLiteral(".env[TZ].value"),
        Container + QStringLiteral(".env[TZ].value"));
    row("argument", Backend, Container + QStringLiteral(".args[#0]"),
        Container + QStringLiteral(".args[#0]"));
    row("YAML", Backend, QStringLiteral("spec.template.spec.affinity"));
}

// An editor of several lines would eat them and do nothing.
void TestKeyboard::undoKeysAreTheDocuments()
{
    QFETCH(QString, id);
    QFETCH(QString, field);
    QFETCH(QString, prepare);
    PanelFixture f;
    if (!prepare.isEmpty())
        f.document.push(setField(f.document.topology(), f.document.refs(), ResourceId{id},
                                 Path(prepare), QStringLiteral("x")));
    f.select(id);
    auto *edit = f.field<QWidget>(field);
    QVERIFY(edit);
    edit->setFocus();
    const Value before = f.value(id, field);
    const int index = f.document.undoStack()->index();
    QTest::keyClicks(edit, QStringLiteral("7"));
    const Value after = f.value(id, field);
    QVERIFY(!(after == before));
    QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(f.value(id, field) == before);
    QCOMPARE(f.document.undoStack()->index(), index);
    QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(f.value(id, field) == after);
    // In the window an action has the keys.
    auto *action = new QAction(&f.panel);
    action->setShortcut(QKeySequence::Undo);
    const QSignalSpy asked(action, &QAction::triggered);
    f.panel.addAction(action);
    QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(asked.size(), 1);
    QVERIFY(f.value(id, field) == after);
}

CHARTWRIGHT_TEST(TestKeyboard)
#include "test_keyboard.moc"
