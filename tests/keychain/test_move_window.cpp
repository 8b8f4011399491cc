// SPDX-License-Identifier: Apache-2.0
#include "app/message_bar.h"
#include "app/message_box.h"
#include "app/secret_desk.h"
#include "app/value_watch.h"
#include "base/value_id.h"
#include "kinds/kept_values.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "vault_window.h"

#include <QLabel>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// A credential leaves the drawing for the keychain; and what the folder gives away is told, what
// the keychain lacks, and what is odd about values.
class MoveWindowTest : public VaultWindow
{
    Q_OBJECT

private slots:
    void initTestCase() { setUp(); }
    void cleanupTestCase() { tearDown(); }
    void movesACredential();
    void movesAVariable();
    void tellsWhatGitSees();
    void tellsOfValues();
    void knowsVerdictsWithoutValues();

private:
    void keep(const QByteArray &value);
};

/// As the value of DATABASE_URL.
void MoveWindowTest::keep(const QByteArray &value)
{
    Document &document = m_bench->document();
    const ResourceId secret = m_bench->named(u"Secret"_s, u"todo-secrets"_s);
    const QString known = id(u"todo-secrets"_s, u"DATABASE_URL"_s);
    const QString now = known.isEmpty() ? newValueId() : known;
    bool stored = false;
    m_bench->window().findChild<SecretDesk *>()->keeper()->store(
        {now, document.filePath(), u"todo-secrets"_s, u"DATABASE_URL"_s, {}, {}},
        SecretValue(value), this,
        [&](const VaultResult<void> &result) { stored = result.has_value(); });
    QTRY_VERIFY(stored);
    document.push(setField(document.topology(), document.refs(), secret,
                           keptValuePath(u"DATABASE_URL"_s), now));
}

void MoveWindowTest::movesACredential()
{
    const QByteArray value = newValue();
    const ResourceId config = m_bench->named(u"ConfigMap"_s, u"todo-config"_s);
    Document &document = m_bench->document();
    document.push(setField(document.topology(), document.refs(), config,
                           Path(u"data.DB_PASSWORD"_s), QString::fromLatin1(value)));
    m_bench->window().session()->flush();
    QVERIFY(isInAFile(value)); // what is to be rewritten
    // The box runs a loop of its own, in which the hand still waits for its click to end.
    const auto text = std::make_shared<QString>();
    const auto answer = [&](const QString &name) {
        auto *look = new QTimer(this);
        connect(look, &QTimer::timeout, this, [this, look, name, text] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            if (!box || !box->isActiveWindow())
                return;
            look->stop();
            look->deleteLater();
            *text = box->text() + box->informativeText();
            shoot(u"move-asked"_s);
            box->findChild<QPushButton *>(name)->click();
        });
        look->start(50);
    };
    answer(u"cancel"_s);
    pressFix(u"DB_PASSWORD"_s);
    QTRY_VERIFY(!text->isEmpty() && !QApplication::activeModalWidget());
    QVERIFY(text->contains(u"cannot be undone"_s) && text->contains(u"version control"_s));
    QVERIFY(!text->contains(QString::fromLatin1(value)));
    QVERIFY(document.undoStack()->canUndo());
    QTest::qWait(QApplication::doubleClickInterval() + 100); // two clicks, not a double one
    answer(u"move"_s);
    pressFix(u"DB_PASSWORD"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!id(u"todo-secrets"_s, u"DB_PASSWORD"_s).isEmpty(), 10'000);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"DB_PASSWORD"_s)), value);
    QVERIFY(!document.undoStack()->canUndo() && !document.undoStack()->canRedo());
    QVERIFY(document.isModified());
    QVERIFY(!isInAFile(value));
    QTRY_VERIFY(!problem(u"DB_PASSWORD"_s).isValid());
    shoot(u"move-done"_s);
    QVERIFY_BENCH(*m_bench);
}

