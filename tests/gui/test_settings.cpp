// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"
#include "app/guide_window.h"
#include "app/log.h"
#include "app/settings_dialog.h"
#include "app/theme.h"
#include "canvas/canvas_theme.h"
#include "kinds/registry.h"
#include "support/test_case.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextBrowser>

using namespace Qt::StringLiterals;
using namespace chartwright;

class TestSettings : public TestCase
{
    Q_OBJECT
private slots:
    void init() override;
    void dialogWritesWhatWasChosen();
    void unknownValuesAreTheDefault();
    void textIsReadableInBothThemes_data();
    void textIsReadableInBothThemes();
    void logKeepsItsLevelAndItsSize();
    void everyActionHasItsPlace();
    void noTwoActionsShareAKey();
    void textFieldsLeaveTheExportItsKey();
    void guideIsAtHand();
};

void TestSettings::init()
{
    TestCase::init();
    QSettings().clear();
}

void TestSettings::dialogWritesWhatWasChosen()
{
    Settings settings;
    QSignalSpy themes(&settings, &Settings::themeChanged);
    QCOMPARE(settings.theme(), Settings::Theme::System);
    QVERIFY(settings.isAutosaveOn());
    {
        SettingsDialog dialog(&settings);
        dialog.findChild<QComboBox *>(u"theme"_s)->setCurrentIndex(2);
        dialog.findChild<QCheckBox *>(u"autosave"_s)->setChecked(false);
        dialog.findChild<QLineEdit *>(u"helm"_s)->setText(u"/opt/helm"_s);
        dialog.findChild<QComboBox *>(u"logLevel"_s)->setCurrentIndex(3);
        dialog.reject();
        QCOMPARE(themes.size(), 0);
    }
    SettingsDialog dialog(&settings);
    dialog.findChild<QComboBox *>(u"theme"_s)->setCurrentIndex(2);
    dialog.findChild<QCheckBox *>(u"autosave"_s)->setChecked(false);
    dialog.findChild<QLineEdit *>(u"helm"_s)->setText(u"/opt/helm"_s);
    dialog.findChild<QComboBox *>(u"logLevel"_s)->setCurrentIndex(3);
    dialog.accept();
    QCOMPARE(themes.size(), 1);
    const Settings again;
    QCOMPARE(again.theme(), Settings::Theme::Dark);
    QVERIFY(!again.isAutosaveOn());
    QCOMPARE(again.helmPath(), u"/opt/helm"_s);
    QCOMPARE(again.logLevel(), Settings::LogLevel::Debug);
}

void TestSettings::unknownValuesAreTheDefault()
{
    QSettings().setValue(u"theme"_s, u"Purple"_s);
    QSettings().setValue(u"recent"_s, u"not a list"_s);
    const Settings settings;
    QCOMPARE(settings.theme(), Settings::Theme::System);
    QVERIFY(settings.recent().isEmpty());
}

void TestSettings::textIsReadableInBothThemes_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

void TestSettings::textIsReadableInBothThemes()
{
    QFETCH(QPalette, palette);
    const QList<std::pair<QPalette::ColorRole, QPalette::ColorRole>> pairs{
        {QPalette::WindowText, QPalette::Window},
        {QPalette::Text, QPalette::Base},
        {QPalette::Text, QPalette::AlternateBase},
        {QPalette::ButtonText, QPalette::Button},
        {QPalette::ToolTipText, QPalette::ToolTipBase},
        {QPalette::PlaceholderText, QPalette::Base},
        {QPalette::HighlightedText, QPalette::Highlight}};
    for (const auto &[text, ground] : pairs) {
        const double c = contrast(palette.color(text), palette.color(ground));
        QVERIFY2(c >= 4.4, qPrintable(u"%1 on %2: %3"_s.arg(int(text)).arg(int(ground)).arg(c)));
    }
}

void TestSettings::logKeepsItsLevelAndItsSize()
{
    QDir(logFolder()).removeRecursively();
    startLog(Settings::LogLevel::Info);
    qCDebug(appLog) << "a detail";
    qCInfo(appLog) << "a step";
    QFile file(logFolder() + u"/chartwright.log"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("info chartwright.app: a step"));
    QVERIFY(!text.contains("a detail"));

    const QString line(4000, u'x');
    for (int i = 0; i < 1500; ++i)
        qCInfo(appLog).noquote() << line;
    qInstallMessageHandler(nullptr);
    const QStringList files = QDir(logFolder()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(files,
             QStringList({u"chartwright.1.log"_s, u"chartwright.2.log"_s, u"chartwright.log"_s}));
    for (const QString &name : files)
        QVERIFY(QFileInfo(logFolder() + u'/' + name).size() < 1'100'000);
}

void TestSettings::everyActionHasItsPlace()
{
    QStringList placed = toolBarEntries();
    for (const MenuSpec &menu : menuSpecs(allKinds()))
        placed += menu.entries;
    for (const ActionSpec &spec : actionSpecs(allKinds())) {
        QVERIFY2(placed.contains(spec.id), qPrintable(spec.id));
        QVERIFY2(!spec.help.isEmpty(), qPrintable(spec.id));
    }
    // Every kind that has a key can be inserted.
    for (const KindSpec &kind : allKinds().all())
        QCOMPARE(placed.contains(u"insert."_s + kind.kind), !kind.shortcut.isNull());
}

void TestSettings::noTwoActionsShareAKey()
{
    QHash<QString, QString> owners;
    for (const ActionSpec &spec : actionSpecs(allKinds())) {
        for (const QKeySequence &key : spec.keys) {
            const QString text = key.toString();
            QVERIFY2(!owners.contains(text),
                     qPrintable(text + u": "_s + spec.id + u", "_s + owners[text]));
            owners.insert(text, spec.id);
        }
    }
}

void TestSettings::textFieldsLeaveTheExportItsKey()
{
    QWidget window;
    const ActionSet actions(allKinds(), &window);
    QLineEdit field(&window);
    const auto isTaken = [&field](int key) {
        QKeyEvent event(QEvent::ShortcutOverride, key, Qt::ControlModifier);
        event.ignore();
        QApplication::sendEvent(&field, &event);
        return event.isAccepted();
    };
    QVERIFY(isTaken(Qt::Key_A));
    QVERIFY(!isTaken(Qt::Key_E));
}

void TestSettings::guideIsAtHand()
{
    QWidget window;
    showGuide(&window);
    showGuide(&window);
    const auto guides = window.findChildren<QTextBrowser *>(u"guide:text"_s);
    QCOMPARE(guides.size(), 1);
    QTextBrowser *guide = guides.first();
    QVERIFY(guide->toPlainText().startsWith(u"User guide"_s));
    int pictures = 0;
    for (QTextBlock block = guide->document()->begin(); block.isValid(); block = block.next()) {
        for (const QTextLayout::FormatRange &range : block.textFormats()) {
            if (!range.format.isImageFormat())
                continue;
            ++pictures;
            const QUrl name(range.format.toImageFormat().name());
            QVERIFY2(
                !guide->loadResource(QTextDocument::ImageResource, name).value<QImage>().isNull(),
                qPrintable(name.toString()));
        }
    }
    QVERIFY(pictures > 3);
    // Its links lead on.
    guide->setSource(guide->source().resolved(QUrl(u"checks.md"_s)));
    QVERIFY(guide->toPlainText().startsWith(u"Checks"_s));
}

CHARTWRIGHT_TEST(TestSettings)
#include "test_settings.moc"
