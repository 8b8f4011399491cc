// SPDX-License-Identifier: Apache-2.0
#include "app/main_window.h"
#include "app/settings_dialog.h"
#include "app/translations.h"
#include "kinds/common.h"
#include "panels/field_row.h"
#include "panels/foldable.h"
#include "panels/property_panel.h"
#include "project/starters.h"
#include "support/test_case.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QTranslator>

using namespace Qt::StringLiterals;
using namespace chartwright;

// The window in each of its languages.
class TestLanguage : public TestCase
{
    Q_OBJECT
private slots:
    void cleanup();
    void windowSpeaksIt_data() { rows(); }
    void windowSpeaksIt();
    void noTwoEntriesShareALetter_data() { rows(); }
    void noTwoEntriesShareALetter();
    void windowFitsASmallScreen_data() { rows(); }
    void windowFitsASmallScreen();
    void labelsOfFieldsAreWhole_data() { rows(); }
    void labelsOfFieldsAreWhole();

private:
    static void rows()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::newRow("English") << QLocale(QLocale::English, QLocale::UnitedKingdom);
        QTest::newRow("German") << QLocale(QLocale::German, QLocale::Austria);
    }
    static void speak(const QLocale &locale) { installTranslations(locale); }
};

void TestLanguage::cleanup()
{
    const QList<QTranslator *> installed = qApp->findChildren<QTranslator *>();
    qDeleteAll(installed);
}

namespace {

/// Letters that stand for more than one of these texts, with the texts.
QStringList clashes(const QStringList &texts)
{
    QStringList out;
    QHash<QString, QString> taken;
    for (const QString &text : texts) {
        const QString letter = QKeySequence::mnemonic(text).toString();
        if (letter.isEmpty())
            continue;
        if (taken.contains(letter))
            out << u"%1: %2, %3"_s.arg(letter, taken.value(letter), text);
        taken.insert(letter, text);
    }
    return out;
}

QStringList textsOf(const QMenu &menu)
{
    QStringList out;
    const QList<QAction *> actions = menu.actions();
    for (const QAction *a : actions)
        out << a->text();
    return out;
}

} // namespace

void TestLanguage::windowSpeaksIt()
{
    QFETCH(QLocale, locale);
    speak(locale);
    Settings settings;
    const MainWindow window(&settings);
    const bool german = locale.language() == QLocale::German;
    QCOMPARE(window.actions()[action::Open]->text(), german ? u"Ö&ffnen …"_s : u"&Open…"_s);
    QCOMPARE(tr("%n file(s) were made or changed by somebody else.", nullptr, 2),
             german ? u"2 Dateien wurden von jemand anderem angelegt oder geändert."_s
                    : u"2 files were made or changed by somebody else."_s);
}

void TestLanguage::noTwoEntriesShareALetter()
{
    QFETCH(QLocale, locale);
    speak(locale);
    Settings settings;
    const MainWindow window(&settings);
    QStringList titles;
    const QList<QAction *> menus = window.menuBar()->actions();
    for (const QAction *a : menus) {
        titles << a->text();
        QCOMPARE(clashes(textsOf(*a->menu())).join(u"; "_s), QString());
    }
    QVERIFY(titles.size() >= 6);
    QCOMPARE(clashes(titles).join(u"; "_s), QString());

    for (const CanvasPlace place :
         {CanvasPlace::Empty, CanvasPlace::Node, CanvasPlace::Wire, CanvasPlace::Chart}) {
        QMenu insert(QCoreApplication::translate("MainWindow", "&Insert")), menu;
        window.actions().fill(&menu, contextEntries(place), {{u"@insert"_s, &insert}});
        QCOMPARE(clashes(textsOf(menu)).join(u"; "_s), QString());
    }

    const SettingsDialog dialog(&settings);
    QStringList texts;
    const QList<QLabel *> labels = dialog.findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->buddy())
            texts << label->text();
    }
    const QList<QAbstractButton *> buttons = dialog.findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons)
        texts << button->text();
    QCOMPARE(clashes(texts).join(u"; "_s), QString());
}

// 1440x900 at 200 %: nothing may stick out.
void TestLanguage::windowFitsASmallScreen()
{
    QFETCH(QLocale, locale);
    speak(locale);
    Settings settings;
    MainWindow window(&settings);
    window.resize(720, 450);
    window.show();
    window.openStarter(u"todo-app"_s);
    QCoreApplication::processEvents();
    const QSize least = window.minimumSizeHint();
    QVERIFY2(least.width() <= 720 && least.height() <= 450,
             qPrintable(u"%1x%2"_s.arg(least.width()).arg(least.height())));
}

void TestLanguage::labelsOfFieldsAreWhole()
{
    QFETCH(QLocale, locale);
    speak(locale);
    // allKinds() keeps the language of its first call.
    const Kinds kinds({deploymentKind(), serviceKind(), ingressKind(), configMapKind(),
                       secretKind(), imageKind(), releaseKind(), chartKind()});
    Document document(kinds);
    Selection selection(&document);
    const auto todo = newFromStarter(u"todo-app"_s, document.kinds());
    QVERIFY(todo);
    document.reset(todo->topology, {});
    PropertyPanel panel(&document, &selection);
    panel.resize(panel.minimumSizeHint().width(), 1000);
    panel.show();
    QStringList cut;
    for (const ResourcePtr &r : document.topology().resources()) {
        selection.set({r->id});
        for (int depth = 0; depth < 5; ++depth) {
            const auto folds = panel.findChildren<FoldButton *>();
            for (FoldButton *fold : folds) {
                if (fold->isVisible() && !fold->isChecked())
                    fold->click();
            }
        }
        const auto rows = panel.findChildren<FieldRow *>();
        for (const FieldRow *row : rows) {
            if (row->isLabelCut())
                cut << row->spec().label + u" ("_s + row->path().pattern() + u')';
        }
    }
    cut.removeDuplicates();
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

CHARTWRIGHT_TEST(TestLanguage)
#include "test_language.moc"