void MoveWindowTest::movesAVariable()
{
    const QByteArray value = "sk-" + newValue(); // an error by its looks
    const ResourceId backend = m_bench->named(u"Deployment"_s, u"todo-backend"_s);
    Document &document = m_bench->document();
    const Path variable(u"spec.template.spec.containers[backend].env[AI_TOKEN]"_s);
    document.push(
        setField(document.topology(), document.refs(), backend, variable,
                 Map{{u"name"_s, u"AI_TOKEN"_s}, {u"value"_s, QString::fromLatin1(value)}}));
    m_bench->save(m_bench->folder(u"moved"_s));
    QVERIFY(isInAFile(value));
    MessageBox::setNextAnswer(u"move"_s);
    pressFix(u"A credential stands"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!id(u"todo-secrets"_s, u"AI_TOKEN"_s).isEmpty(), 10'000);
    QCOMPARE(kept(id(u"todo-secrets"_s, u"AI_TOKEN"_s)), value);
    const ResourcePtr pods = document.topology().find(backend);
    QVERIFY((*pods)[variable][u"valueFrom"][u"secretKeyRef"].isMap());
    shoot(u"move-saved"_s);
    QVERIFY(isInAFile(value)); // the file that was saved
    auto *bar = m_bench->window().findChild<MessageBar *>();
    QVERIFY(bar->isVisible() && bar->text().contains(u"until you save"_s));
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY(!document.isModified() && !bar->isVisible());
    QVERIFY(!isInAFile(value));
    QVERIFY_BENCH(*m_bench);
}

void MoveWindowTest::tellsWhatGitSees()
{
    const QString folder = m_bench->folder(u"moved"_s);
    QCOMPARE(m_bench->document().projectFolder(), folder);
    QCOMPARE(QProcess::execute(u"git"_s, {u"init"_s, u"-q"_s, folder}), 0);
    QFile file(folder + u"/.env"_s);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("A=1\n") > 0);
    file.close();
    const QString text = u".env is not in .gitignore"_s;
    QVERIFY(!problem(text).isValid());
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY_WITH_TIMEOUT(problem(text).isValid(), 10'000);
    shoot(u"env-exposed"_s);
    QVERIFY(file.remove());
    m_bench->hand().key(u"ctrl+s"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!problem(text).isValid(), 10'000);
    QVERIFY_BENCH(*m_bench);
}

void MoveWindowTest::tellsOfValues()
{
    m_bench->openTodo();
    const QString missing = u"The keychain has no value of DATABASE_URL"_s,
                  newline = u"The value of DATABASE_URL ends in a newline"_s,
                  other = u"The keychain has no value of OPENAI_API_KEY"_s;
    QTRY_VERIFY_WITH_TIMEOUT(problem(missing).isValid(), 10'000);
    m_bench->select(m_bench->named(u"Secret"_s, u"todo-secrets"_s));
    const QString field = u"field:"_s + keptValuePath(u"DATABASE_URL"_s).text();
    m_bench->reach(Section::Main, field);
    const auto besideTheKey = [&](const QString &text) {
        const auto labels =
            m_bench->window().findChild<QWidget *>(u"dock:properties"_s)->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    };
    QTRY_VERIFY(besideTheKey(missing));
    shoot(u"value-missing"_s);
    const QByteArray value = newValue();
    keep(value + '\n');
    QTRY_VERIFY(!problem(missing).isValid() && problem(newline).isValid());
    QTRY_VERIFY(besideTheKey(newline) && !besideTheKey(missing));
    QVERIFY(problem(other).isValid());
    shoot(u"value-newline"_s);
    // What a locked keychain has is not known; what is odd about its values is.
    QVERIFY(session().lock());
    QTRY_VERIFY(!problem(other).isValid());
    QVERIFY(problem(newline).isValid());
    QVERIFY(!isInAFile(value));
    QVERIFY_BENCH(*m_bench);
}

void MoveWindowTest::knowsVerdictsWithoutValues()
{
    const QString rule = u"secret/trailing-newline"_s;
    ValueKeeper keeper;
    Document document(allKinds());
    const ValueWatch watch(&document, &keeper, nullptr);
    document.reset(m_bench->topology(), m_bench->document().filePath());
    const auto told = [&] {
        const QList<Finding> &all = document.findings();
        return std::any_of(all.begin(), all.end(),
                           [&](const Finding &f) { return f.rule == rule; });
    };
    QTRY_VERIFY(told()); // as after a new start, and while the keychain is locked
    QVERIFY(!keeper.vault()->verdict({id(u"todo-secrets"_s, u"DATABASE_URL"_s), {}}));
    bool open = false;
    m_vault->unlock(this, [&](const VaultResult<void> &unlocked) { open = unlocked.has_value(); });
    QTRY_VERIFY_WITH_TIMEOUT(session().isPromptShown(), 20'000);
    QTest::qWait(500);
    session().type({u"type"_s, QString::fromLatin1(m_password)});
    session().type({u"key"_s, u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(open, 20'000);
    keep(newValue());
    const QString text = u"The value of DATABASE_URL ends in a newline"_s;
    QTRY_VERIFY(!problem(text).isValid());
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(MoveWindowTest)
#include "test_move_window.moc"
