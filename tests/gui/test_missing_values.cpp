// SPDX-License-Identifier: Apache-2.0
#include "app/missing_values_dialog.h"
#include "support/test_case.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest/QtTest>
#include <memory>

using namespace chartwright;
using namespace Qt::StringLiterals;

// The form for values that nobody has entered yet, by its keys.
class MissingValuesTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void cleanup() { m_dialog.reset(); }
    void generatesWhatCanBeRandom();
    void looksEmpty();
    void tabGoesFromFieldToField();
    void returnGoesOnUntilAllIsThere();
    void showsWhatIsEntered();
    void tellsWhatIsOdd();
    void keepsLines();

private:
    template <class T> T *find(const QString &name) { return m_dialog->findChild<T *>(name); }
    QWidget *field(const QString &key) { return find<QWidget>(u"value:app:"_s + key); }
    QWidget *focused() { return QApplication::focusWidget(); }
    void press(Qt::Key key) { QTest::keyClick(focused(), key); }

    std::unique_ptr<MissingValuesDialog> m_dialog;
};

void MissingValuesTest::init()
{
    TestCase::init();
    const ResourceId id{u"app-1234"_s}, other{u"other-1234"_s};
    const QList<SecretKey> missing{{id, u"app"_s, u"DATABASE_URL"_s, {}},
                                   {id, u"app"_s, u"AUTH_SECRET"_s, {}},
                                   {id, u"app"_s, u"tls.key"_s, {}},
                                   {other, u"other"_s, u"PASSWORD"_s, {}}};
    m_dialog =
        std::make_unique<MissingValuesDialog>(missing, MissingValuesDialog::For::Deploy, nullptr);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    QCOMPARE(focused(), field(u"DATABASE_URL"_s));
}

void MissingValuesTest::generatesWhatCanBeRandom()
{
    QVERIFY(!find<QWidget>(u"generate:app:DATABASE_URL"_s));
    QVERIFY(!find<QWidget>(u"generate:app:tls.key"_s));
    auto *generate = find<QPushButton>(u"generate:app:AUTH_SECRET"_s);
    QVERIFY(generate);
    generate->setFocus();
    press(Qt::Key_Return); // is no answer to the form
    QCOMPARE(find<QLineEdit>(u"value:app:AUTH_SECRET"_s)->text().size(), 32);
    QVERIFY(m_dialog->isVisible());
}

void MissingValuesTest::looksEmpty()
{
    const QList<QLineEdit *> lines = m_dialog->findChildren<QLineEdit *>();
    for (const QLineEdit *line : lines)
        QVERIFY2(line->placeholderText().isEmpty(), qPrintable(line->objectName()));
    QStringList titles;
    const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
    for (const QLabel *label : labels)
        titles.append(label->text());
    QVERIFY(titles.contains(u"app") && titles.contains(u"other"));
    QVERIFY(!find<QPushButton>(u"keep"_s)->isEnabled());
}

void MissingValuesTest::tabGoesFromFieldToField()
{
    QStringList names;
    for (int i = 0; i < 6; ++i) {
        press(Qt::Key_Tab);
        names.append(focused()->objectName());
    }
    QCOMPARE(names, (QStringList{u"value:app:AUTH_SECRET"_s, u"generate:app:AUTH_SECRET"_s,
                                 u"value:app:tls.key"_s, u"value:other:PASSWORD"_s,
                                 u"generate:other:PASSWORD"_s, u"shown"_s}));
}

void MissingValuesTest::returnGoesOnUntilAllIsThere()
{
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    QTest::keyClicks(focused(), u"postgres://db"_s);
    press(Qt::Key_Return);
    QCOMPARE(focused(), field(u"AUTH_SECRET"_s));
    QTest::keyClicks(focused(), u"a"_s);
    find<QPlainTextEdit>(u"value:app:tls.key"_s)->setPlainText(u"-----BEGIN PRIVATE KEY-----"_s);
    press(Qt::Key_Return); // over what is filled
    QCOMPARE(focused(), find<QWidget>(u"value:other:PASSWORD"_s));
    QCOMPARE(accepted.size(), 0);
    QTest::keyClicks(focused(), u"b"_s);
    press(Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(m_dialog->takeValues({}).size(), size_t(4));
    QCOMPARE(m_dialog->entered().size(), 4);
    QVERIFY(find<QLineEdit>(u"value:app:DATABASE_URL"_s)->text().isEmpty());
}

void MissingValuesTest::showsWhatIsEntered()
{
    const auto *line = find<QLineEdit>(u"value:app:AUTH_SECRET"_s);
    QCOMPARE(line->echoMode(), QLineEdit::Password);
    find<QCheckBox>(u"shown"_s)->click();
    QCOMPARE(line->echoMode(), QLineEdit::Normal);
    find<QCheckBox>(u"shown"_s)->click();
    QCOMPARE(line->echoMode(), QLineEdit::Password);
}

void MissingValuesTest::tellsWhatIsOdd()
{
    const auto *note = find<QLabel>(u"note"_s);
    QVERIFY(!note->isVisible());
    QTest::keyClicks(focused(), u"postgres://todo@localhost/todo"_s);
    QVERIFY2(note->text().startsWith(u"DATABASE_URL: In a cluster, localhost is the pod itself"),
             qPrintable(note->text()));
    QVERIFY(note->isVisible());
    QTest::keyClick(focused(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(focused(), u"postgres://todo@db/todo"_s);
    QVERIFY(!note->isVisible());
}

/// A pasted value of several lines stays as it is, in a line too.
void MissingValuesTest::keepsLines()
{
    QApplication::clipboard()->setText(u"first line\nsecond"_s);
    QTest::keyClick(focused(), Qt::Key_V, Qt::ControlModifier);
    QApplication::clipboard()->clear();
    const auto values = m_dialog->takeValues({});
    QCOMPARE(values.size(), size_t(1));
    QCOMPARE(values[0].value.view(), QByteArrayView("first line\nsecond"));
}

CHARTWRIGHT_TEST(MissingValuesTest)
#include "test_missing_values.moc"
