// SPDX-License-Identifier: Apache-2.0
#include "app/file_dialog.h"
#include "app/message_box.h"
#include "kinds/kept_values.h"
#include "model/edits.h"
#include "panels/foldable.h"
#include "panels/revealed_value.h"
#include "panels/secret_clipboard.h"
#include "panels/secret_dialog.h"
#include "secrets/generator.h"
#include "vault_window.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QUndoStack>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

class SecretWindowTest : public VaultWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void setsByTyping();
    void showsForAMoment();
    void copiesForAMoment();
    void generates();
    void takesLinesAndFiles();
    void replaces();
    void copiesAreOfTheirOwn();
    void savesElsewhereShareNothing();
    void unlocksAtThePrompt();
    void forgets();
    void keepsForTheSession();
    void noValueIsAnywhere();

private:
    QString id(const QString &key, const QString &secret = u"todo-secrets"_s)
    {
        return VaultWindow::id(secret, key);
    }
    void keep(SecretDialog *dialog);
    void selectSecret();

    QMap<QString, QByteArray> m_stored; ///< by key
};

namespace {

const QString Url = u"DATABASE_URL"_s, Key = u"OPENAI_API_KEY"_s, Auth = u"BETTER_AUTH_SECRET"_s;

QString valuePath(const QString &key) { return keptValuePath(key).text(); }

} // namespace

void SecretWindowTest::keep(SecretDialog *dialog)
{
    QPointer<SecretDialog> open(dialog);
    // xdotool asks for what is under the pointer, which must not go away meanwhile.
    m_bench->hand().moveTo(m_bench->window().mapToGlobal(QPoint(5, 5)));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!open, 10'000);
}

void SecretWindowTest::selectSecret()
{
    m_bench->hand().key(u"ctrl+1"_s);
    m_bench->select(m_bench->named(u"Secret"_s, u"todo-secrets"_s));
}

void SecretWindowTest::initTestCase()
{
    setUp();
    if (QTest::currentTestFailed())
        return;
    selectSecret();
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::cleanupTestCase() { tearDown(); }

void SecretWindowTest::setsByTyping()
{
    m_bench->reach(Section::Main, u"field:"_s + valuePath(Url));
    QCOMPARE(state(Url), u"Missing"_s);
    shoot(u"secret-missing"_s);
    SecretDialog *dialog = openDialog(Url);
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    auto *line = dialog->findChild<QLineEdit *>(u"line"_s);
    QVERIFY(line->hasFocus());
    QCOMPARE(line->echoMode(), QLineEdit::Password);
    const QByteArray value = newValue();
    m_bench->hand().type(QString::fromLatin1(value));
    QTRY_COMPARE(line->text().size(), value.size());
    shoot(u"secret-dialog"_s);
    keep(dialog);
    QTRY_COMPARE(state(Url), u"In the keychain"_s);
    QVERIFY(!id(Url).isEmpty());
    QCOMPARE(kept(id(Url)), value);
    QVERIFY(m_bench->document().isModified());
    m_stored[Url] = value;
    const auto *folded = m_bench->window().findChild<FoldButton *>(u"fold:data."_s + Key);
    QVERIFY(folded && folded->summary().startsWith(u"Missing"_s));
    shoot(u"secret-stored"_s);
    // Undo takes the id back and leaves the value.
    const QString before = id(Url);
    m_bench->hand().key(u"ctrl+z"_s);
    QTRY_COMPARE(state(Url), u"Missing"_s);
    QCOMPARE(kept(before), value);
    m_bench->hand().key(u"ctrl+shift+z"_s);
    QTRY_COMPARE(state(Url), u"In the keychain"_s);
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::showsForAMoment()
{
    pressKey(u"show"_s, Url);
    auto *shown = m_bench->window().findChild<RevealedValue *>(u"value:"_s + valuePath(Url));
    QTRY_VERIFY(shown && shown->isVisible());
    shoot(u"secret-shown"_s);
    pressKey(u"show"_s, Url);
    QTRY_VERIFY(!shown->isVisible());
    pressKey(u"show"_s, Url);
    QTRY_VERIFY(shown->isVisible());
    m_bench->select(m_bench->named(u"ConfigMap"_s, u"todo-config"_s));
    QTRY_VERIFY(!shown->isVisible());
    selectSecret();
    m_bench->reach(Section::Main, u"show:"_s + valuePath(Url));
    QVERIFY(!shown->isVisible());
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::copiesForAMoment()
{
    pressKey(u"copy"_s, Url);
    const QClipboard *clipboard = QApplication::clipboard();
    QTRY_COMPARE(clipboard->text().toUtf8(), m_stored[Url]);
    QCOMPARE(clipboard->mimeData()->data(u"x-kde-passwordManagerHint"_s), "secret");
    QCOMPARE(state(Url), u"Copied, for 10 seconds"_s);
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY_WITH_TIMEOUT(clipboard->text().isEmpty(), 13'000);
    QVERIFY2(timer.elapsed() > 8'000, qPrintable(QString::number(timer.elapsed())));
    // What somebody else copied in the meantime stays.
    pressKey(u"copy"_s, Url);
    QTRY_COMPARE(clipboard->text().toUtf8(), m_stored[Url]);
    QApplication::clipboard()->setText(u"other"_s);
    QTest::qWait(11'000);
    QCOMPARE(clipboard->text(), u"other"_s);
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::generates()
{
    SecretDialog *dialog = openDialog(Auth);
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    m_bench->hand().click(dialog->findChild<QWidget *>(u"generate"_s));
    auto *line = dialog->findChild<QLineEdit *>(u"line"_s);
    QTRY_COMPARE(line->text().size(), 32);
    m_stored[Auth] = line->text().toUtf8();
    static const QRegularExpression letters(u"\\A[A-Za-z0-9]{32}\\z"_s);
    QVERIFY(letters.match(line->text()).hasMatch());
    // To and fro, it is the same.
    m_bench->hand().click(dialog->findChild<QWidget *>(u"several"_s));
    QTRY_COMPARE(dialog->findChild<QPlainTextEdit *>(u"lines"_s)->toPlainText().toUtf8(),
                 m_stored[Auth]);
    m_bench->hand().click(dialog->findChild<QWidget *>(u"several"_s));
    QTRY_COMPARE(line->text().toUtf8(), m_stored[Auth]);
    m_bench->hand().click(dialog->findChild<QWidget *>(u"line"_s));
    keep(dialog);
    QTRY_COMPARE(state(Auth), u"In the keychain"_s);
    QCOMPARE(kept(id(Auth)), m_stored[Auth]);
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::takesLinesAndFiles()
{
    SecretDialog *dialog = openDialog(Key);
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    // A pasted key keeps its lines, also where only one can be seen.
    const QByteArray lines = newValue() + '\n' + newValue() + '\n';
    QApplication::clipboard()->setText(QString::fromLatin1(lines));
    m_bench->hand().key(u"ctrl+v"_s);
    auto *line = dialog->findChild<QLineEdit *>(u"line"_s);
    QTRY_COMPARE(line->text().toUtf8(), lines);
    m_bench->hand().click(dialog->findChild<QWidget *>(u"several"_s));
    auto *edit = dialog->findChild<QPlainTextEdit *>(u"lines"_s);
    QTRY_COMPARE(edit->toPlainText().toUtf8(), lines);
    shoot(u"secret-lines"_s);
    QPointer<SecretDialog> open(dialog);
    m_bench->hand().click(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok));
    QTRY_VERIFY(!open);
    QTRY_COMPARE(state(Key), u"In the keychain"_s);
    QCOMPARE(kept(id(Key)), lines);
    QApplication::clipboard()->clear();

    QByteArray bytes("\xff\x00\n", 3);
    bytes += newValue();
    const QString path = m_bench->folder(u"key.p12"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    dialog = openDialog(Key);
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    FileDialog::setNextFileName(path);
    m_bench->hand().click(dialog->findChild<QWidget *>(u"file"_s));
    QTRY_VERIFY(dialog->findChild<QLabel *>(u"fileText"_s)->text().contains(u"key.p12, 27"_s));
    shoot(u"secret-file"_s);
    open = dialog;
    m_bench->hand().click(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok));
    QTRY_VERIFY(!open);
    QTRY_COMPARE(kept(id(Key)), bytes);
    pressKey(u"copy"_s, Key);
    QTest::qWait(500);
    QVERIFY(QApplication::clipboard()->text().isEmpty());
    m_stored[Key] = bytes;
    QVERIFY(QFile::remove(path));
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::replaces()
{
    const QString before = id(Url);
    SecretDialog *dialog = openDialog(Url);
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    QVERIFY(dialog->findChild<QLineEdit *>(u"line"_s)->text().isEmpty());
    const QByteArray value = newValue();
    m_bench->hand().type(QString::fromLatin1(value));
    keep(dialog);
    QCOMPARE(id(Url), before);
    QTRY_COMPARE(kept(before), value);
    m_stored[Url] = value;
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::copiesAreOfTheirOwn()
{
    m_bench->select(m_bench->named(u"Secret"_s, u"todo-secrets"_s));
    m_bench->hand().key(u"ctrl+d"_s);
    QTRY_VERIFY(!id(Url, u"todo-secrets-2"_s).isEmpty());
    const QString copy = id(Url, u"todo-secrets-2"_s);
    QVERIFY(copy != id(Url));
    QTRY_COMPARE(kept(copy), m_stored[Url]);
    QTRY_COMPARE(kept(id(Key, u"todo-secrets-2"_s)), m_stored[Key]);
    m_bench->hand().key(u"Delete"_s);
    QTRY_VERIFY(id(Url, u"todo-secrets-2"_s).isEmpty());
    QCOMPARE(kept(copy), m_stored[Url]);
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::savesElsewhereShareNothing()
{
    const QString before = id(Url);
    m_bench->save(m_bench->folder(u"first"_s));
    QCOMPARE(id(Url), before);
    FileDialog::setNextFileName(m_bench->folder(u"second"_s));
    m_bench->hand().key(u"ctrl+shift+s"_s);
    QTRY_VERIFY(m_bench->document().filePath().contains(u"second"_s));
    const QString after = id(Url);
    QVERIFY(after != before);
    QVERIFY(!m_bench->document().isModified());
    QTRY_COMPARE(kept(after), m_stored[Url]);
    QCOMPARE(kept(before), m_stored[Url]);
    const auto indexed = [&] {
        QStringList out;
        const auto entries = SecretIndex().list();
        for (const IndexEntry &e : *entries) {
            if (e.id == before || e.id == after)
                out.append(QDir(m_bench->folder({})).relativeFilePath(e.document));
        }
        return out.join(u' ');
    };
    QTRY_COMPARE(indexed(), u"first/topology.yaml second/topology.yaml"_s);
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::unlocksAtThePrompt()
{
    selectSecret();
    m_bench->reach(Section::Main, u"field:"_s + valuePath(Url));
    QVERIFY(session().lock());
    QTRY_VERIFY(state(Url).contains(u"locked"_s));
    shoot(u"secret-locked"_s);
    pressKey(u"unlock"_s, Url);
    QTRY_VERIFY_WITH_TIMEOUT(session().isPromptShown(), 20'000);
    QTest::qWait(500);
    shoot(u"secret-prompt"_s);
    session().type({u"type"_s, QString::fromLatin1(m_password)});
    session().type({u"key"_s, u"Return"_s});
    QTRY_COMPARE_WITH_TIMEOUT(state(Url), u"In the keychain"_s, 20'000);
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::forgets()
{
    const QString before = id(Url);
    pressKey(u"forget"_s, Url);
    QDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = m_bench->window().findChild<QDialog *>(u"ForgetDialog"_s)) &&
                dialog->isActiveWindow());
    shoot(u"secret-forget"_s);
    QPointer<QDialog> open(dialog);
    m_bench->hand().moveTo(m_bench->window().mapToGlobal(QPoint(5, 5)));
    m_bench->hand().key(u"Return"_s); // the default does no harm
    QTRY_VERIFY(!open);
    QCOMPARE(kept(before), m_stored[Url]);
    pressKey(u"forget"_s, Url);
    QTRY_VERIFY((dialog = m_bench->window().findChild<QDialog *>(u"ForgetDialog"_s)) &&
                dialog->isActiveWindow());
    m_bench->hand().click(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok));
    QTRY_COMPARE(state(Url), u"Missing"_s);
    QCOMPARE(kept(before), "the keychain holds no such value");
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::keepsForTheSession()
{
    session().stopKeyring();
    QTRY_COMPARE(state(Auth).section(u'.', 0, 0), u"There is no keychain"_s);
    QTest::qWait(300);
    shoot(u"secret-away"_s);
    SecretDialog *dialog = openDialog(Url);
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    const QByteArray value = newValue();
    m_bench->hand().type(QString::fromLatin1(value));
    m_bench->hand().key(u"Return"_s);
    auto *button = dialog->findChild<QWidget *>(u"session"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), 20'000);
    shoot(u"secret-no-keychain"_s);
    QPointer<SecretDialog> open(dialog);
    m_bench->hand().click(button);
    QTRY_VERIFY(!open);
    // The others are in a keychain that is away.
    QTRY_COMPARE_WITH_TIMEOUT(state(Url), u"Only for this session"_s, 20'000);
    const auto *show =
        m_bench->window().findChild<QWidget *>(u"show:"_s + keptValuePath(Url).text());
    QVERIFY(show && show->isVisible());
    shoot(u"secret-session"_s);
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY(!m_bench->document().isModified());
    MessageBox::takeTexts();
    MessageBox::setNextAnswer(u"cancel"_s);
    QVERIFY(!m_bench->window().close());
    QVERIFY(MessageBox::takeTexts().join(u' ').contains(u"kept for this session only?"));
    QVERIFY(session().startKeyring(m_password));
    QTRY_COMPARE_WITH_TIMEOUT(state(Url), u"Only for this session"_s, 20'000);
    m_stored[Url + u"-session"_s] = value;
    QVERIFY_BENCH(*m_bench);
}

void SecretWindowTest::noValueIsAnywhere()
{
    QCOMPARE(m_stored.size(), 4);
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY(!m_bench->document().isModified());
    int files = 0;
    for (const QString &root :
         {m_bench->folder({}), QDir::homePath(), qEnvironmentVariable("XDG_CONFIG_HOME"),
          qEnvironmentVariable("XDG_CACHE_HOME")}) {
        QDirIterator it(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            ++files;
            for (const QByteArray &value : std::as_const(m_stored))
                QVERIFY2(!bytes.contains(value) && !bytes.contains(value.toBase64()),
                         qPrintable(file.fileName()));
        }
    }
    QVERIFY(files > 5);
    const QUndoStack *undo = m_bench->document().undoStack();
    for (int i = 0; i < undo->count(); ++i) {
        for (const QByteArray &value : std::as_const(m_stored))
            QVERIFY(!undo->text(i).toUtf8().contains(value));
    }
    QVERIFY(!m_bench->window().windowTitle().toUtf8().contains(m_stored[Url]));
}

CHARTWRIGHT_TEST(SecretWindowTest)
#include "test_secret_window.moc"
